"""Which rows a sweep works on: taken before the work begins, put back when it cannot go on, counted when it dies."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from jobs.delivery import settling, verdicts
from jobs.history import tell
from jobs.models import Document
from jobs.plumbing import clock, db

T = TypeVar("T")


def take_due(workspace_id: int, ledger_id: int, token: str, most: int, *, pressed_only: bool) -> list[Document]:
    """Mark due rows as this sweep's, what a person pressed first; a row that ended two workers comes alone."""
    with db.unit_of_work() as session:
        now = db.database_now(session)
        due = (
            select(Document.id, Document.deaths)
            .where(
                Document.workspace_id == workspace_id,
                Document.ledger_id == ledger_id,
                Document.disposition.in_(("waiting", "held")),
                Document.xero_id.is_(None),
                Document.taken_by.is_(None),
                Document.due_at <= now,
            )
            .order_by(Document.pressed_at.is_(None), Document.id)
            .limit(most)
        )
        if pressed_only:
            due = due.where(Document.pressed_at.is_not(None))
        found = session.execute(due).all()
        ids = _one_group(found)
        if not ids:
            return []
        session.execute(
            update(Document)
            .where(Document.id.in_(ids), Document.disposition.in_(("waiting", "held")), Document.taken_by.is_(None))
            .values(taken_by=token)
        )
        rows = {
            row.id: row
            for row in session.scalars(select(Document).where(Document.id.in_(ids), Document.taken_by == token))
        }
        return [rows[each] for each in ids if each in rows]


def _one_group(found: Sequence[tuple[int, int]]) -> list[int]:
    fit = [row_id for row_id, deaths in found if deaths < verdicts.DEATHS_ALONE]
    if fit:
        return fit
    return [found[0][0]] if found else []


def is_still_ours(row: Document, token: str) -> bool:
    """Whether this sweep may go on with a row it took: nobody skipped it or took it over in the meantime."""
    return row.taken_by == token and row.disposition in ("waiting", "held") and row.xero_id is None


def put_back(token: str, reason: str | None, due_at: datetime, *, held: bool = False, **detail: str) -> None:
    """Let go of what this sweep took and did not send."""
    with db.unit_of_work() as session:
        for row in session.scalars(_taken(token)):
            settling.to_waiting(row, reason, due_at, held=held, **detail)


def let_go(token: str) -> None:
    """The sweep ends alive: what it took and did not come to is free again, and nobody has died."""
    with db.unit_of_work() as session:
        mine = Document.taken_by == token
        session.execute(_in_order(select(Document.id).where(mine)))
        session.execute(update(Document).where(mine).values(taken_by=None))


def let_go_after_a_bug(token: str, trace: str, due_at: datetime) -> None:
    """Our own fault: a row alone is faulted with its trace; several are tried again, then one by one."""
    with db.unit_of_work() as session:
        rows = list(session.scalars(_taken(token)))
        if len(rows) == 1:
            settling.to_fault(session, rows[0], "OUR_BUG", support=trace)
            return
        for row in rows:
            row.deaths = max(row.deaths, verdicts.DEATHS_ALONE)
            settling.to_waiting(row, None, due_at)


def bury(session: Session, workspace_id: int, token: str) -> int:
    """Count a death against rows whose sweep ended without letting go; the third is a fault. Returns how many rows."""
    left = session.scalars(
        _in_order(
            select(Document).where(
                Document.workspace_id == workspace_id,
                Document.taken_by.is_not(None),
                Document.taken_by != token,
            )
        )
    )
    count = 0
    for row in left:
        row.taken_by = None
        if row.disposition not in ("waiting", "held"):
            continue  # it was sent: its request tells what became of it
        count += 1
        row.deaths += 1
        if row.deaths >= verdicts.DEATHS_FAULT:
            settling.to_fault(session, row, "POISON")
        else:
            row.due_at = row.due_at or clock.now()
            tell(session, workspace_id, "WORKER_DIED", document=row, level="held")
    return count


def _taken(token: str) -> Select[Document]:
    mine = select(Document).where(Document.taken_by == token, Document.disposition.in_(("waiting", "held")))
    return _in_order(mine)


def _in_order(rows: Select[T]) -> Select[T]:
    """Hold them in order of id, as every press does: of two who want the same rows neither waits for the other."""
    return rows.order_by(Document.id).with_for_update()
