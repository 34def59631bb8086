"""Exact amounts: cents, half away from zero, and lines that still sum to their total after rounding."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
# Xero: LineAmount at most 9,999,999,999.99 (its accounting description, Invoice LineItem).
LARGEST = Decimal("9999999999.99")
# Xero: Quantity takes up to 13 characters, four decimals of which are kept.
QUANTITY_LENGTH = 13
QUANTITY_DECIMALS = 4
# Twenty-eight digits, Python's default, may round a sum of many long decimals; this never does below LARGEST.
_EXACT = Context(prec=80, rounding=ROUND_HALF_UP)


def amount(value: str | int | Decimal) -> Decimal:
    """Read an exact amount. Floats are refused: they have lost the cent before we see it.

    Raises TypeError for a float or another kind, ValueError for text that is no finite number.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise TypeError(f"an amount is text, a whole number or a Decimal, not {type(value).__name__}")
    try:
        read = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"{value!r} is not an amount") from None
    if not read.is_finite():
        raise ValueError(f"{value!r} is not an amount")
    return read


def to_cents(value: Decimal) -> Decimal:
    """Round to two decimals, half away from zero: an assumption about Xero, compared with its every reply."""
    return value.quantize(CENT, ROUND_HALF_UP, _EXACT)


def total(values: Iterable[Decimal]) -> Decimal:
    """Add up without rounding anything."""
    with localcontext(_EXACT):
        return sum(values, Decimal(0))


def is_too_large(value: Decimal) -> bool:
    return not value.is_finite() or abs(value) > LARGEST


def is_nil(value: Decimal) -> bool:
    return not is_too_large(value) and to_cents(value) == 0


def split_to_cents(values: Sequence[Decimal]) -> list[Decimal]:
    """Cut each value to cents so that they sum to the exact total rounded once (largest remainder).

    A value that is whole cents already stays as it is; no value moves by a cent or more.
    """
    # Adding zero turns a negative zero, which a credit note's turned signs make, into zero.
    cut = [value.quantize(CENT, ROUND_FLOOR, _EXACT) + ZERO for value in values]
    missing = int((to_cents(total(values)) - total(cut)) / CENT)
    if missing:
        with localcontext(_EXACT):
            by_remainder = sorted(range(len(cut)), key=lambda place: cut[place] - values[place])
        for place in by_remainder[:missing]:
            cut[place] += CENT
    return cut


def unit_price(
    quantity: Decimal, line_total: Decimal, decimals: int = 2, *, rate: Decimal | None = None
) -> tuple[Decimal, Decimal] | None:
    """Find a price that multiplies back to the line's total to the cent, Autotask's own rate if it does.

    None when there is none, or when Xero cannot take the quantity (nothing, negative, or too long).
    """
    quantity = plain(quantity)
    if quantity <= 0 or -_exponent(quantity) > QUANTITY_DECIMALS or len(format(quantity, "f")) > QUANTITY_LENGTH:
        return None
    step = Decimal(1).scaleb(-decimals)
    derived = (line_total / quantity).quantize(step, ROUND_HALF_UP, _EXACT)
    for price in (derived,) if rate is None else (abs(rate).copy_sign(line_total), derived):
        fits = price == price.quantize(step, ROUND_HALF_UP, _EXACT)
        if fits and not is_too_large(price) and to_cents(_EXACT.multiply(price, quantity)) == line_total:
            return quantity, price.quantize(step, ROUND_HALF_UP, _EXACT)
    return None


def plain(value: Decimal) -> Decimal:
    """Drop zeros behind the point, without an exponent: 3.1750 is 3.175, 1E+2 is 100."""
    value = value.normalize(_EXACT)
    return value.quantize(Decimal(1), context=_EXACT) if _exponent(value) > 0 else value


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is not an amount")
    return exponent
