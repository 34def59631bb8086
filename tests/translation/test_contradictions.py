import pytest

from jobs.translation.contradictions import contradictions
from jobs.translation.options import InvoiceOptions
from jobs.wording.contradictions import CONTRADICTIONS

PAIRS = [
    ({"write_number_back": True, "numbering": "autotask_id"}, "write_number_back", "NUMBER_NOT_OF_XERO"),
    ({"single_line": True, "bundling": True}, "single_line", "NOTHING_TO_KEEP_TOGETHER"),
    ({"tax_from_card": True, "tax_mapping": True}, "tax_from_card", "TWO_SOURCES_OF_TAX"),
    ({"tracking_one": "code"}, "tracking_one", "TRACKING_WITHOUT_CATEGORY"),
    ({"tracking_two": "territory"}, "tracking_two", "TRACKING_WITHOUT_CATEGORY"),
    ({"tracking_one_category": "Region", "tracking_two_category": "Region"}, "tracking_two_category", "CATEGORY_TWICE"),
]


@pytest.mark.parametrize(("chosen", "field", "code"), PAIRS)
def test_options_that_exclude_each_other_are_named(chosen, field, code):
    [found] = contradictions(InvoiceOptions(**chosen))
    assert (found.field, found.code) == (field, code)


def test_the_defaults_contradict_nothing():
    assert contradictions(InvoiceOptions()) == []


def test_every_contradiction_has_its_sentence_and_every_sentence_one():
    assert {code for _, _, code in PAIRS} == set(CONTRADICTIONS)
