"""Resync and *Is it this one?*: buttons whose answer Xero has; the sweep asks it, a page never waits."""

from sqlalchemy.orm import Session

from jobs.delivery import finding_out
from jobs.history import tell
from jobs.invoices.compare import RESYNC
from jobs.models import Document, Ledger
from jobs.plumbing import clock, db
from jobs.pressed.rows import FLOW, NotNow, in_doubt, locked, name_of
from jobs.queues import ring


def resync(document_id: int, member_id: int | None) -> None:
    """Ask to compare with Xero; a new document is made only where the first is deleted or voided there."""
    with db.unit_of_work() as session:
        row = locked(session, document_id)
        if row.xero_id is None or row.ledger_id is None:
            raise NotNow("Xero does not have this document yet; use Sync now.")
        if in_doubt(session, row.id):
            raise NotNow("We are still finding out what became of this document in Xero.")
        if session.get_one(Ledger, row.ledger_id).tenant_id != row.xero_tenant_id:
            raise NotNow("This document is in another Xero organisation than the one connected now.")
        if row.asked is not None:
            raise NotNow("A resync was asked for already; its answer is on its way.")
        row.asked, row.asked_by, row.changed_at = RESYNC, name_of(session, member_id), clock.now()
        tell(session, row.workspace_id, "PRESSED_RESYNC", document=row, by=row.asked_by)
        workspace_id = row.workspace_id
    ring(FLOW, workspace_id, now=True)


def choose_candidate(document_id: int, xero_id: str | None, member_id: int | None) -> None:
    """The answer to *Xero may have it already*: this one is it, or none of these is (None: send it)."""
    with db.unit_of_work() as session:
        row = locked(session, document_id)
        if row.reason != "XERO_MAY_HAVE_IT":
            raise NotNow("This question has been answered already.")
        if xero_id is not None and xero_id not in _candidates(session, row):
            raise NotNow("That document is not one of those we found.")
        finding_out.choose(session, row, xero_id)
        code = "PRESSED_SEND" if xero_id is None else "PRESSED_THIS_ONE"
        tell(session, row.workspace_id, code, document=row, by=name_of(session, member_id))
        workspace_id = row.workspace_id
    ring(FLOW, workspace_id, now=True)


def _candidates(session: Session, row: Document) -> set[str]:
    return {each["id"] for each in (row.reason_detail or {}).get("candidates", [])}
