"""One Autotask invoice becomes a Xero invoice or credit note, or every reason why not."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from jobs.autotask.records import BillingItem, Invoice
from jobs.translation import dates, lines, markers, money, tax
from jobs.translation.codings import Coding, code_items
from jobs.translation.due_dates import choose_due_date
from jobs.translation.entries import as_one, sections_of
from jobs.translation.ledger_checks import check_open_period, choose_currency
from jobs.translation.line_template import DEFAULT
from jobs.translation.line_text import LineText
from jobs.translation.numbers import choose_number, is_pending
from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import (
    NUMBER_PENDING,
    SETTLING,
    UNPAID,
    Faulted,
    Findings,
    Held,
    InvoiceSource,
    LedgerFacts,
    Outcome,
    Predicted,
    Skipped,
    TargetKind,
    Translated,
)
from jobs.translation.problems import COMPANY_MISSING, DATE_MISSING
from jobs.translation.references import choose_reference
from jobs.translation.selection import too_little, unsettled_by, why_skipped
from jobs.xero.records import Draft, DraftLine

__all__ = ["Faulted", "Held", "InvoiceSource", "LedgerFacts", "Outcome", "Skipped", "Translated", "translate"]

_STATUSES = {
    "draft": "DRAFT",
    "awaiting_approval": "SUBMITTED",
    "approved": "AUTHORISED",
    "approved_and_sent": "AUTHORISED",
}


class _Header(NamedTuple):
    target_kind: TargetKind
    status: str
    dated_on: date
    currency: str
    codings: Mapping[int, Coding]
    number: str | None
    net: Decimal


def translate(source: InvoiceSource, options: InvoiceOptions, facts: LedgerFacts) -> Outcome:
    """Decide what becomes of one invoice.

    A gap between lines and total holds it first, since Autotask may still be attaching lines; the other reasons
    travel along, so that a person who must act in the end hears all of them at once.
    """
    items = lines.in_order(source.items)
    if reason := why_skipped(source, items, options):
        return Skipped(reason)
    findings = Findings()
    unsettled = unsettled_by(source.invoice, items, options, findings)
    if not unsettled and not findings.problems and (reason := too_little(source, options)):
        return Skipped(reason)
    header = _header(source, items, options, facts, findings)
    problems = (*unsettled, *findings.problems)
    # Without lines and without a total no line is missing from the sum: there is nothing to wait for.
    if unsettled and (items or not money.is_nil(source.invoice.invoice_total)):
        return Held(SETTLING, problems)
    if problems or header is None:
        return Faulted(problems)
    if is_pending(source, options):
        return Held(NUMBER_PENDING)
    if options.paid_only and dates.calendar_day(source.invoice.paid_date) is None:
        return Held(UNPAID)
    draft, predicted = _draft(source, items, header, options, facts, findings)
    if findings.problems:
        return Faulted(tuple(findings.problems))
    return Translated(draft, header.target_kind, predicted, tuple(findings.notes), tuple(findings.warnings))


def _header(
    source: InvoiceSource, items: list[BillingItem], options: InvoiceOptions, facts: LedgerFacts, findings: Findings
) -> _Header | None:
    """Settle everything but the lines; None when anything so far is a problem."""
    invoice, status = source.invoice, _STATUSES[options.import_as]
    net = money.ZERO if money.is_too_large(invoice.invoice_total) else money.to_cents(invoice.invoice_total)
    target_kind: TargetKind = "credit_note" if net < 0 else "invoice"
    if source.company is None:
        findings.refuse(COMPANY_MISSING, "company", company_id=invoice.company_id)
    dated_on = dates.calendar_day(invoice.invoice_date_time)
    if dated_on is None:
        findings.refuse(DATE_MISSING, "date", date=invoice.invoice_date_time)
    else:
        check_open_period(dated_on, status, facts, findings)
    codings = code_items(items, source, options, facts, findings)
    currency = choose_currency(source, options, facts, findings)
    number = choose_number(source, options, target_kind, findings)
    if dated_on is None or findings.problems:
        return None
    return _Header(target_kind, status, dated_on, currency, codings, number, net)


def _draft(
    source: InvoiceSource,
    items: list[BillingItem],
    header: _Header,
    options: InvoiceOptions,
    facts: LedgerFacts,
    findings: Findings,
) -> tuple[Draft, Predicted]:
    is_credit = header.target_kind == "credit_note"
    billed_tax = tax.billed(source.invoice, items, -1 if is_credit else 1)
    untaxed = _lines(source, items, header, options, facts, findings)
    settled = tax.settle(untaxed, abs(header.net), header.status, billed_tax, options, facts, findings)
    as_sent = options.import_as == "approved_and_sent" and settled.status == header.status
    due_on = None
    if is_credit and as_sent:
        # Xero: SentToContact is read-only on credit notes.
        findings.note("sent", "no", "Xero does not let the sent mark be set on a credit note")
    if not is_credit:
        due_on = choose_due_date(source, header.dated_on, options, facts.organisation.sales_terms, findings)
    draft = Draft(
        type="ACCRECCREDIT" if is_credit else "ACCREC",
        company_id=source.invoice.company_id,
        date=header.dated_on.isoformat(),
        due_date=due_on.isoformat() if due_on else None,
        status=settled.status,
        currency_code=header.currency,
        net=settled.predicted.net,
        lines=settled.lines,
        number=header.number,
        reference=choose_reference(source.invoice, options, findings),
        # A credit note has no Url: its number is its marker.
        url=None if is_credit else markers.url(source.public_url, source.marker),
        sent_to_contact=as_sent and not is_credit,
        branding_theme_id=_theme(source.invoice, facts, findings),
    )
    return draft, settled.predicted


def _theme(invoice: Invoice, facts: LedgerFacts, findings: Findings) -> str | None:
    theme_id = facts.mappings.themes.get(invoice.invoice_editor_template_id or 0)
    if theme_id:
        findings.note("theme", theme_id, "the branding theme of its invoice template")
    return theme_id


def _lines(
    source: InvoiceSource,
    items: list[BillingItem],
    header: _Header,
    options: InvoiceOptions,
    facts: LedgerFacts,
    findings: Findings,
) -> tuple[DraftLine, ...]:
    if options.single_line:
        number = source.invoice.invoice_number or f"INV:{source.invoice.id}"
        findings.note("lines", str(len(items)), "in one line, as chosen")
        whole = f"Autotask invoice {number}"
        return (lines.in_one(whole, abs(header.net), as_one(items, header.codings, whole, findings)),)
    sign = -1 if header.target_kind == "credit_note" else 1
    sections = sections_of(source, items, header.codings, options, findings)
    if options.line_template != DEFAULT:
        findings.note("text", options.line_template, "the template of the options")
    texts = LineText(options, source.work, facts.organisation.country_code)
    return lines.draft_lines(sections, sign, texts, findings)
