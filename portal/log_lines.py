"""Finds lines of the log, newest first, and turns each into one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobs.models import Document, LogEntry
from portal.log_filter import PERSON, Filter, conditions
from portal.telling import tell_line

PAGE = 50
COUNTED = 500  # more new lines than that are announced as "more than 500"
ICONS = {
    "SENT": "sending",
    "SENT_AGAIN": "sending",
    "POSTED": "posted",
    "ADOPTED": "posted",
    "SKIPPED": "skipped",
    "COLLECTED": "waiting",
    "WAITING": "waiting",
}


@dataclass(frozen=True)
class Line:
    """One line as it is shown; *icon* is a disposition's, person or log."""

    id: int
    at: datetime
    level: str
    icon: str
    text: str
    document_id: int | None
    document: str
    is_new: bool


@dataclass(frozen=True)
class Page:
    """Lines newest first; *older* and *newer* are the ids to go on from, None at either end."""

    lines: Sequence[Line]
    older: int | None
    newer: int | None


def find_page(
    session: Session,
    workspace_id: int,
    asked: Filter,
    *,
    before: int | None = None,
    after: int | None = None,
    new_since: int | None = None,
) -> Page:
    """One page: the newest lines, or those before or after an id. Lines above *new_since* are marked as new."""
    chosen = select(LogEntry, Document.number, Document.autotask_id).outerjoin(
        Document, Document.id == LogEntry.document_id
    )
    chosen = chosen.where(*conditions(workspace_id, asked)).limit(PAGE + 1)
    if after is not None:
        found = session.execute(chosen.where(LogEntry.id > after).order_by(LogEntry.id.asc())).all()
        lines = [_line(*each, new_since) for each in found[:PAGE]][::-1]
        more = len(found) > PAGE
        return Page(lines, older=lines[-1].id if lines else None, newer=lines[0].id if more else None)
    if before is not None:
        chosen = chosen.where(LogEntry.id < before)
    found = session.execute(chosen.order_by(LogEntry.id.desc())).all()
    lines = [_line(*each, new_since) for each in found[:PAGE]]
    more = len(found) > PAGE
    return Page(
        lines, older=lines[-1].id if more else None, newer=lines[0].id if before is not None and lines else None
    )


def newest_id(session: Session, workspace_id: int) -> int:
    """The id of the workspace's newest line, 0 before the first."""
    return session.scalar(select(func.max(LogEntry.id)).where(LogEntry.workspace_id == workspace_id)) or 0


def count_newer(session: Session, workspace_id: int, asked: Filter, than: int) -> int:
    """How many lines of the filter were written after the newest one shown, counted up to COUNTED + 1."""
    newer = select(LogEntry.id).where(*conditions(workspace_id, asked), LogEntry.id > than)
    return session.scalar(select(func.count()).select_from(newer.limit(COUNTED + 1).subquery())) or 0


def history(session: Session, document: Document, limit: int = 200) -> list[LogEntry]:
    """The lines of one document, newest first."""
    return list(
        session.scalars(
            select(LogEntry)
            .where(LogEntry.workspace_id == document.workspace_id, LogEntry.document_id == document.id)
            .order_by(LogEntry.id.desc())
            .limit(limit)
        )
    )


def icon_of(code: str, level: str) -> str:
    """The picture beside a line."""
    if level in ("fault", "held", "done"):
        return level
    if code in PERSON:
        return "person"
    return ICONS.get(code, "log")


def _line(entry: LogEntry, number: str | None, autotask_id: int | None, new_since: int | None) -> Line:
    return Line(
        id=entry.id,
        at=entry.at,
        level=entry.level,
        icon=icon_of(entry.code, entry.level),
        text=tell_line(entry),
        document_id=entry.document_id,
        document=(number or f"id {autotask_id}") if entry.document_id else "",
        is_new=new_since is not None and entry.id > new_since,
    )
