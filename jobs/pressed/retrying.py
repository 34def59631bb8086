"""Retry, stamp again and dismiss: buttons on faults and warnings."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jobs.faults import close_faults
from jobs.history import tell
from jobs.invoices import compare, stamp
from jobs.models import Batch, BatchMember, Document, Fault
from jobs.plumbing import clock, db
from jobs.pressed.rows import FLOW, NotNow, in_doubt, locked, name_of, wait_again
from jobs.queues import ring
from jobs.wording import words


def retry_fault(fault_id: int, member_id: int | None) -> None:
    """Try a fault's document again: send it if Xero does not have it, else only compare or stamp."""
    with db.unit_of_work() as session:
        fault = session.get_one(Fault, fault_id)
        if fault.closed_at is not None or fault.document_id is None:
            raise NotNow("This fault has ended already.")
        workspace_id = _retry(session, fault, member_id)
    ring(FLOW, workspace_id, now=True)


def retry_cause(workspace_id: int, code: str, member_id: int | None) -> int:
    """Try every document with this cause again. Returns how many."""
    with db.unit_of_work() as session:
        faults = list(
            session.scalars(
                select(Fault)
                .where(
                    Fault.workspace_id == workspace_id,
                    Fault.code == code,
                    Fault.kind == "fault",
                    Fault.closed_at.is_(None),
                    Fault.document_id.is_not(None),
                )
                .order_by(Fault.document_id)  # in one order, so that two people never wait for each other
            )
        )
        for fault in faults:
            if fault.closed_at is None:
                _retry(session, fault, member_id)
    if faults:
        ring(FLOW, workspace_id, now=True)
    return len(faults)


def _retry(session: Session, fault: Fault, member_id: int | None) -> int:
    row = locked(session, fault.document_id or 0)
    tell(session, row.workspace_id, "PRESSED_RETRY", document=row, by=name_of(session, member_id))
    if row.xero_id is not None:
        # Xero has it: it is stamped (again), and never sent again.
        if row.stamped_at is None or fault.code in stamp.ABOUT_STAMPS:
            stamp.stamp_again(session, row)
        elif row.asked is None:
            row.asked, row.asked_by = compare.LOOK, name_of(session, member_id)
    elif in_doubt(session, row.id):
        _ask_again(session, row)
    else:
        close_faults(session, row.workspace_id, f"document:{row.id}", "retried", kind="fault")
        wait_again(row)
    return row.workspace_id


def _ask_again(session: Session, row: Document) -> None:
    """Its batch has no certain answer: look once more at once."""
    session.execute(
        update(Batch)
        .where(
            Batch.state == "open",
            Batch.id.in_(select(BatchMember.batch_id).where(BatchMember.document_id == row.id)),
        )
        .values(due_at=clock.now())
    )


def stamp_again(document_id: int, member_id: int | None) -> None:
    """Write the web service date once more on a document that Xero has."""
    with db.unit_of_work() as session:
        row = locked(session, document_id)
        if row.xero_id is None:
            raise NotNow("Xero does not have this document; there is nothing to stamp.")
        stamp.stamp_again(session, row)
        tell(session, row.workspace_id, "PRESSED_STAMP", document=row, by=name_of(session, member_id))
        workspace_id = row.workspace_id
    ring(FLOW, workspace_id, now=True)


def dismiss(fault_id: int, member_id: int | None) -> None:
    """Close a warning."""
    with db.unit_of_work() as session:
        fault = session.get_one(Fault, fault_id)
        if fault.closed_at is not None:
            raise NotNow("This has been dismissed already.")
        if fault.kind != "warning" and fault.code != "XERO_CHANGED":
            raise NotNow("A fault ends when its cause does; it cannot be dismissed.")
        fault.closed_at, fault.closed_how = clock.now(), "dismissed"
        title = words(fault.code, fault.detail).title
        by = name_of(session, member_id)
        tell(session, fault.workspace_id, "PRESSED_DISMISS", document=fault.document_id, by=by, title=title)
        if fault.document_id is not None:
            row = locked(session, fault.document_id)
            if row.disposition == "fault" and row.stamped_at is not None:
                session.flush()
                stamp.finish(session, row)
