"""Whether an invoice is one to send: not skipped, not too small, and with all its lines there."""

from jobs.autotask.records import BillingItem, Company, Invoice
from jobs.translation import lines, money
from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import (
    NO_ITEMS,
    NO_SYNC_FLAG,
    STAMPED_BEFORE_US,
    UNDER_MINIMUM,
    VOIDED,
    ZERO_TOTAL,
    Findings,
    InvoiceSource,
)
from jobs.translation.problems import AMOUNT_TOO_LARGE, NO_BILLING_ITEMS, TOTALS_DIFFER, Problem


def why_skipped(source: InvoiceSource, items: list[BillingItem], options: InvoiceOptions) -> str | None:
    """Give the reason that leaves it out whatever else is the matter; None when there is none."""
    invoice = source.invoice
    if invoice.is_voided:
        return VOIDED
    # From the second revision on the stamp is our own, from the first.
    if invoice.web_service_date and source.revision == 1:
        return STAMPED_BEFORE_US
    if source.insisted:
        return None
    if _is_left_out(source.company, options):
        return NO_SYNC_FLAG
    if not items and options.no_items == "skip" and money.is_nil(invoice.invoice_total):
        return NO_ITEMS
    return None


def _is_left_out(company: Company | None, options: InvoiceOptions) -> bool:
    """A text or a list, whose stored values may be written in either way; false and empty let the company through."""
    if company is None or not options.skip_udf:
        return False
    name = options.skip_udf.casefold()
    values = [each.value or "" for each in company.user_defined_fields if each.name.casefold() == name]
    return any(value.strip().casefold() in ("true", "yes", "1") for value in values)


def too_little(source: InvoiceSource, options: InvoiceOptions) -> str | None:
    """Give the reason when its total is too small to send, which is only known once its lines sum to it."""
    if source.insisted:
        return None
    if money.is_nil(source.invoice.invoice_total) and options.zero_total == "skip":
        return ZERO_TOTAL
    return UNDER_MINIMUM if _is_under_minimum(source.invoice, options) else None


def _is_under_minimum(invoice: Invoice, options: InvoiceOptions) -> bool:
    """The least value never hides a credit note unless told to."""
    if options.minimum_value is None or (invoice.invoice_total < 0 and not options.minimum_hides_credits):
        return False
    return abs(money.to_cents(invoice.invoice_total)) < money.amount(options.minimum_value)


def unsettled_by(
    invoice: Invoice, items: list[BillingItem], options: InvoiceOptions, findings: Findings
) -> tuple[Problem, ...]:
    """Compare the lines with the total, which in Autotask is before tax: the exact sum, rounded once."""
    if money.is_too_large(invoice.invoice_total):
        findings.refuse(AMOUNT_TOO_LARGE, "invoice", amount=str(invoice.invoice_total))
    can_be_added = lines.check_amounts(items, options, findings)
    if not can_be_added or money.is_too_large(invoice.invoice_total):
        return ()
    if not items:
        return (Problem(NO_BILLING_ITEMS, "invoice", {"total": str(money.to_cents(invoice.invoice_total))}),)
    total, expected = money.to_cents(money.total(map(lines.billed, items))), money.to_cents(invoice.invoice_total)
    if total == expected:
        return ()
    detail = {"lines": str(total), "total": str(expected), "difference": str(expected - total), "count": len(items)}
    return (Problem(TOTALS_DIFFER, "invoice", detail),)
