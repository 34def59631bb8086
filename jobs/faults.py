"""Raises, counts and closes faults and warnings."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jobs.history import tell
from jobs.models import Document, Fault
from jobs.plumbing import clock, db
from jobs.wording import words


def raise_fault(
    session: Session,
    workspace_id: int,
    subject: str,
    code: str,
    *,
    kind: str = "fault",
    document: Document | None = None,
    ledger_id: int | None = None,
    detail: dict[str, Any] | None = None,
    support: str | None = None,
) -> None:
    """Open the fault, or raise the count of the open one. *subject*: document:12, autotask, ledger:3."""
    now = clock.now()
    again = session.execute(
        update(Fault)
        .where(
            Fault.workspace_id == workspace_id, Fault.subject == subject, Fault.code == code, Fault.closed_at.is_(None)
        )
        .values(count=Fault.count + 1, last_at=now, detail=detail, support=support)
    )
    if again.rowcount:  # type: ignore[attr-defined]
        return
    session.add(
        Fault(
            workspace_id=workspace_id,
            ledger_id=document.ledger_id if document else ledger_id,
            document_id=document.id if document else None,
            subject=subject,
            kind=kind,
            code=code,
            detail=detail,
            support=support,
            first_at=now,
            last_at=now,
        )
    )
    tell(
        session,
        workspace_id,
        "FAULTED" if kind == "fault" else "WARNED",
        document=document,
        ledger_id=ledger_id,
        level="fault" if kind == "fault" else "held",
        support=support,
        title=words(code, detail).title,
    )


def fault_document(session: Session, document: Document, code: str, **more: Any) -> None:
    """Open a fault on one document; the caller sets its disposition."""
    raise_fault(session, document.workspace_id, f"document:{document.id}", code, document=document, **more)


def warn_document(session: Session, document: Document, code: str, **more: Any) -> None:
    """Open a warning beside one document that went."""
    fault_document(session, document, code, kind="warning", **more)


def close_faults(
    session: Session, workspace_id: int, subject: str, how: str, *, codes: Iterable[str] | None = None, kind: str = ""
) -> None:
    """End the open faults (or only *codes*, or only of *kind*) of *subject*; *how* says by what."""
    chosen = select(Fault).where(
        Fault.workspace_id == workspace_id, Fault.subject == subject, Fault.closed_at.is_(None)
    )
    if codes is not None:
        chosen = chosen.where(Fault.code.in_(list(codes)))
    if kind:
        chosen = chosen.where(Fault.kind == kind)
    for fault in session.scalars(chosen):
        fault.closed_at, fault.closed_how = clock.now(), how


def close_faults_of(session: Session, document_ids: Iterable[int], how: str, *, kind: str = "") -> None:
    """End the open faults (or only those of *kind*) of all these documents."""
    for some in db.in_parts(document_ids):
        theirs = update(Fault).where(Fault.document_id.in_(some), Fault.closed_at.is_(None))
        if kind:
            theirs = theirs.where(Fault.kind == kind)
        session.execute(theirs.values(closed_at=clock.now(), closed_how=how))
