"""Hop 2 and 3: one Autotask query finds what is new; each find becomes a row, once."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from jobs.autotask.client import Autotask
from jobs.autotask.records import Invoice
from jobs.delivery import outbox
from jobs.faults import close_faults, warn_document
from jobs.history import tell
from jobs.models import Document, SweepState, Workspace
from jobs.plumbing import clock, db
from jobs.translation.dates import calendar_day, instant
from jobs.translation.money import is_too_large
from jobs.wording import sentence

KIND = "invoice"
COUNT_EVERY = timedelta(hours=1)


def window_start(days_back: int, zone: str, collected_to: datetime | None, now: datetime) -> datetime:
    """Whole days back in the workspace's zone, or the last whole collection where an outage lasted longer."""
    local = ZoneInfo(zone)
    first = now.astimezone(local).date() - timedelta(days=days_back)
    start = datetime.combine(first, time.min, tzinfo=local).astimezone(UTC)
    return min(start, collected_to) if collected_to else start


def collect(autotask: Autotask, workspace: Workspace, state: SweepState, ledger_id: int, days_back: int) -> int:
    """Read what is unstamped inside the window, or new to us, and give each a row. Returns how many are new."""
    began = clock.now()
    start = window_start(days_back, workspace.zone, state.collected_to, began)
    found = autotask.query(
        Invoice,
        [
            {"op": "gte", "field": "createDateTime", "value": _text(start)},
            {
                "op": "or",
                "items": [
                    {"op": "notExist", "field": "webServiceDate"},
                    {"op": "gt", "field": "id", "value": state.highest_id},
                ],
            },
        ],
    )
    with db.unit_of_work() as session:
        new = take_in(session, workspace.id, ledger_id, found)
        stored = session.get_one(SweepState, state.id)
        stored.highest_id = max([stored.highest_id, *(each.id for each in found)])
        stored.collected_to = began
    count_outside(autotask, state.id, start)
    return new


def back_fill(autotask: Autotask, workspace_id: int, ledger_id: int, first: datetime, last: datetime) -> int:
    """Take in unstamped invoices created between two instants, wherever the window stands."""
    found = autotask.query(
        Invoice,
        [
            {"op": "gte", "field": "createDateTime", "value": _text(first)},
            {"op": "lt", "field": "createDateTime", "value": _text(last)},
            {"op": "notExist", "field": "webServiceDate"},
        ],
    )
    with db.unit_of_work() as session:
        return take_in(session, workspace_id, ledger_id, found)


def count_outside(autotask: Autotask, state_id: int, start: datetime) -> None:
    """Count, at most once an hour, the unstamped invoices that lie before the window."""
    with db.reading() as session:
        state = session.get_one(SweepState, state_id)
    if state.counted_at is not None and clock.now() < state.counted_at + COUNT_EVERY:
        return
    outside = autotask.count(Invoice, outside_filters(start))
    with db.unit_of_work() as session:
        stored = session.get_one(SweepState, state_id)
        stored.left_outside, stored.counted_at = outside, clock.now()


def outside_filters(start: datetime) -> list[dict[str, Any]]:
    """What was never collected: unstamped, not voided, created before the window."""
    return [
        {"op": "lt", "field": "createDateTime", "value": _text(start)},
        {"op": "notExist", "field": "webServiceDate"},
        {"op": "eq", "field": "isVoided", "value": False},
    ]


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def take_in(session: Session, workspace_id: int, ledger_id: int, found: Sequence[Invoice]) -> int:
    """Give every invoice that has none a row; look again at those that have one. Returns how many are new."""
    known = _known(session, workspace_id, [each.id for each in found])
    new = [each for each in found if each.id not in known]
    rows = [_row(workspace_id, ledger_id, each) for each in new]
    if rows:
        # As plain values: a thousand objects whose ids must come back would be a thousand statements on SQLite.
        session.execute(insert(Document), rows)
    ids = _ids(session, workspace_id, [each.id for each in new])
    for row in rows:
        document = ids[row["autotask_id"]]
        tell(
            session,
            workspace_id,
            "COLLECTED",
            document=document,
            ledger_id=ledger_id,
            number=row["number"] or f"INV:{row['autotask_id']}",
            net="unknown" if row["net"] is None else f"{row['net']:,.2f}",
        )
        if row["reason"]:
            told = sentence(row["reason"])
            tell(session, workspace_id, "SKIPPED", document=document, ledger_id=ledger_id, reason=told)
    for each in found:
        if each.id in known:
            _look_again(session, known[each.id], each)
    return len(new)


