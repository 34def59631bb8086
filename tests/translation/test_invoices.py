import time
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.autotask.records import BillingItem
from jobs.translation import money, problems
from jobs.translation.invoices import translate
from jobs.translation.outcomes import Faulted, Held, Note, Predicted, Skipped, Translated
from jobs.xero.records import PaymentTerm

EXACT = st.decimals(min_value=-100_000, max_value=100_000, places=4)


@pytest.fixture
def translated(source, options, facts):
    def run(*lines, option=None, fact=None, **changes):
        outcome = translate(source(*lines, **changes), options(**(option or {})), facts(**(fact or {})))
        assert isinstance(outcome, Translated), outcome
        return outcome

    return run


@pytest.fixture
def outcome(source, options, facts):
    def run(*lines, option=None, fact=None, **changes):
        return translate(source(*lines, **changes), options(**(option or {})), facts(**(fact or {})))

    return run


def codes(outcome):
    return [problem.code for problem in outcome.problems]


def whys(outcome, field):
    return [(note.value, note.why) for note in outcome.notes if note.field == field]


# What goes


def test_an_ordinary_invoice_becomes_a_draft_sales_invoice(translated):
    draft = translated("100.00", "21.50").draft
    assert (draft.type, draft.status, draft.company_id) == ("ACCREC", "DRAFT", 7)
    assert (draft.date, draft.due_date, draft.currency_code) == ("2026-11-03", "2026-12-03", "NZD")
    assert draft.net == Decimal("121.50")
    assert draft.number is None
    assert draft.url == "https://tally.example/d/ts-4000123-invoice-48211"
    assert {line.account_code for line in draft.lines} == {"200"}
    assert not draft.sent_to_contact


def test_only_the_net_is_foretold_because_the_tax_is_the_accounts_default(translated):
    assert translated("100.00").predicted == Predicted(Decimal("100.00"), None, None)


@pytest.mark.parametrize(
    ("chosen", "status", "sent"),
    [
        ("draft", "DRAFT", False),
        ("awaiting_approval", "SUBMITTED", False),
        ("approved", "AUTHORISED", False),
        ("approved_and_sent", "AUTHORISED", True),
    ],
)
def test_an_invoice_arrives_in_the_chosen_status(translated, chosen, status, sent):
    draft = translated("1.00", option={"import_as": chosen}).draft
    assert (draft.status, draft.sent_to_contact) == (status, sent)


def test_a_negative_total_becomes_a_credit_note_with_positive_amounts(translated):
    credit = translated("-150.00", "50.00", option={"import_as": "approved_and_sent"})
    draft = credit.draft
    assert (credit.target_kind, draft.type, draft.status, draft.net) == (
        "credit_note",
        "ACCRECCREDIT",
        "AUTHORISED",
        Decimal("100.00"),
    )
    assert [line.unit_amount for line in draft.lines] == [Decimal("150.00"), Decimal("-50.00")]
    assert draft.url is None
    assert draft.due_date is None
    assert not draft.sent_to_contact
    assert whys(credit, "sent")


def test_a_negative_line_inside_an_invoice_stays_negative(translated):
    draft = translated("150.00", "-50.00").draft
    assert [line.unit_amount for line in draft.lines] == [Decimal("150.00"), Decimal("-50.00")]


def test_the_purchase_order_number_becomes_the_reference(translated):
    assert translated("1.00", order_number=" PO\n77 ").draft.reference == "PO 77"
    assert translated("1.00", order_number=" ").draft.reference is None
    assert translated("1.00", order_number="77", option={"po_number_to_reference": False}).draft.reference is None


def test_a_reference_that_is_too_long_is_cut_and_warned_of(translated):
    cut = translated("1.00", order_number="word " * 60)
    assert len(cut.draft.reference) == 254
    assert [warning.code for warning in cut.warnings] == [problems.VALUE_CUT]


# What is skipped


def test_a_voided_invoice_is_skipped_whatever_else_is_wrong(outcome):
    assert outcome(total="5.00", is_voided=True, company=None) == Skipped("VOIDED")


def test_a_stamp_of_another_program_skips_but_our_own_does_not(outcome):
    stamped = {"web_service_date": "2026-11-04T00:00:00Z"}
    assert outcome("5.00", **stamped) == Skipped("STAMPED_BEFORE_US")
    assert isinstance(outcome("5.00", revision=2, **stamped), Translated)


def test_a_zero_total_goes_or_is_skipped_as_chosen(outcome):
    assert outcome("5.00", "-5.00", option={"zero_total": "skip"}) == Skipped("ZERO_TOTAL")
    sent = outcome("5.00", "-5.00")
    assert sent.target_kind == "invoice"
    assert str(sent.draft.net) == "0.00"
    assert len(sent.draft.lines) == 2


def test_a_zero_total_with_lines_still_missing_is_not_skipped(outcome):
    assert outcome("5.00", total="0.00", option={"zero_total": "skip"}).reason == "SETTLING"


def test_an_empty_invoice_of_nothing_faults_or_is_skipped_as_chosen(outcome):
    assert outcome(total="0.00", option={"no_items": "skip"}) == Skipped("NO_BILLING_ITEMS")
    assert codes(outcome(total="0.00")) == [problems.NO_BILLING_ITEMS]
    assert isinstance(outcome(total="0.00", option={"zero_total": "skip"}), Faulted)


