from decimal import Decimal

import pytest

from jobs.autotask.records import Company
from jobs.translation import problems
from jobs.translation.invoices import translate
from jobs.translation.mappings import Mappings
from jobs.translation.outcomes import Faulted, Translated
from jobs.xero.records import Account, TaxRate, Tracking

ACCOUNTS = {
    "200": Account("a1", "Sales", "REVENUE", "200", "REVENUE", tax_type="OUTPUT2"),
    "260": Account("a2", "Other", "REVENUE", "260", "REVENUE", tax_type="OUTPUT2"),
    "261": Account("a3", "Old", "REVENUE", "261", "REVENUE", "ARCHIVED"),
}
RATES = {
    "OUTPUT2": TaxRate("GST on income", "OUTPUT2", effective_rate=Decimal(15)),
    "ZERORATED": TaxRate("Zero rated", "ZERORATED", effective_rate=Decimal(0)),
    "OLD": TaxRate("Old GST", "OLD", "ARCHIVED", Decimal("12.5")),
    "INPUT2": TaxRate("GST on expenses", "INPUT2", effective_rate=Decimal(15), can_apply_to_revenue=False),
}
TAXES = {("new zealand", 1): "OUTPUT2", ("new zealand", 2): "ZERORATED", ("new zealand", 3): "OLD",
         ("new zealand", 4): "INPUT2", ("new zealand", 5): "GONE"}  # fmt: skip
GROUP = {"sort_order_id": 1, "line_item_group_description": "Training"}


@pytest.fixture
def outcome(source, options, facts):
    def run(*items, mapped=None, territory=None, region="New Zealand", **option):
        known = facts(accounts=ACCOUNTS, tax_rates=RATES, mappings=Mappings(**(mapped or {})))
        company = Company(id=7, company_name="Harbour Dental", territory_id=territory)
        return translate(source(*items, company=company, tax_region_name=region), options(**option), known)

    return run


@pytest.fixture
def taxed(outcome):
    def run(*items, **more):
        return outcome(*items, mapped={"taxes": TAXES}, tax_mapping=True, **more)

    return run


def told(faulted):
    return [(each.code, each.where, each.detail.get("key")) for each in faulted.problems]


def notes(done):
    return [(note.field, note.value) for note in done.notes if note.field.startswith("line ")]


# Accounts


def test_a_code_without_an_account_goes_to_the_default_or_stops_as_chosen(outcome, item):
    lines = [item(billing_code_id=5), item(id=2, billing_code_id=5), item(id=3, billing_code_id=6), item(id=4)]
    mapped = {"accounts": {6: "260"}}
    done = outcome(*lines, mapped=mapped)
    assert [line.account_code for line in done.draft.lines] == ["200", "200", "260", "200"]
    assert notes(done) == [("line 3", "260")]
    stopped = outcome(*lines, mapped=mapped, unmapped_code="stop")
    assert told(stopped) == [(problems.ACCOUNT_UNMAPPED, "line 1", "5")]


def test_a_mapped_account_that_is_archived_stops_once(outcome, item):
    stopped = outcome(item(billing_code_id=5), item(id=2, billing_code_id=5), mapped={"accounts": {5: "261"}})
    assert told(stopped) == [(problems.ACCOUNT_ARCHIVED, "line 1", None)]


# Taxes


def test_each_line_has_the_rate_of_its_region_and_category(taxed, outcome, item):
    items = [item(tax_category_id=1), item(id=2, tax_category_id=2)]
    done = taxed(*items, region=" NEW Zealand ")
    assert [line.tax_type for line in done.draft.lines] == ["OUTPUT2", "ZERORATED"]
    assert notes(done) == [("line 1", "OUTPUT2"), ("line 2", "ZERORATED")]
    assert done.predicted.tax == Decimal("15.00")
    off = outcome(*items, mapped={"taxes": TAXES})
    assert [line.tax_type for line in off.draft.lines] == [None, None]


def test_a_region_and_category_without_a_rate_stops_with_its_key(taxed, item):
    items = [item(tax_category_id=9), item(id=2, tax_category_id=9), item(id=3, tax_category_id=1)]
    assert told(taxed(*items)) == [(problems.TAX_UNMAPPED, "line 1", "9|new zealand")]
    assert told(taxed(item(tax_category_id=1), region=None)) == [(problems.TAX_UNMAPPED, "line 1", "1|")]


