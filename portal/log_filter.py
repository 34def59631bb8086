"""What a reader of the log asks for, and which lines answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, func, or_, select, type_coerce

from jobs.models import Document, LogEntry
from jobs.wording.faults import FAULTS
from jobs.wording.log import LOG
from portal import reading
from portal.filters import zone

LEVELS = {
    "fault": "Faults",
    "held": "Holds and warnings",
    "done": "What was done",
    "note": "Notes",
    "person": "What people did",
}
PERSON = (*(code for code in LOG if code.startswith("PRESSED_")), "ACTIVATED", "PAUSED_BY")


@dataclass(frozen=True)
class Filter:
    """What the reader asked for; *wrong* says, by field, what could not be read."""

    q: str = ""
    document: str = ""
    level: str = ""
    on: date | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)

    def as_args(self, **other: Any) -> dict[str, str]:
        """The filter as it stands in the address, without empty parts."""
        parts = {
            "q": self.q,
            "document": self.document,
            "level": self.level,
            "on": self.on.isoformat() if self.on else "",
        } | other
        return {name: str(value) for name, value in parts.items() if value not in ("", None)}


def read_filter(args: Mapping[str, str]) -> Filter:
    """Read the address; a day that is none is reported and left out."""
    wrong: dict[str, str] = {}
    level = args.get("level", "")
    return Filter(
        q=reading.words(args, "q"),
        document=reading.words(args, "document", 40),
        level=level if level in LEVELS else "",
        on=reading.day(args, "on", wrong),
        wrong=wrong,
    )


def conditions(workspace_id: int, asked: Filter) -> list[ColumnElement[bool]]:
    """The conditions of a filter, within the workspace."""
    found: list[ColumnElement[bool]] = []
    if asked.document:
        # Alone, so that its few lines are found by their document and not among all of the workspace's.
        found.append(LogEntry.document_id.in_(_documents(workspace_id, asked.document)))
    else:
        found.append(LogEntry.workspace_id == workspace_id)
    if asked.level == "person":
        found.append(LogEntry.code.in_(PERSON))
    elif asked.level:
        found.append(LogEntry.level == asked.level)
    if asked.on:
        begin = datetime.combine(asked.on, time(), zone())
        end = datetime.combine(asked.on + timedelta(days=1), time(), zone())
        found += [LogEntry.at >= begin.astimezone(UTC), LogEntry.at < end.astimezone(UTC)]
    if asked.q:
        found.append(_says(workspace_id, asked.q))
    return found


def _documents(workspace_id: int, text: str) -> Select[int]:
    """Ids of the documents that *text* names: a number in either system, or the Autotask id."""
    names = [func.lower(Document.number) == text.lower(), func.lower(Document.xero_number) == text.lower()]
    autotask_id = reading.row_id(text)
    if autotask_id is not None:
        names.append(Document.autotask_id == autotask_id)
    return select(Document.id).where(Document.workspace_id == workspace_id, or_(*names))


def _says(workspace_id: int, text: str) -> ColumnElement[bool]:
    """Lines that have every word of *text*: in the sentence's own words, in its values, or in its document's names."""
    return and_(*(_has(workspace_id, word) for word in text.split()[:8]))


def _has(workspace_id: int, word: str) -> ColumnElement[bool]:
    sayings = {code: FAULTS[code][0] for code in FAULTS} | LOG
    codes = [code for code, saying in sayings.items() if word.lower() in saying.lower()]
    named = select(Document.id).where(
        Document.workspace_id == workspace_id,
        or_(Document.number.icontains(word, autoescape=True), Document.company_name.icontains(word, autoescape=True)),
    )
    return or_(
        LogEntry.code.in_(codes),
        type_coerce(LogEntry.detail, Text).icontains(word, autoescape=True),
        LogEntry.document_id.in_(_documents(workspace_id, word)),
        LogEntry.document_id.in_(named),
    )
