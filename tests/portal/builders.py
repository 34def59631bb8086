"""Builds documents, faults and log lines for the tests of pages, and counts what a page asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from jobs.models import Document, Fault, LogEntry
from jobs.plumbing import clock, db

COMPANIES = (
    "Kauri Dental Group",
    "Fenwick & Rowe Architects",
    "Brightwater Vets",
    "Copperfield Hotels",
    "Ōtara Freight",
)


@dataclass(frozen=True)
class Place:
    """A workspace and its ledger, by their ids."""

    workspace_id: int
    ledger_id: int


def make_document(
    session: Session, place: Place, autotask_id: int, disposition: str = "waiting", **more: Any
) -> Document:
    """One invoice; *more* overrides any column."""
    now = clock.now()
    net = Decimal(100 + autotask_id % 900) + Decimal("0.50")
    values: dict[str, Any] = {
        "number": f"AT-{autotask_id % 100000}",
        "company_id": 1,
        "company_name": COMPANIES[autotask_id % len(COMPANIES)],
        "currency": "NZD",
        "dated_on": date(2026, 11, 3),
        "due_on": date(2026, 11, 20),
        "net": net,
        "tax": (net * Decimal("0.15")).quantize(Decimal("0.0001")),
        "target_kind": "invoice",
        "collected_at": now - timedelta(minutes=5),
        "changed_at": now,
    }
    if disposition in ("posted", "done"):
        tax = (net * Decimal("0.15")).quantize(Decimal("0.01"), ROUND_HALF_UP)
        values |= {
            "xero_id": f"xero-{autotask_id}",
            "xero_number": f"INV-{autotask_id % 10000}",
            "xero_status": "DRAFT",
            "xero_net": net,
            "xero_tax": tax,
            "xero_total": net + tax,
            "posted_at": now,
        }
    document = Document(
        workspace_id=place.workspace_id,
        ledger_id=place.ledger_id,
        source_kind="invoice",
        autotask_id=autotask_id,
        disposition=disposition,
        **values | more,
    )
    session.add(document)
    session.flush()
    return document


def make_fault(session: Session, place: Place, document: Document | None, code: str, **more: Any) -> Fault:
    """An open fault of *document*, or of the Autotask connection."""
    now = clock.now()
    values: dict[str, Any] = {
        "subject": f"document:{document.id}" if document else "autotask",
        "kind": "fault",
        "detail": None,
        "first_at": now - timedelta(minutes=20),
        "last_at": now,
    }
    fault = Fault(
        workspace_id=place.workspace_id,
        ledger_id=place.ledger_id,
        document_id=document.id if document else None,
        code=code,
        **values | more,
    )
    session.add(fault)
    session.flush()
    return fault


def make_line(session: Session, place: Place, code: str, document: Document | None = None, **more: Any) -> LogEntry:
    """One line of the log; *detail* has the values of its sentence."""
    values: dict[str, Any] = {"at": clock.now(), "level": "note", "detail": None}
    entry = LogEntry(
        workspace_id=place.workspace_id,
        ledger_id=place.ledger_id,
        document_id=document.id if document else None,
        code=code,
        **values | more,
    )
    session.add(entry)
    session.flush()
    return entry


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the SQL that runs inside the block."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine(), "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine(), "before_cursor_execute", note)
