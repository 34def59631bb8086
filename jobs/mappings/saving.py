"""Saves and removes mappings, all of a press or none, and lets go what waited for them."""

from collections.abc import Mapping as Names
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.audit import note_change
from jobs.mappings.releasing import release
from jobs.mappings.targets import Target, refuse
from jobs.models import Ledger, Mapping
from jobs.plumbing import clock, db

CHANGED = "mapping changed"


class NotSuitable(Exception):
    """What was chosen cannot be mapped to; the message is the sentence to show."""


def save(
    session: Session,
    ledger_id: int,
    kind: str,
    sources: Names[str, str],
    target: str,
    offered: dict[str, Target],
    member_id: int | None,
) -> int:
    """Map every source (key → name) to *target*, in the caller's transaction. Returns how many documents are let go.

    Raises NotSuitable, and saves nothing, when *target* is none of those *offered* that may be chosen.
    """
    if refusal := refuse(offered, kind, target):
        raise NotSuitable(refusal)
    # Held, so that of two people who save at once the second sees what the first did.
    ledger = session.get_one(Ledger, ledger_id, with_for_update=True)
    rows = _rows(session, ledger_id, kind, list(sources))
    for key, name in sources.items():
        row = rows.get(key)
        was = row.target if row else None
        if row is None:
            row = Mapping(ledger_id=ledger_id, kind=kind, source_key=key)
            session.add(row)
        row.target, row.target_name, row.source_name = target, offered[target].name, name
        row.saved_at, row.saved_by = clock.now(), member_id
        note_change(session, ledger, CHANGED, f"{kind}, {name}", was, target, member_id)
    return release(session, ledger_id, kind, frozenset(sources), member_id)


def remove(session: Session, ledger_id: int, kind: str, keys: Sequence[str], member_id: int | None) -> int:
    """Forget the mappings of *keys*; documents not yet sent use the default again. Returns how many there were."""
    ledger = session.get_one(Ledger, ledger_id, with_for_update=True)
    rows = _rows(session, ledger_id, kind, keys)
    for row in rows.values():
        note_change(session, ledger, CHANGED, f"{kind}, {row.source_name}", row.target, None, member_id)
        session.delete(row)
    return len(rows)


def _rows(session: Session, ledger_id: int, kind: str, keys: Sequence[str]) -> dict[str, Mapping]:
    """Asked for in parts: a bulk press may name more keys than one statement takes."""
    found: dict[str, Mapping] = {}
    for some in db.in_parts(keys):
        chosen = select(Mapping).where(
            Mapping.ledger_id == ledger_id, Mapping.kind == kind, Mapping.source_key.in_(some)
        )
        found.update({row.source_key: row for row in session.scalars(chosen)})
    return found