def test_a_line_without_category_and_tax_goes_without_tax(taxed, item):
    done = taxed(item(), item(id=2, tax_dollars=Decimal("0.0000")))
    assert [line.tax_type for line in done.draft.lines] == ["NONE", "NONE"]
    assert told(taxed(item(tax_dollars=Decimal("1.00")))) == [(problems.TAX_UNMAPPED, "line 1", "|new zealand")]


@pytest.mark.parametrize(
    ("category", "code"),
    [(3, problems.TAX_RATE_GONE), (4, problems.TAX_RATE_UNSUITABLE), (5, problems.TAX_RATE_GONE)],
)
def test_a_rate_that_cannot_be_used_stops_before_xero_refuses_it(taxed, item, category, code):
    items = [item(tax_category_id=category), item(id=2, tax_category_id=category)]
    assert [each.code for each in taxed(*items).problems] == [code]


def test_a_group_or_a_single_line_of_several_rates_stops(taxed, item):
    two = [item(tax_category_id=1, **GROUP), item(id=2, tax_category_id=2, **GROUP)]
    [stopped] = taxed(*two).problems
    assert (stopped.code, stopped.detail) == (
        problems.GROUP_RATES_DIFFER,
        {"group": "Training", "rates": "OUTPUT2, ZERORATED"},
    )
    assert isinstance(taxed(*two, bundling=False), Translated)
    assert isinstance(taxed(*two, single_line=True), Faulted)
    [whole] = taxed(item(tax_category_id=1), item(id=2, tax_category_id=1), single_line=True).draft.lines
    assert whole.tax_type == "OUTPUT2"


def test_categories_of_one_rate_do_not_part_a_group(outcome, item):
    both = {"taxes": {("new zealand", 1): "OUTPUT2", ("new zealand", 2): "OUTPUT2"}}
    two = [item(tax_category_id=1, **GROUP), item(id=2, tax_category_id=2, **GROUP)]
    assert len(outcome(*two, mapped=both, tax_mapping=True).draft.lines) == 1


# Tracking


@pytest.mark.parametrize(
    ("by", "options_"),
    [
        ("none", [(), ()]),
        ("code", [("Cloud",), ()]),
        ("territory", [("North",), ("North",)]),
        ("line_of_business", [(), ("Projects",)]),
    ],
)
def test_lines_are_tracked_by_what_was_chosen(outcome, item, by, options_):
    items = [item(billing_code_id=5), item(id=2, organizational_level_association_id=8)]
    mapped = {"tracking_one": {5: "Cloud", 3: "North", 8: "Projects"}}
    done = outcome(*items, mapped=mapped, territory=3, tracking_one=by, tracking_one_category="Region")
    wanted = [tuple(Tracking("Region", name) for name in names) for names in options_]
    assert [line.tracking for line in done.draft.lines] == wanted


def test_two_categories_track_side_by_side(outcome, item):
    chosen = {"tracking_one": "code", "tracking_one_category": "Kind"}
    chosen |= {"tracking_two": "territory", "tracking_two_category": "Region"}
    mapped = {"tracking_one": {5: "Cloud"}, "tracking_two": {3: "North"}}
    done = outcome(item(billing_code_id=5), mapped=mapped, territory=3, **chosen)
    assert done.draft.lines[0].tracking == (Tracking("Kind", "Cloud"), Tracking("Region", "North"))
    assert notes(done) == [("line 1", "Kind: Cloud"), ("line 1", "Region: North")]
    bare = outcome(item(billing_code_id=6), item(id=2, billing_code_id=6), territory=4, mapped=mapped, **chosen)
    assert told(bare) == [
        (problems.TRACKING_ONE_UNMAPPED, "line 1", "6"),
        (problems.TRACKING_TWO_UNMAPPED, "line 1", "4"),
    ]


def test_a_category_that_was_not_named_tracks_nothing(outcome, item):
    done = outcome(item(billing_code_id=5), mapped={"tracking_one": {5: "Cloud"}}, tracking_one="code")
    assert done.draft.lines[0].tracking == ()


def test_items_tracked_differently_are_not_put_together(outcome, item):
    chosen = {"tracking_one": "code", "tracking_one_category": "Kind"}
    two = [item(billing_code_id=5, **GROUP), item(id=2, billing_code_id=6, **GROUP)]
    mapped = {"tracking_one": {5: "Cloud", 6: "Desk"}}
    assert len(outcome(*two, mapped=mapped, **chosen).draft.lines) == 2
    [whole] = outcome(*two, mapped=mapped, single_line=True, **chosen).draft.lines
    assert whole.tracking == ()
