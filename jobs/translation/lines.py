"""Billing items become lines: in the invoice's order, with its text, and to the cent."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from jobs.autotask.records import BillingItem
from jobs.translation import money, text
from jobs.translation.outcomes import Findings
from jobs.translation.problems import AMOUNT_TOO_LARGE, LINE_WITHOUT_TEXT
from jobs.xero.records import DraftLine

_ONE = Decimal(1)


def in_order(items: Iterable[BillingItem]) -> list[BillingItem]:
    """Sort as the Autotask invoice is, each billing item once even if two pages brought it."""
    once = {item.id: item for item in items}.values()
    return sorted(once, key=lambda item: (item.sort_order_id is None, item.sort_order_id or 0, item.id))


def billed(item: BillingItem) -> Decimal:
    """Take what was billed: totalAmount. Rate times quantity need not give it (hours covered by a contract)."""
    return item.total_amount if item.total_amount is not None else money.ZERO


def check_amounts(items: Sequence[BillingItem], findings: Findings) -> bool:
    """Refuse what Xero cannot hold; adding it up would mean nothing."""
    before = len(findings.problems)
    for place, item in enumerate(items, 1):
        if money.is_too_large(billed(item)):
            findings.refuse(AMOUNT_TOO_LARGE, f"line {place}", amount=str(item.total_amount), item_id=item.id)
    return len(findings.problems) == before


def in_one(described: str, net: Decimal, account_code: str | None) -> DraftLine:
    """The whole document as one line."""
    return DraftLine(description=described, quantity=_ONE, unit_amount=net, account_code=account_code)


def draft_lines(
    items: Sequence[BillingItem],
    sign: int,
    account_code: str | None,
    findings: Findings,
    mapped: Mapping[int, str] | None = None,
) -> tuple[DraftLine, ...]:
    """Write the lines; *sign* is -1 on a credit note, whose amounts are turned.

    *mapped*: the accounts of billing codes that have one; every other line goes to *account_code*.
    """
    exact = [sign * billed(item) for item in items]
    cut = money.split_to_cents(exact)
    moved = sum(1 for line_total, value in zip(cut, exact, strict=True) if line_total != value)
    if moved:
        findings.note("lines", str(moved), "cut to cents so that the lines sum to the invoice's total")
    lines: list[DraftLine] = []
    for place, (item, line_total) in enumerate(zip(items, cut, strict=True), 1):
        quantity, price = _quantity_and_price(item, line_total)
        # A quantity of none or one says nothing that the amount does not.
        told = quantity == _ONE and item.quantity not in (None, 0, 1)
        own = (mapped or {}).get(item.billing_code_id or 0)
        if own:
            findings.note(f"line {len(lines) + 1}", own, "the account of its billing code")
        lines += _with_text(_describe(item, place, told, findings), quantity, price, own or account_code)
    if len(lines) > len(items):
        findings.note("lines", str(len(lines) - len(items)), "text over 4,000 characters goes on in lines below")
    return tuple(lines)


def _quantity_and_price(item: BillingItem, line_total: Decimal) -> tuple[Decimal, Decimal]:
    quantity = item.quantity
    if quantity is None or money.is_too_large(quantity):
        return _ONE, line_total
    # Xero: "Quantity must not be less than zero". A credited quantity (both turned) becomes a negative price;
    # a negative quantity with a positive amount, as service adjustments have, is only an amount.
    if quantity < 0 and billed(item) <= 0:
        quantity = -quantity
    return money.unit_price(quantity, line_total, rate=_rate(item)) or (_ONE, line_total)


def _rate(item: BillingItem) -> Decimal | None:
    return None if item.rate is None or money.is_too_large(item.rate) else item.rate


def _describe(item: BillingItem, place: int, with_quantity: bool, findings: Findings) -> str:
    described = (
        text.clean(item.line_item_full_description) or text.clean(item.description) or text.clean(item.item_name)
    )
    if not described:
        described = f"Billing item {item.id}"
        findings.warn(LINE_WITHOUT_TEXT, f"line {place}", item_id=item.id)
    if with_quantity and item.quantity is not None:
        described += f" (quantity {_spell(item.quantity)})"
    return described


def _spell(quantity: Decimal) -> str:
    return str(quantity) if money.is_too_large(quantity) else format(money.plain(quantity), "f")


def _with_text(described: str, quantity: Decimal, price: Decimal, account_code: str | None) -> list[DraftLine]:
    first, *more = text.pages(described)
    line = DraftLine(description=first, quantity=quantity, unit_amount=price, account_code=account_code)
    return [line, *(DraftLine(description=part) for part in more)]
