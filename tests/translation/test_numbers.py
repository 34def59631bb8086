import pytest

from jobs.translation import problems
from jobs.translation.numbers import choose_number, comparison_key, is_pending, used_twice
from jobs.translation.outcomes import Findings


@pytest.fixture
def choose(source, options):
    def run(kind="invoice", findings=None, changes=(), **option):
        return choose_number(source("1.00", **dict(changes)), options(**option), kind, findings or Findings())

    return run


def test_xero_chooses_its_own_number(choose):
    assert choose() is None
    assert choose("credit_note") is None


def test_the_autotask_id_makes_the_number(choose):
    assert choose(numbering="autotask_id") == "INV:48211"
    assert choose("credit_note", numbering="autotask_id") == "CN:48211"
    assert choose("credit_note", numbering="autotask_id", credit_numbering="inv") == "INV:48211"


def test_autotasks_own_number_is_trimmed(choose):
    assert choose(numbering="autotask_number", changes={"invoice_number": " 2026-0117 "}) == "2026-0117"


def test_a_later_revision_has_its_own_number(choose):
    assert choose(numbering="autotask_id", changes={"revision": 2}) == "INV:48211-2"
    assert choose(numbering="autotask_number", changes={"revision": 3}) == "2026-0117-3"


def test_a_number_that_stays_blank_gives_way_to_the_id_and_says_so(choose):
    findings = Findings()
    blank = {"invoice_number": "", "blank_number_waited": True}
    assert choose(findings=findings, changes=blank, numbering="autotask_number") == "INV:48211"
    assert [note.why for note in findings.notes] == ["Autotask's id, because the number is blank"]


def test_only_autotasks_numbers_are_waited_for(source, options):
    blank = source("1.00", invoice_number=None)
    assert is_pending(blank, options(numbering="autotask_number"))
    assert not is_pending(blank, options(numbering="autotask_id"))
    assert not is_pending(source("1.00"), options(numbering="autotask_number"))
    waited = source("1.00", invoice_number=None, blank_number_waited=True)
    assert not is_pending(waited, options(numbering="autotask_number"))


@pytest.mark.parametrize("number", ["1,2", "2026\u201317", "n\u00ba5", "a\tb", "9" * 256])
def test_a_number_xero_could_not_be_asked_for_faults(choose, number):
    findings = Findings()
    choose(findings=findings, changes={"invoice_number": number}, numbering="autotask_number")
    assert [problem.code for problem in findings.problems] == [problems.NUMBER_NOT_USABLE]


def test_a_number_used_twice_matters_only_where_it_is_sent(choose):
    findings = Findings()
    twice = {"numbers_seen_twice": True}
    choose(findings=findings, changes=twice, numbering="autotask_id")
    assert findings.problems == []
    choose(findings=findings, changes=twice, numbering="autotask_number")
    assert [problem.code for problem in findings.problems] == [problems.NUMBER_USED_TWICE]


def test_numbers_are_compared_without_case_and_outer_blanks():
    assert comparison_key(" Ab-1 ") == comparison_key("AB-1")
    assert used_twice({1: "A1", 2: " a1", 3: "B1", 4: None, 5: "", 6: "inv:4"}) == {1, 2, 4, 6}
