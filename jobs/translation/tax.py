"""What tax Xero will work out, set against Autotask's: foretold, closed by a rounding line, or guarded against."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jobs.autotask.records import BillingItem, Invoice
from jobs.translation import money
from jobs.translation.ledger_checks import choose_rounding_account
from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import Findings, InvoiceSource, LedgerFacts, Predicted
from jobs.translation.problems import CARD_TAX_UNUSABLE, TAX_DIFFERS, TAX_DIFFERS_DRAFT, TAX_DIFFERS_STOPPED
from jobs.translation.tax_map import NONE
from jobs.xero.records import DraftLine

_HUNDRED = Decimal(100)
# Autotask rounds the sum of all taxes, Xero the tax of each line; five cents a line leave room for levies in parts.
_A_LINE = Decimal("0.05")
LARGEST_TOLERANCE = Decimal("3.00")


@dataclass(frozen=True)
class Settled:
    """The lines with their rounding line if there is one, the status they go in, and what Xero should say."""

    lines: tuple[DraftLine, ...]
    status: str
    predicted: Predicted


def settle(
    lines: tuple[DraftLine, ...],
    net: Decimal,
    status: str,
    billed_tax: Decimal | None,
    options: InvoiceOptions,
    facts: LedgerFacts,
    findings: Findings,
) -> Settled:
    """Foretell Xero's tax and do what the options say about a difference. *billed_tax* has the draft's sign."""
    tax = foretell(lines, facts)
    if tax is None or billed_tax is None:
        if options.tax_guard != "off" or options.rounding_line:
            findings.note("tax", "not compared", "a tax rate, or Autotask's tax, is not known")
        return Settled(lines, status, Predicted(net, tax, None if tax is None else net + tax))
    expected = money.to_cents(billed_tax)
    gap, most = expected - tax, _tolerance(lines, options)
    if abs(gap) > most:
        status = _guard(gap, tax, expected, most, status, options, findings)
    elif gap and options.rounding_line and net + gap >= 0:
        account = choose_rounding_account(options, facts, findings)
        if account is not None:
            findings.note("rounding line", str(gap), "closes the difference between Autotask's tax and Xero's")
            lines, net = (*lines, _rounding_line(gap, account, facts)), net + gap
            return Settled(lines, status, Predicted(net, tax, net + tax, rounding=gap))
    return Settled(lines, status, Predicted(net, tax, net + tax))


def choose_card_tax(
    source: InvoiceSource, options: InvoiceOptions, facts: LedgerFacts, findings: Findings
) -> str | None:
    """Take the tax of the customer's card where chosen and there is one; None leaves it to each account."""
    tax_type = source.card.sales_tax_type if source.card and options.tax_from_card else None
    if not tax_type:
        return None
    rate = facts.tax_rates.get(tax_type)
    if rate is not None and (rate.status != "ACTIVE" or not rate.can_apply_to_revenue):
        findings.refuse(CARD_TAX_UNUSABLE, "tax", rate=rate.name)
        return None
    findings.note("tax", rate.name if rate else tax_type, "the tax rate of the customer's card in Xero")
    return tax_type


def billed(invoice: Invoice, items: Sequence[BillingItem], sign: int) -> Decimal | None:
    """Autotask's tax in the draft's sign, unrounded as it keeps it: the invoice's, else its lines'."""
    if invoice.total_tax_value is not None:
        return None if money.is_too_large(invoice.total_tax_value) else sign * invoice.total_tax_value
    taxes = [item.tax_dollars for item in items if item.tax_dollars is not None]
    return sign * money.total(taxes) if len(taxes) == len(items) else None


def foretell(lines: Sequence[DraftLine], facts: LedgerFacts) -> Decimal | None:
    """Add the tax up as Xero does, each line rounded; None where a line's rate is not known."""
    tax = money.ZERO
    for line in lines:
        if line.quantity is None or line.unit_amount is None:
            continue
        rate = _rate(line, facts)
        if rate is None:
            return None
        tax += money.to_cents(money.to_cents(line.quantity * line.unit_amount) * rate / _HUNDRED)
    return tax


def _rate(line: DraftLine, facts: LedgerFacts) -> Decimal | None:
    account = facts.accounts.get(line.account_code or "")
    tax_type = line.tax_type or (account.tax_type if account else None)
    rate = facts.tax_rates.get(tax_type or "")
    if rate is not None:
        return rate.effective_rate
    return money.ZERO if tax_type == NONE else None


def _tolerance(lines: Sequence[DraftLine], options: InvoiceOptions) -> Decimal:
    if options.tolerance is not None:
        return min(money.amount(options.tolerance), LARGEST_TOLERANCE)
    return min(_A_LINE * sum(1 for line in lines if line.quantity is not None), LARGEST_TOLERANCE)


def _guard(
    gap: Decimal,
    tax: Decimal,
    expected: Decimal,
    most: Decimal,
    status: str,
    options: InvoiceOptions,
    findings: Findings,
) -> str:
    """Warn, keep it a draft, or stop it; returns the status it goes in."""
    told = {"xero": str(tax), "autotask": str(expected), "difference": str(abs(gap)), "tolerance": str(most)}
    match options.tax_guard:
        case "warn":
            findings.warn(TAX_DIFFERS, "tax", **told)
        case "draft":
            findings.warn(TAX_DIFFERS_DRAFT, "tax", **told)
            findings.note("status", "DRAFT", "Tax Guard: the taxes differ by more than the tolerance")
            return "DRAFT"
        case "fault":
            findings.refuse(TAX_DIFFERS_STOPPED, "tax", **told)
    return status


def _rounding_line(gap: Decimal, account: str, facts: LedgerFacts) -> DraftLine:
    taxed = facts.accounts[account].tax_type not in (None, "", NONE)
    return DraftLine(
        description="Rounding",
        quantity=Decimal(1),
        unit_amount=gap,
        account_code=account,
        tax_type=NONE if taxed else None,
    )
