"""What a document that Xero has differs in from what we would send today."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from jobs.translation.dates import calendar_day
from jobs.translation.money import to_cents
from jobs.xero.records import Document, Draft, DraftLine, Line


class Difference(NamedTuple):
    """Texts to show; an empty one stands for nothing."""

    field: str
    would_send: str
    in_xero: str


def differences(draft: Draft, contact: str, held: Document) -> list[Difference]:
    """Every field whose value differs. A number that Xero gives is none, nor a status that people have moved on."""
    pairs = [
        ("contact", contact, held.contact_name),
        ("number", draft.number, held.number if draft.number else None),
        ("date", draft.date, _day(held.date)),
        ("due date", draft.due_date, _day(held.due_date) if draft.due_date else None),
        ("reference", draft.reference, held.reference),
        ("currency", draft.currency_code, held.currency_code),
        ("net", _money(draft.net), _money(held.sub_total)),
    ]
    found = [
        Difference(name, ours or "", theirs or "") for name, ours, theirs in pairs if (ours or "") != (theirs or "")
    ]
    return [*found, *_lines(draft, held)]


def _lines(draft: Draft, held: Document) -> Iterator[Difference]:
    for place, (ours, theirs) in enumerate(zip_longest(draft.lines, held.lines), 1):
        would_send, in_xero = _ours(ours), _theirs(theirs)
        # An account that we leave to Xero is none that differs.
        if ours is not None and theirs is not None and not ours.account_code:
            in_xero = _theirs(theirs, account=False)
        if would_send != in_xero:
            yield Difference(f"line {place}", would_send, in_xero)


def _ours(line: DraftLine | None) -> str:
    if line is None:
        return ""
    return _spell(line.description, line.quantity, line.unit_amount, line.account_code)


def _theirs(line: Line | None, *, account: bool = True) -> str:
    if line is None:
        return ""
    return _spell(line.description, line.quantity, line.unit_amount, line.account_code if account else None)


def _spell(description: str | None, quantity: Decimal | None, price: Decimal | None, account: str | None) -> str:
    amount = "" if quantity is None or price is None else f"{quantity.normalize():f} × {price.normalize():f}"
    if quantity is not None and price is not None and not quantity * price:
        amount = ""  # Xero writes a line of text alone with amounts of nil
    return " · ".join(part for part in (description or "", amount, account or "") if part)


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else str(to_cents(amount))


def _day(text: str | None) -> str:
    found = calendar_day(text)
    return found.isoformat() if found else ""
