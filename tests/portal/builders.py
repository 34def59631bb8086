"""Builds workspaces with documents, faults and log lines for the tests of pages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy.orm import Session

from jobs.models import (
    AutotaskConnection,
    Document,
    Fault,
    Ledger,
    LogEntry,
    Member,
    ReferenceList,
    SweepState,
    Workspace,
)
from jobs.plumbing import clock

COMPANIES = (
    "Kauri Dental Group",
    "Fenwick & Rowe Architects",
    "Brightwater Vets",
    "Copperfield Hotels",
    "Ōtara Freight",
)


@dataclass(frozen=True)
class Place:
    """A workspace with a ledger and a member, by their ids."""

    workspace_id: int
    ledger_id: int
    member_id: int
    email: str


def make_place(session: Session, name: str = "Harbourline", *, role: str = "administrator", **ledger: Any) -> Place:
    """A workspace that has finished its set-up and is active."""
    now = clock.now()
    workspace = Workspace(name=name, zone="Pacific/Auckland", setup_step=5, created_at=now)
    session.add(workspace)
    session.flush()
    email = f"mere@{name.lower()}.example"
    member = Member(
        workspace_id=workspace.id,
        email=email,
        name="Mere Tamihana",
        password_hash="x",
        role=role,
        zone="Pacific/Auckland",
        created_at=now,
    )
    values: dict[str, Any] = {
        "tenant_id": f"tenant-{workspace.id}",
        "name": f"{name} IT Ltd",
        "state": "active",
        "base_currency": "NZD",
        "short_code": "!h4rb0",
        "activated_at": now,
        "created_at": now,
    }
    made = Ledger(workspace_id=workspace.id, **values | ledger)
    session.add_all(
        [
            member,
            made,
            AutotaskConnection(
                workspace_id=workspace.id,
                user_name="api@example",
                secret="s3cret",
                zone_name="Zone 6",
                zone_url="https://ww6.example/rest/",
                web_url="https://ww6.example/",
                ci=1000 + workspace.id,
                saved_at=now,
            ),
            SweepState(
                workspace_id=workspace.id, flow="invoices", ended_at=now - timedelta(seconds=40), left_outside=0
            ),
        ]
    )
    session.flush()
    return Place(workspace.id, made.id, member.id, email)


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


def make_lists(session: Session, place: Place) -> None:
    """Accounts and currencies as read from Xero."""
    now: datetime = clock.now()
    accounts = [
        {"code": "200", "name": "Sales", "type": "REVENUE"},
        {"code": "210", "name": "Hardware sales", "type": "SALES"},
        {"code": "310", "name": "Cost of goods sold", "type": "DIRECTCOSTS"},
        {"code": "425", "name": "Freight & courier", "type": "EXPENSE"},
        {"code": "299", "name": "Old sales", "type": "SALES", "status": "ARCHIVED"},
    ]
    plain = {"status": "ACTIVE", "system_account": None, "class": "REVENUE", "tax_type": "OUTPUT2"}
    lists = {
        "accounts": [plain | account for account in accounts],
        "currencies": [{"code": "NZD", "description": "New Zealand dollar"}, {"code": "AUD", "description": None}],
    }
    for kind, rows in lists.items():
        session.add(
            ReferenceList(workspace_id=place.workspace_id, ledger_id=place.ledger_id, kind=kind, rows=rows, read_at=now)
        )
    session.flush()
