"""Turns stored codes and their values into the sentences of a page, with times as the reader's clock shows them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jobs.models import Document, Fault, LogEntry
from jobs.plumbing import clock
from jobs.wording import Words, sentence, words
from portal import filters

KINDS = {"invoice": "Invoice", "credit_note": "Credit note", "bill": "Bill", "purchase_order": "Purchase order"}
VENDORS = {"xero": "Xero", "autotask": "Autotask"}


def name_of(document: Document) -> str:
    """What people call the document: Autotask's number, or its id while it has none."""
    return document.number or f"id {document.autotask_id}"


def kind_of(document: Document) -> str:
    """Invoice, credit note, …"""
    return KINDS.get(document.target_kind or "invoice", "Invoice")


def spell_quantity(quantity: Decimal) -> str:
    """A quantity without zeros behind its point: 3.5, 142."""
    return f"{quantity.normalize():f}"


def tell_line(entry: LogEntry) -> str:
    """One line of the log."""
    return sentence(entry.code, _values(entry.detail))


def tell_reason(document: Document, fault: Fault | None = None) -> str:
    """Why the document is where it is; empty when its disposition says it all."""
    if fault is not None:
        return tell_fault(fault).title
    return sentence(document.reason, _values(document.reason_detail)) if document.reason else ""


def tell_fault(fault: Fault) -> Words:
    """What happened, why, what to do, and the remedy."""
    told = words(fault.code, _values(fault.detail))
    # The words set a button's name between asterisks, as one does in plain text.
    return told._replace(what_to_do=told.what_to_do.replace(" *", " “").replace("*", "”"))


def tell_cause(code: str) -> str:
    """A cause that documents share, without the values in which they differ: TOTALS_DIFFER → Totals differ."""
    told = " ".join(VENDORS.get(word, word) for word in code.lower().split("_"))
    return told[0].upper() + told[1:]


def _values(detail: Any) -> Mapping[str, Any]:
    """The values of a code; moments, which are stored as ISO text, become a time of the reader's day."""
    if not isinstance(detail, Mapping):
        return {}
    return {name: spell(value) for name, value in detail.items()}


def spell_named(note: Mapping[str, str]) -> dict[str, str]:
    """A note of translation with its value as people write it."""
    return {**note, "value": spell(note["value"])}


def spell(value: Any) -> Any:
    """A value as people write it: days and moments in words, everything else as it is."""
    if not isinstance(value, str) or len(value) < 10 or value[4] != "-" or not value[:4].isdecimal():
        return value
    try:
        return (
            filters.long_day(date.fromisoformat(value)) if len(value) == 10 else _moment(datetime.fromisoformat(value))
        )
    except ValueError:
        return value


def _moment(at: datetime) -> str:
    if at.tzinfo is None:
        return filters.long_day(at.date())
    today = clock.now().astimezone(filters.zone()).date()
    time = filters.clock_time(at)
    return time if at.astimezone(filters.zone()).date() == today else f"{filters.day(at)}, {time}"
