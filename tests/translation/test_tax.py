from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.translation import money, problems
from jobs.translation.invoices import translate
from jobs.translation.outcomes import Faulted, Predicted, Translated
from jobs.xero.records import Account, Contact, TaxRate

ACCOUNTS = {
    "200": Account("a1", "Sales", "REVENUE", "200", tax_type="OUTPUT2"),
    "270": Account("a2", "Interest", "REVENUE", "270", tax_type="NONE"),
    "860": Account("a3", "Rounding", "CURRLIAB", "860", system_account="ROUNDING", tax_type="NONE"),
    "865": Account("a4", "Cents", "EXPENSE", "865", tax_type="INPUT2"),
    "866": Account("a5", "Old", "EXPENSE", "866", status="ARCHIVED", tax_type="NONE"),
}
RATES = {"OUTPUT2": TaxRate("GST", "OUTPUT2", effective_rate=Decimal(15))}


@pytest.fixture
def outcome(source, options, facts):
    def run(*lines, tax=None, accounts=None, rates=None, total=None, card=None, **option):
        known = facts(accounts=ACCOUNTS if accounts is None else accounts, tax_rates=RATES if rates is None else rates)
        billed = None if tax is None else Decimal(tax)
        return translate(source(*lines, total=total, total_tax_value=billed, card=card), options(**option), known)

    return run


def codes(problems_):
    return [each.code for each in problems_]


def test_xeros_tax_is_foretold_line_by_line(outcome):
    assert outcome("0.10", "0.10", "0.10").predicted == Predicted(Decimal("0.30"), Decimal("0.06"), Decimal("0.36"))
    assert outcome("1.00", default_sales_account="270").predicted.tax == Decimal("0.00")


def test_nothing_is_foretold_where_a_rate_is_not_known(outcome):
    blind = outcome("100.00", tax="1.00", rates={}, tax_guard="fault", rounding_line=True)
    assert (blind.predicted.tax, blind.predicted.total) == (None, None)
    assert ("tax", "not compared") in [(note.field, note.value) for note in blind.notes]


def test_autotasks_tax_is_its_invoices_else_its_lines(outcome, item):
    lines = [item("100.00", tax_dollars=Decimal("5.00")), item("100.00", id=2, tax_dollars=Decimal("5.00"))]
    assert codes(outcome(*lines, tax_guard="warn").warnings) == [problems.TAX_DIFFERS]
    assert codes(outcome(*lines, tax="30.00", tax_guard="warn").warnings) == []


def test_what_differs_is_told_with_both_amounts_and_the_tolerance(outcome):
    [stopped] = outcome("100.00", tax="12.00", tax_guard="fault").problems
    assert stopped.detail == {"xero": "15.00", "autotask": "12.00", "difference": "3.00", "tolerance": "0.05"}


def test_the_tolerance_grows_with_the_lines_up_to_three(outcome):
    def gap_that_passes(count):
        lines, right = ["10.00"] * count, Decimal("1.50") * count
        gaps = [Decimal(cents) / 100 for cents in range(0, 400)]
        return max(
            gap for gap in gaps if isinstance(outcome(*lines, tax=str(right + gap), tax_guard="fault"), Translated)
        )

    assert [gap_that_passes(count) for count in (1, 3, 80)] == [Decimal("0.05"), Decimal("0.15"), Decimal("3.00")]
    assert isinstance(outcome("10.00", tax="5.50", tolerance="9.00", tax_guard="fault"), Faulted)


def test_a_draft_of_tax_guard_is_not_marked_as_sent(outcome):
    drafted = outcome("100.00", tax="1.00", import_as="approved_and_sent", tax_guard="draft")
    assert (drafted.draft.status, drafted.draft.sent_to_contact) == ("DRAFT", False)
    assert codes(drafted.warnings) == [problems.TAX_DIFFERS_DRAFT]


def test_a_credit_note_is_compared_in_its_own_sign(outcome):
    assert codes(outcome("-100.00", tax="-15.00", tax_guard="warn").warnings) == []
    closed = outcome("-100.00", tax="-15.02", rounding_line=True)
    assert (closed.draft.lines[-1].unit_amount, closed.draft.net) == (Decimal("0.02"), Decimal("100.02"))


