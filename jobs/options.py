"""Reads and saves what people chose for a ledger, with a trail of what changed."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jobs.audit import note_change
from jobs.models import Document, Ledger, Option
from jobs.plumbing import clock
from jobs.translation.options import InvoiceOptions, read_options


def stored(session: Session, ledger_id: int) -> InvoiceOptions:
    """The ledger's options, defaults where nothing was chosen."""
    rows = session.execute(select(Option.name, Option.value).where(Option.ledger_id == ledger_id))
    return read_options({row.name: row.value for row in rows})


def save(session: Session, ledger_id: int, values: dict[str, Any], member_id: int | None) -> None:
    """Store *values* (name → choice) in the caller's transaction. Raises ValueError for a choice that is none."""
    read_options(values)
    # Held, so that of two people who save at once the second sees what the first did.
    ledger = session.get_one(Ledger, ledger_id, with_for_update=True)
    rows = {row.name: row for row in session.scalars(select(Option).where(Option.ledger_id == ledger_id))}
    before = read_options({name: row.value for name, row in rows.items()})
    for name, value in values.items():
        was = getattr(before, name)
        if was == value:
            continue
        if value is None:
            session.delete(rows[name])  # nothing chosen is what was never stored: its default
        elif name in rows:
            rows[name].value, rows[name].saved_at = value, clock.now()
        else:
            session.add(Option(ledger_id=ledger_id, name=name, value=value, saved_at=clock.now()))
        note_change(session, ledger, "option changed", name, was, value, member_id)
    if before.paid_only and values.get("paid_only") is False:
        _let_unpaid_go(session, ledger_id)


def _let_unpaid_go(session: Session, ledger_id: int) -> None:
    """What was held until it is paid is due at once."""
    held = update(Document).where(
        Document.ledger_id == ledger_id, Document.disposition == "held", Document.reason == "UNPAID"
    )
    session.execute(held.values(due_at=clock.now()))
