"""One Autotask invoice becomes a Xero invoice or credit note, or every reason why not."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from jobs.autotask.records import BillingItem, Invoice
from jobs.translation import dates, lines, markers, money
from jobs.translation.account_map import check_accounts
from jobs.translation.due_dates import choose_due_date
from jobs.translation.entries import sections_of
from jobs.translation.ledger_checks import check_open_period, choose_account, choose_currency
from jobs.translation.line_template import DEFAULT
from jobs.translation.line_text import LineText
from jobs.translation.numbers import choose_number, is_pending
from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import (
    NO_ITEMS,
    NUMBER_PENDING,
    SETTLING,
    STAMPED_BEFORE_US,
    UNDER_MINIMUM,
    UNPAID,
    VOIDED,
    ZERO_TOTAL,
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
from jobs.translation.problems import (
    AMOUNT_TOO_LARGE,
    COMPANY_MISSING,
    DATE_MISSING,
    NO_BILLING_ITEMS,
    TOTALS_DIFFER,
    Problem,
)
from jobs.translation.references import choose_reference
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
    account_code: str | None
    number: str | None
    net: Decimal


def translate(source: InvoiceSource, options: InvoiceOptions, facts: LedgerFacts) -> Outcome:
    """Decide what becomes of one invoice.

    A gap between lines and total holds it first, since Autotask may still be attaching lines; the other reasons
    travel along, so that a person who must act in the end hears all of them at once.
    """
    items = lines.in_order(source.items)
    if reason := _why_skipped(source, items, options):
        return Skipped(reason)
    findings = Findings()
    unsettled = _unsettled(source.invoice, items, options, findings)
    nothing_to_pay = money.is_nil(source.invoice.invoice_total)
    if nothing_to_pay and not unsettled and not findings.problems and options.zero_total == "skip":
        return Skipped(ZERO_TOTAL)
    if not unsettled and not findings.problems and _is_under_minimum(source.invoice, options):
        return Skipped(UNDER_MINIMUM)
    if not options.single_line:
        check_accounts(items, facts, findings)
    header = _header(source, options, facts, findings)
    problems = (*unsettled, *findings.problems)
    # Without lines and without a total no line is missing from the sum: there is nothing to wait for.
    if unsettled and (items or not nothing_to_pay):
        return Held(SETTLING, problems)
    if problems or header is None:
        return Faulted(problems)
    if is_pending(source, options):
        return Held(NUMBER_PENDING)
    if options.paid_only and dates.calendar_day(source.invoice.paid_date) is None:
        return Held(UNPAID)
    draft = _draft(source, items, header, options, facts, findings)
    predicted = Predicted(net=draft.net)
    return Translated(draft, header.target_kind, predicted, tuple(findings.notes), tuple(findings.warnings))


def _why_skipped(source: InvoiceSource, items: list[BillingItem], options: InvoiceOptions) -> str | None:
    invoice = source.invoice
    if invoice.is_voided:
        return VOIDED
    # From the second revision on the stamp is our own, from the first.
    if invoice.web_service_date and source.revision == 1:
        return STAMPED_BEFORE_US
    if not items and options.no_items == "skip" and money.is_nil(invoice.invoice_total):
        return NO_ITEMS
    return None


def _is_under_minimum(invoice: Invoice, options: InvoiceOptions) -> bool:
    """The least value never hides a credit note unless told to."""
    if options.minimum_value is None or (invoice.invoice_total < 0 and not options.minimum_hides_credits):
        return False
    return abs(money.to_cents(invoice.invoice_total)) < money.amount(options.minimum_value)


def _unsettled(
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


def _header(source: InvoiceSource, options: InvoiceOptions, facts: LedgerFacts, findings: Findings) -> _Header | None:
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
    account_code = choose_account(options, facts, findings)
    currency = choose_currency(source, options, facts, findings)
    number = choose_number(source, options, target_kind, findings)
    if dated_on is None or findings.problems:
        return None
    return _Header(target_kind, status, dated_on, currency, account_code, number, net)


def _draft(
    source: InvoiceSource,
    items: list[BillingItem],
    header: _Header,
    options: InvoiceOptions,
    facts: LedgerFacts,
    findings: Findings,
) -> Draft:
    is_credit = header.target_kind == "credit_note"
    as_sent = options.import_as == "approved_and_sent"
    due_on = None
    if is_credit and as_sent:
        # Xero: SentToContact is read-only on credit notes.
        findings.note("sent", "no", "Xero does not let the sent mark be set on a credit note")
    if not is_credit:
        due_on = choose_due_date(source, header.dated_on, options, facts.organisation.sales_terms, findings)
    return Draft(
        type="ACCRECCREDIT" if is_credit else "ACCREC",
        company_id=source.invoice.company_id,
        date=header.dated_on.isoformat(),
        due_date=due_on.isoformat() if due_on else None,
        status=header.status,
        currency_code=header.currency,
        net=abs(header.net),
        lines=_lines(source, items, header, options, facts, findings),
        number=header.number,
        reference=choose_reference(source.invoice, options, findings),
        # A credit note has no Url: its number is its marker.
        url=None if is_credit else markers.url(source.public_url, source.marker),
        sent_to_contact=as_sent and not is_credit,
        branding_theme_id=_theme(source.invoice, facts, findings),
    )


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
        return (lines.in_one(f"Autotask invoice {number}", abs(header.net), header.account_code),)
    sign = -1 if header.target_kind == "credit_note" else 1
    sections = sections_of(source, items, header.account_code, facts.mappings.accounts, options, findings)
    if options.line_template != DEFAULT:
        findings.note("text", options.line_template, "the template of the options")
    texts = LineText(options, source.work, facts.organisation.country_code)
    return lines.draft_lines(sections, sign, texts, findings)
