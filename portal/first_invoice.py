"""Follows the one invoice that a person had sent to try things out, from its number to Xero."""

from typing import NamedTuple

from flask import session
from sqlalchemy import func, or_, select

from jobs.models import Document, Fault, LogEntry
from portal import access, telling
from portal.access import db

MOVING = ("waiting", "sending", "posted")
NO_ANSWER = ("NOT_FOUND_IN_AUTOTASK", "VENDOR_SILENT")


class Tested(NamedTuple):
    """The invoice as far as it is known, a sentence about it, and whether the sentence will change by itself."""

    document: Document | None
    sentence: str
    moving: bool


def remember(number: str) -> None:
    """Note in the person's session which invoice they asked for: it may have no document yet."""
    session["first_invoice"] = {"number": number, "after": _newest_line()}


def _newest_line() -> int:
    return db.session.scalar(select(func.max(LogEntry.id))) or 0


def find() -> Tested | None:
    """How far the test has come; None when nobody asked for one."""
    asked = session.get("first_invoice")
    document = _named(asked["number"]) if asked else _last_pressed()
    if document is not None:
        return _describe(document)
    return _looked_for(asked["number"], asked["after"]) if asked else None


def _named(number: str) -> Document | None:
    autotask_id = int(number) if number.isdecimal() and len(number) < 19 else -1
    return db.session.scalar(
        select(Document)
        .where(
            Document.workspace_id == access.workspace_id(),
            or_(func.lower(Document.number) == number.lower(), Document.autotask_id == autotask_id),
        )
        .order_by(Document.id.desc())
        .limit(1)
    )


def _last_pressed() -> Document | None:
    # The document itself forgets that it was pressed once it is sent; the log does not.
    return db.session.scalar(
        select(Document)
        .join(LogEntry, LogEntry.document_id == Document.id)
        .where(LogEntry.workspace_id == access.workspace_id(), LogEntry.code == "PRESSED_SYNC")
        .order_by(LogEntry.id.desc())
        .limit(1)
    )


def _describe(document: Document) -> Tested:
    if document.disposition == "done":
        number = f" as {document.xero_number}" if document.xero_number else ""
        return Tested(document, f"In Xero{number}, and stamped in Autotask.", False)
    fault = db.session.scalar(
        select(Fault)
        .where(Fault.document_id == document.id, Fault.closed_at.is_(None), Fault.kind == "fault")
        .order_by(Fault.id.desc())
        .limit(1)
    )
    reason = telling.tell_reason(document, fault)
    if fault is not None:
        return Tested(document, f"{reason}. Open it to read what to do.", False)
    return Tested(document, reason, document.disposition in MOVING)


def _looked_for(number: str, after: int) -> Tested:
    answer = db.session.scalar(
        select(LogEntry)
        .where(LogEntry.workspace_id == access.workspace_id(), LogEntry.code.in_(NO_ANSWER), LogEntry.id > after)
        .order_by(LogEntry.id.desc())
        .limit(1)
    )
    if answer is not None:
        return Tested(None, telling.tell_line(answer), False)
    return Tested(None, f"Looking for {number} in Autotask…", True)
