"""Reads and saves what people chose for a ledger, with a trail of what changed."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.models import AuditEntry, Ledger, Option
from jobs.plumbing import clock
from jobs.translation.options import InvoiceOptions, read_options


def stored(session: Session, ledger_id: int) -> InvoiceOptions:
    """The ledger's options, defaults where nothing was chosen."""
    rows = session.execute(select(Option.name, Option.value).where(Option.ledger_id == ledger_id))
    return read_options({row.name: row.value for row in rows})


def save(session: Session, ledger_id: int, values: dict[str, Any], member_id: int | None) -> None:
    """Store *values* (name → choice) in the caller's transaction. Raises ValueError for a choice that is none."""
    read_options(values)
    before = stored(session, ledger_id)
    ledger = session.get_one(Ledger, ledger_id)
    for name, value in values.items():
        was = getattr(before, name)
        if was == value:
            continue
        _store(session, ledger_id, name, value)
        session.add(
            AuditEntry(
                workspace_id=ledger.workspace_id,
                member_id=member_id,
                at=clock.now(),
                action="option changed",
                subject=f"{ledger.name}: {name}",
                before=was,
                after=value,
            )
        )


def _store(session: Session, ledger_id: int, name: str, value: Any) -> None:
    row = session.scalar(select(Option).where(Option.ledger_id == ledger_id, Option.name == name))
    if row is None:
        session.add(Option(ledger_id=ledger_id, name=name, value=value, saved_at=clock.now()))
    else:
        row.value, row.saved_at = value, clock.now()
