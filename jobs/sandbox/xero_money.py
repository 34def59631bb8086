"""Amounts as Xero works them out: tax line by line, rounded half away from zero, then summed."""

from decimal import ROUND_HALF_UP, Decimal

from jobs.sandbox.store import Row

CENT = Decimal("0.01")
FOUR_PLACES = Decimal("0.0001")
NIL = Decimal("0.00")
HUNDRED = Decimal(100)


def cents(amount: Decimal) -> Decimal:
    """To the cent; half goes away from zero, which is what ROUND_HALF_UP of decimal means."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def is_text_alone(line: Row) -> bool:
    """A line with a description and nothing that costs."""
    return not any(line.get(name) is not None for name in ("Quantity", "UnitAmount", "LineAmount", "ItemCode"))


def priced(line: Row, *, four_decimals: bool) -> tuple[Row, str | None]:
    """The line with quantity, unit price and amount in place, and what is wrong with them.

    Without unitdp=4 the price is cut to two decimals before anything is multiplied.
    """
    if is_text_alone(line):
        return {**line, "LineAmount": NIL}, None
    place = FOUR_PLACES if four_decimals else CENT
    sent = _number(line, "LineAmount")
    quantity, unit = _number(line, "Quantity"), _number(line, "UnitAmount")
    if unit is None and sent is not None:
        quantity = Decimal(1) if quantity is None else quantity
        unit = sent / quantity if quantity else NIL
    unit = (NIL if unit is None else unit).quantize(place, rounding=ROUND_HALF_UP)
    if quantity is None:
        quantity = sent / unit if sent is not None and unit else Decimal(1)
    quantity = quantity.quantize(FOUR_PLACES, rounding=ROUND_HALF_UP)
    kept = HUNDRED - Decimal(line.get("DiscountRate") or 0)
    amount = cents(quantity * unit * kept / HUNDRED - Decimal(line.get("DiscountAmount") or 0))
    if sent is not None and line.get("UnitAmount") is not None and cents(sent) != amount:
        return line, f"The line total {cents(sent)} does not match the expected line total {amount}"
    done = {**line, "Quantity": quantity, "UnitAmount": unit, "LineAmount": amount if sent is None else cents(sent)}
    return done, None


def _number(line: Row, name: str) -> Decimal | None:
    value = line.get(name)
    return None if value is None else Decimal(value)


def taxed(line: Row, rate: Decimal, amounts: str, *, sent_tax: Decimal | None) -> Row:
    """The line with its tax."""
    if amounts == "NoTax":
        return {**line, "TaxType": "NONE", "TaxAmount": NIL}
    if sent_tax is not None:
        return {**line, "TaxAmount": cents(sent_tax)}
    amount = line["LineAmount"]
    if amounts == "Inclusive":
        return {**line, "TaxAmount": cents(amount - amount * HUNDRED / (HUNDRED + rate))}
    return {**line, "TaxAmount": cents(amount * rate / HUNDRED)}


def totals(lines: list[Row], amounts: str) -> Row:
    """SubTotal, TotalTax and Total of the lines."""
    net = sum((line["LineAmount"] for line in lines), NIL)
    tax = sum((line["TaxAmount"] for line in lines), NIL)
    if amounts == "Inclusive":
        return {"SubTotal": net - tax, "TotalTax": tax, "Total": net}
    return {"SubTotal": net, "TotalTax": tax, "Total": net + tax}
