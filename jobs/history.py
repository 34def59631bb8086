"""Writes the log that people read, in the same commit as what it tells."""

from typing import Any

from sqlalchemy.orm import Session

from jobs.models import Document, LogEntry
from jobs.plumbing import clock


def tell(
    session: Session,
    workspace_id: int,
    code: str,
    *,
    document: Document | int | None = None,
    ledger_id: int | None = None,
    level: str = "note",
    support: str | None = None,
    **detail: Any,
) -> None:
    """Add one line; *level* is note, done, held or fault. Amounts in *detail* are texts."""
    if isinstance(document, Document):
        ledger_id = ledger_id or document.ledger_id
        document = document.id
    session.add(
        LogEntry(
            workspace_id=workspace_id,
            ledger_id=ledger_id,
            document_id=document,
            at=clock.now(),
            level=level,
            code=code,
            detail=detail or None,
            support=support,
        )
    )
