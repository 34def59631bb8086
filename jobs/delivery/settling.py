"""Puts documents where they belong: with Xero, struck, at a fault or waiting; each inside the caller's one commit."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.delivery import verdicts
from jobs.faults import fault_document
from jobs.history import tell
from jobs.models import Document, Fault
from jobs.plumbing import clock, db
from jobs.xero.records import Document as XeroDocument


def remember(document: Document, element: XeroDocument, tenant_id: str, marker: str) -> None:
    """Put what Xero says on the row and make it due for its stamp; strikes and reasons are over."""
    document.xero_id, document.xero_number, document.xero_status = element.id, element.number, element.status
    document.xero_net, document.xero_tax, document.xero_total = element.sub_total, element.total_tax, element.total
    document.xero_tenant_id, document.marker = tenant_id, marker
    document.posted_at = document.posted_at or clock.now()
    document.disposition, document.reason, document.reason_detail = "posted", None, None
    document.strikes, document.deaths, document.due_at = 0, 0, clock.now()
    document.taken_by, document.changed_at = None, clock.now()


def strike(
    session: Session, document: Document, code: str, detail: dict[str, Any], *, support: str | None = None
) -> None:
    """Count one refusal against a document that Xero does not have."""
    now = clock.now()
    document.strikes += 1
    tell(
        session,
        document.workspace_id,
        "STRUCK",
        document=document,
        level="held",
        support=support,
        strike=document.strikes,
        said=detail.get("said", ""),
    )
    due = verdicts.next_try(document.strikes, now)
    document.taken_by, document.changed_at = None, now
    if due is None:
        to_fault(session, document, code, detail=detail, support=support)
        return
    document.disposition, document.due_at, document.reason = "waiting", due, "TRY_AGAIN"
    document.reason_detail = {"next": document.strikes + 1, "until": due.isoformat(), "said": detail.get("said", "")}


def to_fault(session: Session, document: Document, code: str, **more: Any) -> None:
    """Stop at a fault that needs a person; the document's reason is the fault's code."""
    document.disposition, document.reason, document.due_at = "fault", code, None
    document.reason_detail, document.taken_by, document.changed_at = more.get("detail"), None, clock.now()
    fault_document(session, document, code, **more)


def to_waiting(
    document: Document, reason: str | None, due_at: datetime | None, *, held: bool = False, **detail: Any
) -> None:
    """Put a document back in the line; *held* when it ends by itself at *due_at*."""
    document.disposition = "held" if held else "waiting"
    document.reason, document.reason_detail, document.due_at = reason, detail or None, due_at
    document.taken_by, document.changed_at = None, clock.now()


def load(session: Session, ids: Iterable[int | None], *, lock: bool = False) -> dict[int, Document]:
    """Documents by id, in one query for every five hundred; each is then at hand without another.

    *lock* holds them for this transaction, in order of id: what a person presses meanwhile waits, and is not lost.
    """
    found: dict[int, Document] = {}
    for some in db.in_parts(sorted(each for each in ids if each is not None)):
        chosen = select(Document).where(Document.id.in_(some)).order_by(Document.id)
        rows = session.scalars(chosen.with_for_update() if lock else chosen)
        found.update({row.id: row for row in rows})
    return found


def faulted_among(session: Session, ids: Iterable[int]) -> set[int]:
    """Which of these documents have an open fault or warning."""
    found: set[int] = set()
    for some in db.in_parts(ids):
        rows = session.scalars(select(Fault.document_id).where(Fault.document_id.in_(some), Fault.closed_at.is_(None)))
        found.update(each for each in rows if each is not None)
    return found
