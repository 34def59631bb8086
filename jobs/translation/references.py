"""What stands in Xero's reference: the customer's purchase order number, else the invoice's notes."""

from jobs.autotask.records import Invoice
from jobs.translation import text
from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import Findings
from jobs.translation.problems import VALUE_CUT


def choose_reference(invoice: Invoice, options: InvoiceOptions, findings: Findings) -> str | None:
    """The purchase order number goes before the notes."""
    whole, why = "", ""
    if options.po_number_to_reference:
        whole, why = text.one_line(invoice.order_number), "the invoice's purchase order number"
    if not whole and options.notes_to_reference:
        whole, why = text.one_line(invoice.comments), "the invoice's notes"
    if not whole:
        return None
    reference = text.shorten_at_word(whole)
    if reference != whole:
        findings.warn(VALUE_CUT, "reference", value=whole, sent=reference)
    findings.note("reference", reference, why)
    return reference
