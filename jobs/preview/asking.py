"""Asks for a preview: which documents, written down before the bell rings."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, func, insert, or_, select
from sqlalchemy.orm import Session

from jobs import errands
from jobs.models import Document, Ledger, Preview, PreviewRow
from jobs.plumbing import clock, db
from jobs.pressed.rows import UNSENT

ERRAND = "preview"
GIVEN_UP = "Our work on it was stopped; tell support if that happens again."


def how_it_stands(session: Session, preview: Preview) -> tuple[str, str | None]:
    """Its state and what was said of it; one whose errand was given up has failed, though nobody could write so."""
    if preview.state == "working" and not errands.is_open(session, preview.workspace_id, ERRAND, preview_id=preview.id):
        return "failed", GIVEN_UP
    return preview.state, preview.said


def ask(ledger_id: int, document_ids: Collection[int], member_id: int | None) -> int | None:
    """Have these documents of the ledger's workspace worked out; returns the preview's id, None when none is there."""
    with db.unit_of_work() as session:
        ledger = session.get_one(Ledger, ledger_id)
        chosen = select(Document.id).where(_of(ledger), Document.id.in_(document_ids)).order_by(Document.id.desc())
        preview_id = _write(session, ledger, list(session.scalars(chosen)), member_id)
    return _ring(ledger.workspace_id, preview_id, member_id)


def ask_for_waiting(ledger_id: int, member_id: int | None) -> int | None:
    """Have everything worked out that Xero does not have yet; None when there is nothing."""
    with db.unit_of_work() as session:
        ledger = session.get_one(Ledger, ledger_id)
        waiting = _waiting(ledger).order_by(Document.id.desc())
        preview_id = _write(session, ledger, list(session.scalars(waiting)), member_id)
    return _ring(ledger.workspace_id, preview_id, member_id)


def count_waiting(session: Session, ledger: Ledger) -> int:
    """How many documents *all waiting* would be."""
    return session.scalar(select(func.count()).select_from(_waiting(ledger).subquery())) or 0


def candidates(session: Session, ledger: Ledger, q: str, most: int) -> list[Document]:
    """The newest documents to choose from, those whose number, company or id has *q* in it."""
    found = select(Document).where(_of(ledger), Document.hidden.is_(False))
    if q:
        like = f"%{q.replace('/', '//').replace('%', '/%').replace('_', '/_')}%"
        same_id = [Document.autotask_id == int(q)] if q.isdecimal() and len(q) < 19 else []
        found = found.where(
            or_(Document.number.ilike(like, escape="/"), Document.company_name.ilike(like, escape="/"), *same_id)
        )
    else:
        found = found.where(Document.disposition.in_(UNSENT))
    return list(session.scalars(found.order_by(Document.id.desc()).limit(most)))


def _of(ledger: Ledger) -> ColumnElement[bool]:
    return (Document.workspace_id == ledger.workspace_id) & (Document.ledger_id == ledger.id)


def _waiting(ledger: Ledger) -> Select[int]:
    return select(Document.id).where(_of(ledger), Document.disposition.in_(UNSENT), Document.xero_id.is_(None))


def _write(session: Session, ledger: Ledger, document_ids: list[int], member_id: int | None) -> int | None:
    if not document_ids:
        return None
    preview = Preview(
        workspace_id=ledger.workspace_id,
        ledger_id=ledger.id,
        member_id=member_id,
        total=len(document_ids),
        asked_at=clock.now(),
    )
    session.add(preview)
    session.flush()
    rows = [{"preview_id": preview.id, "document_id": each, "differs": False} for each in document_ids]
    session.execute(insert(PreviewRow), rows)
    return preview.id


def _ring(workspace_id: int, preview_id: int | None, member_id: int | None) -> int | None:
    if preview_id is not None:
        errands.ask(workspace_id, ERRAND, member_id, preview_id=preview_id)
    return preview_id