def test_a_total_without_lines_is_never_skipped(outcome):
    held = outcome(total="12.00", option={"no_items": "skip"})
    assert isinstance(held, Held)
    assert held.reason == "SETTLING"
    assert codes(held) == [problems.NO_BILLING_ITEMS]


# What is held


def test_lines_that_do_not_sum_to_the_total_are_held_with_the_gap(outcome):
    held = outcome("100.00", total="130.00", option={"default_sales_account": None})
    assert held.reason == "SETTLING"
    assert held.problems[0].detail == {"lines": "100.00", "total": "130.00", "difference": "30.00", "count": 1}
    assert codes(held) == [problems.TOTALS_DIFFER, problems.NO_SALES_ACCOUNT]


def test_one_cent_too_few_is_held(outcome):
    assert isinstance(outcome("100.00", total="100.01"), Held)


def test_four_decimal_labour_that_rounds_to_the_total_goes(translated):
    draft = translated("10.0050", "20.0050", total="30.01").draft
    assert draft.net == Decimal("30.01")
    assert sum(line.unit_amount for line in draft.lines) == Decimal("30.01")


def test_a_blank_number_waits_only_where_autotasks_numbers_are_wanted(outcome):
    assert outcome("1.00", invoice_number=" ", option={"numbering": "autotask_number"}) == Held("NUMBER_PENDING")
    assert isinstance(outcome("1.00", invoice_number=None), Translated)


def test_a_billing_item_brought_by_two_pages_counts_once(translated, item):
    assert len(translated(item("50.00"), item("50.00"), total="50.00").draft.lines) == 1


# What faults


def test_every_reason_comes_at_once(outcome):
    faulted = outcome(
        "1.00",
        company=None,
        currency="EUR",
        invoice_date_time="",
        invoice_number="a,b",
        numbers_seen_twice=True,
        option={"default_sales_account": "999", "numbering": "autotask_number"},
    )
    assert isinstance(faulted, Faulted)
    assert codes(faulted) == [
        problems.COMPANY_MISSING,
        problems.DATE_MISSING,
        problems.ACCOUNT_UNKNOWN,
        problems.CURRENCY_NOT_ENABLED,
        problems.NUMBER_NOT_USABLE,
        problems.NUMBER_USED_TWICE,
    ]


def test_amounts_beyond_xeros_fault_and_are_not_added_up(outcome):
    assert codes(outcome("10000000000.00", "1.00")) == [problems.AMOUNT_TOO_LARGE] * 2
    assert codes(outcome("1e-400", "1e100", total="1.00")) == [problems.AMOUNT_TOO_LARGE]
    assert isinstance(outcome("1e-400", "1.00", total="1.00"), Translated)
    assert codes(outcome("1.00", total="1e400")) == [problems.AMOUNT_TOO_LARGE]


# To the cent, whatever comes


@given(lines=st.lists(st.tuples(EXACT, st.none() | EXACT, st.none() | EXACT), min_size=1, max_size=25))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_xero_will_add_up_is_the_invoices_total_to_the_cent(source, options, facts, lines):
    items = [
        BillingItem(id=place, total_amount=total, quantity=quantity, rate=rate, description="x", sort_order_id=-place)
        for place, (total, quantity, rate) in enumerate(lines, 1)
    ]
    net = money.to_cents(money.total(total for total, _, _ in lines))
    done = translate(source(*items, total=str(net)), options(), facts())
    assert isinstance(done, Translated)
    amounts = [money.to_cents(line.quantity * line.unit_amount) for line in done.draft.lines]
    assert sum(amounts) == done.draft.net == abs(net)
    assert all(line.quantity >= 0 for line in done.draft.lines)
    assert done.target_kind == ("credit_note" if net < 0 else "invoice")


@given(
    description=st.text(max_size=9000),
    number=st.text(max_size=300),
    day=st.text(max_size=30),
    currency=st.none() | st.text(max_size=4),
    days=st.none() | st.integers(-(10**7), 10**7),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_from_autotask_breaks_translation(source, options, facts, description, number, day, currency, days):
    line = BillingItem(id=1, total_amount=Decimal("1.00"), line_item_full_description=description)
    given = source(
        line,
        invoice_number=number,
        order_number=number,
        invoice_date_time=day,
        due_date=day,
        currency=currency,
        payment_days=days,
        blank_number_waited=True,
    )
    outcome = translate(given, options(numbering="autotask_number"), facts())
    assert isinstance(outcome, Translated | Faulted)
    assert {problem.code for problem in getattr(outcome, "problems", ())} <= problems.FAULTS


def test_a_thousand_invoices_take_less_than_a_second(source, options, facts, item):
    items = tuple(item("33.3333", id=place, quantity="0.3333", rate="100.00") for place in range(1, 11))
    given = source(*items, total="333.33")
    started = time.process_time()
    for _ in range(1000):
        translate(replace(given), options(), facts())
    assert time.process_time() - started < 1


def test_the_organisations_terms_are_told_as_the_source_of_the_due_date(translated):
    done = translated("1.00", due_date=None, fact={"sales_terms": PaymentTerm(20, "OFFOLLOWINGMONTH")})
    assert Note("due date", "2026-12-20", "the organisation's terms; Autotask gave no due date") in done.notes
