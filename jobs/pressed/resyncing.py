"""Resync and *Is it this one?*: buttons that ask Xero first, and never send a living document twice."""

from typing import Any

from sqlalchemy.orm import Session

from jobs.clients import xero_for
from jobs.delivery import finding_out
from jobs.faults import close_faults, fault_document
from jobs.history import tell
from jobs.invoices import stamp
from jobs.models import Document, Ledger
from jobs.plumbing import clock, db
from jobs.plumbing.errors import VendorError
from jobs.pressed.rows import FLOW, NotNow, in_doubt, locked, name_of
from jobs.queues import ring

ABOUT_XERO = ("NET_DIFFERS", "XERO_CHANGED")
GONE = ("DELETED", "VOIDED")  # in Xero: a resync may make a new one


def resync(document_id: int, member_id: int | None) -> str:
    """Compare with Xero, and make a new document only when the first is deleted or voided there. Says what was found.

    Raises NotNow, or the vendor errors: this button waits for Xero's answer.
    """
    with db.reading() as session:
        row = session.get_one(Document, document_id)
        if row.xero_id is None or row.ledger_id is None:
            raise NotNow("Xero does not have this document yet; use Sync now.")
        if in_doubt(session, row.id):
            raise NotNow("We are still finding out what became of this document in Xero.")
        ledger = session.get_one(Ledger, row.ledger_id)
    if ledger.tenant_id != row.xero_tenant_id:
        raise NotNow("This document is in another Xero organisation than the one connected now.")
    resource = "CreditNotes" if row.target_kind == "credit_note" else "Invoices"
    xero = xero_for(ledger, lane="person", limit=10)
    held = [each for each in _read_one(xero, resource, row.xero_id) if each.id == row.xero_id]
    status = held[0].status if held else "DELETED"
    with db.unit_of_work() as session:
        row = locked(session, document_id)
        by = name_of(session, member_id)
        tell(session, row.workspace_id, "PRESSED_RESYNC", document=row, by=by)
        if status in GONE:
            _new_revision(session, row, status)
        else:
            return _compare_again(session, row, held[0])
    ring(FLOW, row.workspace_id, now=True)
    return f"Its document in Xero is {status.lower()}; a new one is on its way."


def _read_one(xero: Any, resource: str, xero_id: str) -> list[Any]:
    if resource == "Invoices":
        return list(xero.documents(resource, ids=[xero_id]))
    return list(xero.documents(resource))


def _new_revision(session: Session, row: Document, status: str) -> None:
    """A row has one living document in Xero: the next one has its own marker and number suffix."""
    row.revision += 1
    row.xero_id = row.xero_number = row.xero_status = row.marker = None
    row.xero_net = row.xero_tax = row.xero_total = row.posted_at = None
    row.stamped_at = row.stamp_seen_at = row.stamp_value = None
    row.disposition, row.reason, row.strikes = "waiting", None, 0
    row.pressed_at = row.due_at = row.changed_at = clock.now()
    close_faults(session, row.workspace_id, f"document:{row.id}", "resync")
    tell(session, row.workspace_id, "RESYNC_NEW", document=row, status=status.lower(), revision=row.revision)


def _compare_again(session: Session, row: Document, held: Any) -> str:
    """Compare what Xero holds now with what was sent; nothing is ever sent again for a document that lives there."""
    row.xero_number, row.xero_status = held.number, held.status
    row.xero_net, row.xero_tax, row.xero_total = held.sub_total, held.total_tax, held.total
    row.changed_at = clock.now()
    close_faults(
        session, row.workspace_id, f"document:{row.id}", "compared again", codes=["NET_DIFFERS", "XERO_CHANGED"]
    )
    sent = abs(row.net) if row.net is not None else None
    if sent is not None and held.sub_total is not None and held.sub_total != sent.quantize(held.sub_total):
        detail = {"xero_net": f"{held.sub_total:,.2f}", "net": f"{sent:,.2f}"}
        fault_document(session, row, "NET_DIFFERS", detail=detail)
        said = "Xero holds another amount than Autotask."
    else:
        said = "Nothing differs between Autotask and Xero."
        tell(session, row.workspace_id, "RESYNC_SAME", document=row)
    if row.disposition in ("done", "fault") and row.stamped_at is not None:
        stamp.finish(session, row)
    return said


def choose_candidate(document_id: int, xero_id: str | None, member_id: int | None) -> None:
    """The answer to *Xero may have it already*: this one is it, or none of these is (None: send it)."""
    with db.reading() as session:
        row = session.get_one(Document, document_id)
        if row.reason != "XERO_MAY_HAVE_IT" or row.ledger_id is None:
            raise NotNow("This question has been answered already.")
        ledger = session.get_one(Ledger, row.ledger_id)
    chosen = None
    if xero_id is not None:
        resource = "CreditNotes" if row.target_kind == "credit_note" else "Invoices"
        held = _read_one(xero_for(ledger, lane="person", limit=10), resource, xero_id)
        chosen = next((each for each in held if each.id == xero_id), None)
        if chosen is None:
            raise VendorError("Xero no longer shows that document")
    with db.unit_of_work() as session:
        row = locked(session, document_id)
        finding_out.choose(session, row, chosen)
        tell(session, row.workspace_id, "PRESSED_SEND", document=row, by=name_of(session, member_id))
    ring(FLOW, row.workspace_id, now=True)