def test_the_rounding_line_has_no_tax_whatever_its_account(outcome):
    own = outcome("100.00", tax="15.01", rounding_line=True).draft.lines[-1]
    assert (own.account_code, own.tax_type) == ("860", None)
    chosen = outcome("100.00", tax="15.01", rounding_line=True, rounding_account="865").draft.lines[-1]
    assert (chosen.account_code, chosen.tax_type, chosen.description) == ("865", "NONE", "Rounding")


def test_a_rounding_line_without_a_usable_account_stops(outcome):
    bare = {"200": ACCOUNTS["200"]}
    asked = {"tax": "15.01", "rounding_line": True}
    assert codes(outcome("100.00", accounts=bare, **asked).problems) == [problems.NO_ROUNDING_ACCOUNT]
    archived = outcome("100.00", rounding_account="866", **asked)
    assert codes(archived.problems) == [problems.ACCOUNT_ARCHIVED]


def test_no_rounding_line_where_nothing_differs_or_too_much_does(outcome):
    assert len(outcome("100.00", tax="15.004", rounding_line=True).draft.lines) == 1
    assert len(outcome("100.00", tax="16.00", rounding_line=True).draft.lines) == 1


def test_no_rounding_line_takes_a_document_below_nothing(outcome):
    assert len(outcome("0.00", tax="-0.01", rounding_line=True).draft.lines) == 1


ZERO_RATED = Contact("c1", "Harbour Dental", sales_tax_type="ZERORATED")


def test_the_cards_tax_goes_on_every_line_where_chosen(outcome):
    rates = {**RATES, "ZERORATED": TaxRate("Zero rated", "ZERORATED", effective_rate=Decimal(0))}
    done = outcome("10.00", "5.00", card=ZERO_RATED, rates=rates, tax_from_card=True)
    assert {line.tax_type for line in done.draft.lines} == {"ZERORATED"}
    assert done.predicted.tax == Decimal("0.00")
    assert ("tax", "Zero rated") in [(note.field, note.value) for note in done.notes]
    assert (
        outcome("10.00", card=ZERO_RATED, tax_from_card=True, single_line=True).draft.lines[0].tax_type == "ZERORATED"
    )
    assert outcome("10.00", card=ZERO_RATED, rates=rates).draft.lines[0].tax_type is None
    assert outcome("10.00", card=Contact("c1", "A"), tax_from_card=True).draft.lines[0].tax_type is None


@pytest.mark.parametrize("change", [{"status": "ARCHIVED"}, {"can_apply_to_revenue": False}])
def test_a_cards_tax_that_sales_cannot_have_stops(outcome, change):
    rates = {"ZERORATED": TaxRate("Zero rated", "ZERORATED", effective_rate=Decimal(0), **change)}
    stopped = outcome("10.00", card=ZERO_RATED, rates=rates, tax_from_card=True)
    assert codes(stopped.problems) == [problems.CARD_TAX_UNUSABLE]


@given(
    lines=st.lists(st.decimals(min_value=-1000, max_value=1000, places=4), min_size=1, max_size=15),
    rate=st.decimals(min_value=0, max_value=30, places=3),
    four_decimals=st.booleans(),
    single_line=st.booleans(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_with_a_rounding_line_the_totals_agree_to_the_cent(outcome, lines, rate, four_decimals, single_line):
    net = money.to_cents(money.total(lines))
    tax = money.total(lines) * rate / 100
    rates = {"OUTPUT2": TaxRate("GST", "OUTPUT2", effective_rate=rate)}
    chosen = {"rounding_line": True, "tolerance": "3.00", "four_decimals": four_decimals, "single_line": single_line}
    done = outcome(*map(str, lines), total=str(net), tax=str(tax), rates=rates, **chosen)
    priced = [line for line in done.draft.lines if line.quantity is not None]
    assert sum(money.to_cents(line.quantity * line.unit_amount) for line in priced) == done.draft.net
    assert done.draft.net - done.predicted.rounding == abs(net)
    wanted = abs(net) + money.to_cents(-tax if net < 0 else tax)
    gap = wanted - (done.predicted.net - done.predicted.rounding) - done.predicted.tax
    if abs(gap) <= 3 and abs(net) + gap >= 0:
        assert done.predicted.total == wanted
