"""Due dates: the Xero card's terms where chosen, else Autotask's day or term, the organisation's, the invoice's day."""

from datetime import date

from jobs.translation import dates
from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import Findings, InvoiceSource
from jobs.xero.records import PaymentTerm


def choose_due_date(
    source: InvoiceSource, dated_on: date, options: InvoiceOptions, terms: PaymentTerm | None, findings: Findings
) -> date:
    """Choose the day and note which rule gave it. Xero fills none in through its API and approves nothing without.

    A day before the invoice's own is kept when Autotask says so.
    """
    due_on, why = _choose(source, dated_on, options, terms)
    findings.note("due date", due_on.isoformat(), why)
    return due_on


def _choose(
    source: InvoiceSource, dated_on: date, options: InvoiceOptions, terms: PaymentTerm | None
) -> tuple[date, str]:
    on_card = source.card.sales_terms if source.card and options.due_date_from_card else None
    if on_card and (by_card := by_payment_term(dated_on, on_card)):
        return by_card, "the payment terms of the customer's card in Xero"
    if options.due_date_from == "invoice_date":
        return dated_on, "the invoice date, as chosen"
    if due_on := dates.calendar_day(source.invoice.due_date):
        return due_on, "Autotask's due date"
    if source.payment_days is not None:
        return dates.add_days(dated_on, source.payment_days), "Autotask's payment term; it gave no due date"
    if terms and (by_terms := by_payment_term(dated_on, terms)):
        return by_terms, "the organisation's terms; Autotask gave no due date"
    return dated_on, "the invoice date; neither Autotask nor the organisation gave another"


def by_payment_term(dated_on: date, term: PaymentTerm) -> date | None:
    """Reckon a Xero payment term; None when its day makes no sense (a month has no day 0)."""
    if term.type == "DAYSAFTERBILLDATE":
        return dates.add_days(dated_on, term.day)
    if term.type == "DAYSAFTERBILLMONTH":
        return dates.add_days(dates.end_of_month(dated_on), term.day)
    if not 1 <= term.day <= 31:
        return None
    if term.type == "OFCURRENTMONTH":
        return dates.day_of_month(dated_on, term.day)
    if term.type == "OFFOLLOWINGMONTH":
        return dates.day_of_month(dates.add_days(dates.end_of_month(dated_on), 1), term.day)
    return None
