"""Sets both systems' amounts of one document face to face."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from jobs.models import Document
from jobs.translation.stored import rounding_in

ZERO = Decimal(0)


@dataclass(frozen=True)
class Tally:
    """Both amounts face to face. *look*: equal, open (explained or on its way) or off (not explained)."""

    look: str
    sign: str
    autotask: Decimal | None
    xero: Decimal | None
    foot: str


def tally_of(document: Document) -> Tally:
    """Compare to the cent. Net must agree; a difference in tax alone is explained, as Xero works tax out itself."""
    net, tax = document.net, to_cents(document.tax or ZERO)
    autotask = None if net is None else net + tax
    rounding = rounding_in(document.translated)
    if document.xero_total is None:
        stands = "Nothing is in Xero." if document.disposition in ("skipped", "fault") else "Not in Xero yet."
        return Tally("open", "…", autotask, None, stands)
    # Xero writes a credit note's amounts without a sign.
    turned = -1 if document.target_kind == "credit_note" else 1
    xero = turned * abs(document.xero_total)
    if net is None or autotask is None:
        return Tally("open", "…", None, xero, "Autotask's amounts have not been read yet.")
    if document.xero_net is not None and turned * (abs(document.xero_net) - rounding) != net:
        gap = abs(turned * (abs(document.xero_net) - rounding) - net)
        return Tally("off", "≠", autotask, xero, f"{gap:,.2f} apart before tax.")
    if xero != autotask:
        said = f"{abs(xero - autotask):,.2f} apart in tax: Xero works it out line by line. Net is equal."
        return Tally("open", "≠", autotask, xero, said)
    if rounding:
        said = f"Equal to the cent; a rounding line of {rounding:,.2f} makes up for tax that Xero rounds line by line."
        return Tally("equal", "=", autotask, xero, said)
    return Tally("equal", "=", autotask, xero, f"Equal to the cent: net {net:,.2f}, tax {tax:,.2f}.")


def to_cents(amount: Decimal) -> Decimal:
    """Half away from zero, as both systems print it."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