def _known(session: Session, workspace_id: int, ids: Sequence[int]) -> dict[int, Document]:
    known: dict[int, Document] = {}
    for some in db.in_parts(ids):
        rows = session.scalars(select(Document).where(*_are(workspace_id, some)))
        known.update({row.autotask_id: row for row in rows})
    return known


def _ids(session: Session, workspace_id: int, ids: Sequence[int]) -> dict[int, int]:
    """Our own row ids, by Autotask's."""
    found: dict[int, int] = {}
    for some in db.in_parts(ids):
        wanted = _are(workspace_id, some)
        found.update(session.execute(select(Document.autotask_id, Document.id).where(*wanted)).all())
    return found


def _are(workspace_id: int, ids: Sequence[int]) -> tuple[ColumnElement[bool], ...]:
    return (
        Document.workspace_id == workspace_id,
        Document.source_kind == KIND,
        Document.part == "",
        Document.autotask_id.in_(ids),
    )


def _row(workspace_id: int, ledger_id: int, invoice: Invoice) -> dict[str, Any]:
    now = clock.now()
    reason = "VOIDED" if invoice.is_voided else "STAMPED_BEFORE_US" if invoice.web_service_date else None
    return {
        "workspace_id": workspace_id,
        "ledger_id": ledger_id,
        "source_kind": KIND,
        "autotask_id": invoice.id,
        "disposition": "skipped" if reason else "waiting",
        "reason": reason,
        "due_at": None if reason else now,
        "collected_at": now,
        "changed_at": now,
        "snapshot": _snapshot(invoice, []),
        **_shown(invoice),
    }


def describe(row: Document, invoice: Invoice, lines: Iterable[dict[str, Any]]) -> None:
    """Copy what lists and pages show of an Autotask invoice on to its row."""
    for name, value in _shown(invoice).items():
        setattr(row, name, value)
    row.snapshot = _snapshot(invoice, list(lines))


def _shown(invoice: Invoice) -> dict[str, Any]:
    return {
        "number": invoice.invoice_number,
        "company_id": invoice.company_id,
        "dated_on": calendar_day(invoice.invoice_date_time),
        "due_on": calendar_day(invoice.due_date),
        "net": four_decimals(invoice.invoice_total),
        "tax": four_decimals(invoice.total_tax_value),
        "source_created_at": instant(invoice.create_date_time),
    }


def _snapshot(invoice: Invoice, lines: list[dict[str, Any]]) -> dict[str, Any]:
    return {"invoice": msgspec.to_builtins(invoice), "lines": lines}


def four_decimals(amount: Decimal | None) -> Decimal | None:
    """An amount as lists keep it; what Autotask sent stays exact in the snapshot, also when no list could hold it."""
    return (
        None if amount is None or is_too_large(amount) else amount.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    )


def _look_again(session: Session, row: Document, invoice: Invoice) -> None:
    """What a row we know looks like now: a stamp that was cleared is a warning, never a second sending."""
    cleared = row.disposition == "done" and row.stamp_seen_at is not None and not invoice.web_service_date
    if cleared and row.xero_id is not None:
        warn_document(session, row, "DATE_CLEARED")
        row.stamp_seen_at = None
    elif row.disposition in ("waiting", "held", "fault") and row.xero_id is None and invoice.is_voided:
        if outbox.in_doubt(session, row.id):
            return  # Xero may have it: that is answered first
        row.disposition, row.reason, row.reason_detail, row.due_at = "skipped", "VOIDED", None, None
        row.changed_at = clock.now()
        close_faults(session, row.workspace_id, f"document:{row.id}", "voided", kind="fault")
        tell(session, row.workspace_id, "SKIPPED", document=row, reason=sentence("VOIDED"))
    elif row.disposition == "skipped" and row.reason == "STAMPED_BEFORE_US" and not invoice.web_service_date:
        # Somebody cleared the date in Autotask to let it sync: the way the old product taught them.
        row.disposition, row.reason, row.due_at, row.changed_at = "waiting", None, clock.now(), clock.now()
