"""Finds one invoice in Autotask by its number or id, wherever the window stands, and sends it at once."""

from typing import Any

from sqlalchemy import select

from jobs import clients
from jobs.autotask.records import Invoice
from jobs.history import tell
from jobs.invoices.collect import KIND, take_in
from jobs.invoices.sweep import sweep
from jobs.models import AutotaskConnection, Document
from jobs.plumbing import clock, db
from jobs.plumbing.errors import VendorError


def find_one(workspace_id: int, ledger_id: int, text: str) -> None:
    """Look *text* up as an invoice number, then as an id; give it a row that goes first, and sweep."""
    with db.reading() as session:
        connection = session.scalar(select(AutotaskConnection).where(AutotaskConnection.workspace_id == workspace_id))
    if connection is None:
        return
    try:
        found = _look_up(connection, text)
    except VendorError as error:
        _say(workspace_id, ledger_id, "VENDOR_SILENT", vendor="Autotask", said=error.said)
        return
    if not found:
        _say(workspace_id, ledger_id, "NOT_FOUND_IN_AUTOTASK", text=text)
        return
    with db.unit_of_work() as session:
        take_in(session, workspace_id, ledger_id, found[:1])
        row = session.scalar(
            select(Document).where(
                Document.workspace_id == workspace_id,
                Document.source_kind == KIND,
                Document.autotask_id == found[0].id,
                Document.part == "",
            )
        )
        if row is not None and row.disposition in ("waiting", "held"):
            row.pressed_at = row.due_at = clock.now()
    sweep(workspace_id)


def _look_up(connection: AutotaskConnection, text: str) -> list[Invoice]:
    autotask = clients.autotask_for(connection, lane="person")
    found = autotask.query(Invoice, [{"op": "eq", "field": "invoiceNumber", "value": text}])
    digits = text.removeprefix("INV:").removeprefix("CN:").strip()
    if not found and digits.isdecimal():
        found = autotask.query(Invoice, [{"op": "eq", "field": "id", "value": int(digits)}])
    return found


def _say(workspace_id: int, ledger_id: int, code: str, **detail: Any) -> None:
    with db.unit_of_work() as session:
        tell(session, workspace_id, code, ledger_id=ledger_id, level="held", **detail)
