"""Reads previews for their pages: how far one is, its rows by outcome, and everything one row showed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobs import reference_data
from jobs.models import Document, Preview, PreviewRow
from portal.document_page import Line, sent_line
from portal.telling import spell_named

ROWS = 50
# What a tab is called, by the outcome it shows.
RESULTS = {"goes": "Would go", "fault": "Stops", "held": "Held", "skipped": "Skipped", "there": "In Xero already"}
PILLS = {"goes": "posted", "fault": "fault", "held": "held", "skipped": "skipped", "there": "done"}


@dataclass(frozen=True)
class Listed:
    """One screen of a preview's rows, and why some would not go; *older* is where the next screen begins, if any."""

    rows: Sequence[tuple[PreviewRow, Document]]
    reasons: Mapping[int, str]
    counts: Mapping[str, int]
    differing: int
    to_post: int
    older: int | None


def find_rows(session: Session, preview: Preview, result: str, after: int | None) -> Listed:
    """Rows of one outcome (all for an empty text), in the order asked for."""
    mine = select(PreviewRow, Document).join(Document, Document.id == PreviewRow.document_id)
    mine = mine.where(PreviewRow.preview_id == preview.id, PreviewRow.result.is_not(None))
    if result:
        mine = mine.where(PreviewRow.result == result)
    if after:
        mine = mine.where(PreviewRow.id > after)
    found = session.execute(mine.order_by(PreviewRow.id).limit(ROWS + 1)).all()
    rows = [(row[0], row[1]) for row in found[:ROWS]]
    grouped = select(
        PreviewRow.result, PreviewRow.differs, PreviewRow.posted_at.is_not(None), func.count(PreviewRow.id)
    ).where(PreviewRow.preview_id == preview.id, PreviewRow.result.is_not(None))
    counts, differing, to_post = dict.fromkeys(RESULTS, 0), 0, 0
    for outcome, differs, posted, number in session.execute(
        grouped.group_by(PreviewRow.result, PreviewRow.differs, PreviewRow.posted_at.is_not(None))
    ):
        counts[str(outcome)] += number
        differing += number if differs else 0
        to_post += number if outcome == "goes" and not posted else 0
    older = rows[-1][0].id if len(found) > ROWS else None
    return Listed(rows, _reasons(session, rows), counts, differing, to_post, older)


def _reasons(session: Session, rows: Sequence[tuple[PreviewRow, Document]]) -> dict[int, str]:
    """Why each row that would not go stays, by its id; what such a row showed is small, as it has no lines."""
    staying = [row.id for row, _ in rows if row.result in ("fault", "held", "skipped")]
    kept = session.execute(select(PreviewRow.id, PreviewRow.shown).where(PreviewRow.id.in_(staying)))
    return {row_id: _reason(shown or {}) for row_id, shown in kept}


def _reason(shown: Mapping[str, Any]) -> str:
    problems = shown.get("problems") or ()
    if not problems:
        return str(shown.get("reason") or "")
    more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
    return f"{problems[0]['title']}{more}"


@dataclass(frozen=True)
class Shown:
    """Everything one row showed."""

    row: PreviewRow
    document: Document
    lines: Sequence[Line]
    notes: Sequence[Mapping[str, str]]
    contact: Mapping[str, str]
    problems: Sequence[Mapping[str, str]]
    differences: Sequence[Sequence[str]]
    reason: str


def show(row: PreviewRow, document: Document, accounts: Mapping[str, str]) -> Shown:
    """Lay out what was kept of one row."""
    kept: Mapping[str, Any] = row.shown or {}
    notes = kept.get("notes") or []
    lines = (kept.get("draft") or {}).get("lines") or ()
    return Shown(
        row=row,
        document=document,
        lines=[sent_line(line, place, accounts, notes) for place, line in enumerate(lines, 1)],
        notes=[spell_named(note) for note in notes if not note["field"].startswith("line ")],
        contact=kept.get("contact") or {},
        problems=kept.get("problems") or (),
        differences=kept.get("differences") or (),
        reason=kept.get("reason") or "",
    )


def account_names(session: Session, ledger_id: int) -> dict[str, str]:
    """The organisation's accounts, by code."""
    return {row["code"]: row["name"] for row in reference_data.rows(session, ledger_id, "accounts")}
