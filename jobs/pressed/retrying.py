"""Retry, stamp again and dismiss: buttons on faults and warnings."""

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from jobs.delivery import settling
from jobs.delivery.outbox import ask_again, in_doubt_among
from jobs.faults import close_faults_of
from jobs.history import tell
from jobs.invoices import compare, stamp
from jobs.models import Document, Fault
from jobs.plumbing import clock, db
from jobs.pressed.rows import FLOW, NotNow, locked, name_of, wait_again
from jobs.queues import ring
from jobs.wording import words


def retry_fault(fault_id: int, member_id: int | None) -> None:
    """Try a fault's document again: send it if Xero does not have it, else only compare or stamp."""
    with db.unit_of_work() as session:
        if not _retry(session, Fault.id == fault_id, member_id):
            raise NotNow("This fault has ended already.")
        workspace_id = session.get_one(Fault, fault_id).workspace_id
    ring(FLOW, workspace_id, now=True)


def retry_cause(workspace_id: int, code: str, member_id: int | None) -> int:
    """Try every document with this cause again. Returns how many."""
    with db.unit_of_work() as session:
        alike = and_(Fault.workspace_id == workspace_id, Fault.code == code, Fault.kind == "fault")
        count = _retry(session, alike, member_id)
    if count:
        ring(FLOW, workspace_id, now=True)
    return count


def _retry(session: Session, which: ColumnElement[bool], member_id: int | None) -> int:
    """Documents are locked first, and their faults read then: of two people the second finds them ended."""
    chosen = select(Fault).where(which, Fault.closed_at.is_(None), Fault.document_id.is_not(None))
    ids = session.scalars(chosen.with_only_columns(Fault.document_id)).all()
    rows = settling.load(session, ids, lock=True)
    faults = [each for each in session.scalars(chosen) if each.document_id in rows]
    by = name_of(session, member_id)
    for fault in faults:
        row = rows[fault.document_id or 0]
        tell(session, row.workspace_id, "PRESSED_RETRY", document=row, by=by)
        if row.xero_id is not None:
            _retry_in_xero(session, fault, row, by)
    unsent = {each for fault in faults if rows[each := fault.document_id or 0].xero_id is None}
    doubted = in_doubt_among(session, unsent)
    ask_again(session, doubted)
    close_faults_of(session, unsent - doubted, "retried", kind="fault")
    for row_id in unsent - doubted:
        wait_again(rows[row_id])
    return len(faults)


def _retry_in_xero(session: Session, fault: Fault, row: Document, by: str) -> None:
    """Xero has it: it is stamped (again) or compared, and never sent again."""
    if row.stamped_at is None or fault.code in stamp.ABOUT_STAMPS:
        stamp.stamp_again(session, row)
    elif row.asked is None:
        row.asked, row.asked_by = compare.LOOK, by


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
        document_id = session.scalar(select(Fault.document_id).where(Fault.id == fault_id))
        row = None if document_id is None else locked(session, document_id)  # documents before faults, as everywhere
        fault = session.get_one(Fault, fault_id)
        if fault.closed_at is not None:
            raise NotNow("This has been dismissed already.")
        if fault.kind != "warning" and fault.code != "XERO_CHANGED":
            raise NotNow("A fault ends when its cause does; it cannot be dismissed.")
        fault.closed_at, fault.closed_how = clock.now(), "dismissed"
        title = words(fault.code, fault.detail).title
        by = name_of(session, member_id)
        tell(session, fault.workspace_id, "PRESSED_DISMISS", document=row, by=by, title=title)
        if row is not None and row.disposition == "fault" and row.stamped_at is not None:
            session.flush()
            stamp.finish(session, row)
