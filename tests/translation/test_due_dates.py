from datetime import date

import pytest

from jobs.translation.due_dates import by_payment_term, choose_due_date
from jobs.translation.outcomes import Findings
from jobs.xero.records import Contact, PaymentTerm

DAY = date(2026, 11, 3)
TERMS = PaymentTerm(20, "OFFOLLOWINGMONTH")


@pytest.fixture
def choose(source, options):
    def run(terms=None, due_date_from="autotask", by_card=False, **changes):
        findings = Findings()
        chosen = options(due_date_from=due_date_from, due_date_from_card=by_card)
        due_on = choose_due_date(source("1.00", **changes), DAY, chosen, terms, findings)
        return due_on.isoformat(), findings.notes[0].why

    return run


def test_autotasks_due_date_comes_first(choose):
    assert choose(TERMS, payment_days=30) == ("2026-12-03", "Autotask's due date")


def test_a_due_date_before_the_invoice_is_kept_as_autotask_says(choose):
    assert choose(due_date="2026-10-01T00:00:00")[0] == "2026-10-01"


def test_without_one_the_payment_term_counts_from_the_invoice_date(choose):
    day, why = choose(TERMS, due_date=None, payment_days=30)
    assert day == "2026-12-03"
    assert why.startswith("Autotask's payment term")
    assert choose(due_date=None, payment_days=0)[0] == "2026-11-03"


def test_then_the_organisations_terms_then_the_invoice_date(choose):
    assert choose(TERMS, due_date="")[0] == "2026-12-20"
    day, why = choose(due_date=None)
    assert day == "2026-11-03"
    assert why.startswith("the invoice date")
    assert choose(PaymentTerm(0, "OFCURRENTMONTH"), due_date=None)[0] == "2026-11-03"


def test_the_invoice_date_can_be_chosen(choose):
    assert choose(TERMS, "invoice_date") == ("2026-11-03", "the invoice date, as chosen")


@pytest.mark.parametrize(
    ("day", "kind", "due_on"),
    [
        (45, "DAYSAFTERBILLDATE", date(2026, 12, 18)),
        (0, "DAYSAFTERBILLMONTH", date(2026, 11, 30)),
        (10, "DAYSAFTERBILLMONTH", date(2026, 12, 10)),
        (31, "OFCURRENTMONTH", date(2026, 11, 30)),
        (1, "OFFOLLOWINGMONTH", date(2026, 12, 1)),
        (0, "OFFOLLOWINGMONTH", None),
        (5, "SOMETHINGNEW", None),
    ],
)
def test_xeros_four_kinds_of_terms(day, kind, due_on):
    assert by_payment_term(DAY, PaymentTerm(day, kind)) == due_on


def test_terms_reach_over_a_years_end():
    assert by_payment_term(date(2026, 12, 31), PaymentTerm(31, "OFFOLLOWINGMONTH")) == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("term", "day"),
    [
        (PaymentTerm(45, "DAYSAFTERBILLDATE"), "2026-12-18"),
        (PaymentTerm(10, "DAYSAFTERBILLMONTH"), "2026-12-10"),
        (PaymentTerm(28, "OFCURRENTMONTH"), "2026-11-28"),
        (TERMS, "2026-12-20"),
    ],
)
def test_the_cards_terms_come_first_where_chosen(choose, term, day):
    card = Contact("c1", "Harbour Dental", sales_terms=term)
    assert choose(by_card=True, card=card) == (day, "the payment terms of the customer's card in Xero")
    assert choose(by_card=True, card=card, due_date_from="invoice_date")[0] == day
    assert choose(card=card) == ("2026-12-03", "Autotask's due date")


@pytest.mark.parametrize(
    "card", [None, Contact("c1", "A"), Contact("c1", "A", sales_terms=PaymentTerm(0, "OFCURRENTMONTH"))]
)
def test_a_card_without_usable_terms_falls_back(choose, card):
    assert choose(by_card=True, card=card) == ("2026-12-03", "Autotask's due date")
    assert choose(TERMS, by_card=True, card=card, due_date=None)[0] == "2026-12-20"
