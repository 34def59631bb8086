"""Entries become lines: in the invoice's order, with its text, and to the cent."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from jobs.autotask.records import BillingItem
from jobs.translation import money, text
from jobs.translation.codings import Coding
from jobs.translation.entries import Entry, Section
from jobs.translation.line_text import LineText
from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import Findings
from jobs.translation.problems import AMOUNT_TOO_LARGE, SERVICE_ADJUSTMENT
from jobs.xero.records import DraftLine

_ONE = Decimal(1)


def in_order(items: Iterable[BillingItem]) -> list[BillingItem]:
    """Sort as the Autotask invoice is, each billing item once even if two pages brought it."""
    once = {item.id: item for item in items}.values()
    return sorted(once, key=lambda item: (item.sort_order_id is None, item.sort_order_id or 0, item.id))


def billed(item: BillingItem) -> Decimal:
    """Take what was billed: totalAmount. Rate times quantity need not give it (hours covered by a contract)."""
    return item.total_amount if item.total_amount is not None else money.ZERO


def check_amounts(items: Sequence[BillingItem], options: InvoiceOptions, findings: Findings) -> bool:
    """Refuse what Xero cannot hold; adding it up would mean nothing. Tells whether it can be added up."""
    too_large = False
    for place, item in enumerate(items, 1):
        if money.is_too_large(billed(item)):
            too_large = True
            findings.refuse(AMOUNT_TOO_LARGE, f"line {place}", amount=str(item.total_amount), item_id=item.id)
        elif not options.service_adjustments and _is_adjustment(item):
            detail = {"quantity": str(item.quantity), "amount": str(item.total_amount)}
            findings.refuse(SERVICE_ADJUSTMENT, f"line {place}", **detail)
    return not too_large


def in_one(described: str, net: Decimal, coding: Coding) -> DraftLine:
    """The whole document as one line."""
    return _line(described, _ONE, net, coding)


def draft_lines(sections: Sequence[Section], sign: int, texts: LineText, findings: Findings) -> tuple[DraftLine, ...]:
    """Write the lines; *sign* is -1 on a credit note, whose amounts are turned."""
    totals = iter(_cut_to_cents([entry for section in sections for entry in section.entries], sign, findings))
    lines: list[DraftLine] = []
    over = 0
    for title, entries in sections:
        lines += [DraftLine(description=part) for part in text.pages(title)]
        subtotal = money.ZERO
        for entry in entries:
            line_total = next(totals)
            subtotal += line_total
            for value, why in entry.coding.told:
                findings.note(f"line {len(lines) + 1}", value, why)
            written = _written(entry, line_total, len(lines) + 1, texts, findings)
            over += len(written) - 1
            lines += written
        if title:
            lines += [DraftLine(description=part) for part in text.pages(f"Subtotal {title}: {subtotal:,.2f}")]
    _note_finer_prices([entry for section in sections for entry in section.entries], texts.options, findings)
    if over:
        findings.note("lines", str(over), "text over 4,000 characters goes on in lines below")
    return tuple(lines)


def _cut_to_cents(entries: Sequence[Entry], sign: int, findings: Findings) -> list[Decimal]:
    exact = [sign * money.total(map(billed, entry.items)) for entry in entries]
    cut = money.split_to_cents(exact)
    moved = sum(1 for line_total, value in zip(cut, exact, strict=True) if line_total != value)
    if moved:
        findings.note("lines", str(moved), "cut to cents so that the lines sum to the invoice's total")
    return cut


def _note_finer_prices(entries: Sequence[Entry], options: InvoiceOptions, findings: Findings) -> None:
    """Say where four decimals would show more; whether Autotask keeps them can be told by its prices alone."""
    finer = sum(1 for entry in entries if (rate := _rate(entry)) is not None and rate != money.to_cents(rate))
    if finer and not options.four_decimals:
        findings.note("lines", str(finer), "have prices of more than two decimals; Prices with four decimals is off")


def _written(entry: Entry, line_total: Decimal, place: int, texts: LineText, findings: Findings) -> list[DraftLine]:
    quantity, price = _quantity_and_price(entry, line_total, 4 if texts.options.four_decimals else 2)
    given = _quantity(entry)
    # A quantity of none or one says nothing that the amount does not.
    told = given if quantity == _ONE and given not in (None, 0, 1) else None
    first, *more = text.pages(texts.describe(entry, place, told, findings))
    return [_line(first, quantity, price, entry.coding), *(DraftLine(description=part) for part in more)]


def _line(described: str, quantity: Decimal, price: Decimal, coding: Coding) -> DraftLine:
    return DraftLine(described, quantity, price, coding.account_code, coding.tax_type, tracking=coding.tracking)


def _quantity_and_price(entry: Entry, line_total: Decimal, decimals: int) -> tuple[Decimal, Decimal]:
    quantity = _quantity(entry)
    if quantity is None or money.is_too_large(quantity):
        return _ONE, line_total
    # Xero: "Quantity must not be less than zero". A credited quantity (both turned) becomes a negative price;
    # a negative quantity with a positive amount, as service adjustments have, is only an amount.
    if quantity < 0 and not _is_adjustment(entry.items[0]):
        quantity = -quantity
    return money.unit_price(quantity, line_total, decimals, rate=_rate(entry)) or (_ONE, line_total)


def _quantity(entry: Entry) -> Decimal | None:
    """The quantity of the one item, or of a group whose items all have one rate; several rates have no quantity."""
    if not entry.group:
        return entry.items[0].quantity
    quantities = [item.quantity for item in entry.items]
    known = [each for each in quantities if each is not None and each.is_finite() and each >= 0]
    is_countable = len(known) == len(quantities) and len({item.rate for item in entry.items}) == 1
    return money.total(known) if is_countable else None


def _rate(entry: Entry) -> Decimal | None:
    rate = entry.items[0].rate
    return None if rate is None or money.is_too_large(rate) else rate


def _is_adjustment(item: BillingItem) -> bool:
    """A quantity below nothing with an amount above it: seats given back and billed all the same."""
    quantity = item.quantity
    return quantity is not None and not money.is_too_large(quantity) and quantity < 0 < billed(item)
