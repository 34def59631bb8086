"""Writes the log that people read, in the same commit as what it tells."""

from typing import Any

from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from jobs.models import Document, LogEntry
from jobs.plumbing import clock

LINES = "log lines"  # where a session keeps what it will write


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
    lines: list[dict[str, Any]] = session.info.setdefault(LINES, [])
    lines.append(
        {
            "workspace_id": workspace_id,
            "ledger_id": ledger_id,
            "document_id": document,
            "at": clock.now(),
            "level": level,
            "code": code,
            "detail": detail or None,
            "support": support,
        }
    )


@event.listens_for(Session, "before_commit")
def _write_lines(session: Session) -> None:
    """Write what was told, in one statement, as the last thing of the commit that it tells of."""
    lines = session.info.pop(LINES, None)
    if lines:
        session.flush()
        session.execute(insert(LogEntry), lines)


@event.listens_for(Session, "after_rollback")
def _forget_lines(session: Session) -> None:
    """What did not happen is not told."""
    session.info.pop(LINES, None)
