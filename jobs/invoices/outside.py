"""What lies before the window: listed on request, and taken in by a back-fill between two days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from jobs import clients, reference_data
from jobs.autotask.client import Autotask
from jobs.autotask.records import Invoice
from jobs.history import tell
from jobs.invoices.collect import back_fill, outside_filters, window_start
from jobs.invoices.desk import options_of
from jobs.models import AutotaskConnection, Ledger, SweepState, Workspace
from jobs.plumbing import clock, db
from jobs.plumbing.errors import VendorError

LIST = "outside_window"
MOST = 500  # rows kept for the page; the count says how many there are


def list_outside(workspace_id: int, ledger_id: int) -> None:
    """Read the unstamped invoices that lie before the window, newest first, for the page that asked."""
    autotask, workspace, state = _open(workspace_id)
    if autotask is None:
        return
    days_back = options_of(ledger_id).days_back
    start = window_start(days_back, workspace.zone, state.collected_to if state else None, clock.now())
    try:
        found = autotask.query(Invoice, outside_filters(start))
    except VendorError as error:
        _say(workspace_id, ledger_id, error)
        return
    newest = sorted(found, key=lambda each: each.id, reverse=True)[:MOST]
    rows = [
        {
            "id": each.id,
            "number": each.invoice_number,
            "company_id": each.company_id,
            "net": None if each.invoice_total is None else str(each.invoice_total),
            "dated_on": each.invoice_date_time[:10],
            "created_at": each.create_date_time,
        }
        for each in newest
    ]
    with db.unit_of_work() as session:
        reference_data.keep(session, workspace_id, ledger_id, LIST, rows)
        if state is not None:
            stored = session.get_one(SweepState, state.id)
            stored.left_outside, stored.counted_at = len(found), clock.now()


def fill_back(workspace_id: int, ledger_id: int, first: str, last: str) -> None:
    """Take in what was created from the first to the last day (YYYY-MM-DD, both included, in the workspace's zone)."""
    autotask, workspace, _state = _open(workspace_id)
    if autotask is None:
        return
    zone = ZoneInfo(workspace.zone)
    begin = datetime.combine(date.fromisoformat(first), time.min, tzinfo=zone).astimezone(UTC)
    end = datetime.combine(date.fromisoformat(last) + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)
    try:
        count = back_fill(autotask, workspace_id, ledger_id, begin, end)
    except VendorError as error:
        _say(workspace_id, ledger_id, error)
        return
    with db.unit_of_work() as session:
        tell(session, workspace_id, "BACK_FILLED", ledger_id=ledger_id, count=count, first=first, last=last)
    list_outside(workspace_id, ledger_id)


def _open(workspace_id: int) -> tuple[Autotask | None, Workspace, SweepState | None]:
    with db.reading() as session:
        workspace = session.get_one(Workspace, workspace_id)
        connection = session.scalar(select(AutotaskConnection).where(AutotaskConnection.workspace_id == workspace_id))
        ledger = session.scalar(select(Ledger.id).where(Ledger.workspace_id == workspace_id))
        state = session.scalar(select(SweepState).where(SweepState.workspace_id == workspace_id))
    usable = connection is not None and ledger is not None and connection.state == "live"
    return clients.autotask_for(connection) if usable and connection else None, workspace, state


def _say(workspace_id: int, ledger_id: int, error: VendorError) -> None:
    with db.unit_of_work() as session:
        said = error.said or "no answer"
        tell(session, workspace_id, "VENDOR_SILENT", ledger_id=ledger_id, level="held", vendor="Autotask", said=said)
