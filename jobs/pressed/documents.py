"""Sync, skip, un-skip and remove: buttons on documents that Xero may not have yet."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from jobs import errands
from jobs.delivery import settling
from jobs.delivery.outbox import in_doubt_among
from jobs.faults import close_faults_of
from jobs.history import tell
from jobs.models import Document, Ledger, SweepState
from jobs.plumbing import clock, db
from jobs.pressed.rows import FLOW, UNSENT, NotNow, in_doubt, locked, name_of, wait_again
from jobs.queues import ring

# What was skipped for what Autotask says can only be changed there.
ONLY_AUTOTASK = {
    "VOIDED": "It is voided in Autotask, so it cannot go to Xero. Bill it again there, and the new invoice goes.",
    "STAMPED_BEFORE_US": "Another program has put a web service date on it, so Xero may have it. If it has not, clear "
    "the date in Autotask's invoice history; it then goes by itself.",
}


def sync_now(workspace_id: int, member_id: int | None) -> None:
    """Look for new invoices at once, and work on everything that is due."""
    with db.unit_of_work() as session:
        state = session.scalar(
            select(SweepState).where(SweepState.workspace_id == workspace_id, SweepState.flow == FLOW)
        )
        if state is None:
            session.add(SweepState(workspace_id=workspace_id, flow=FLOW, highest_id=0, asked_at=clock.now()))
        else:
            state.asked_at = clock.now()
        tell(session, workspace_id, "PRESSED_SYNC_ALL", by=name_of(session, member_id))
    ring(FLOW, workspace_id, now=True)


def sync_document(document_id: int, member_id: int | None) -> None:
    """Send this one first, even while its ledger is paused."""
    with db.unit_of_work() as session:
        row = locked(session, document_id)
        if row.disposition not in ("waiting", "held") or row.xero_id is not None:
            raise NotNow(f"This document is {row.disposition} and cannot be synced now.")
        row.pressed_at = row.due_at = clock.now()
        tell(session, row.workspace_id, "PRESSED_SYNC", document=row, by=name_of(session, member_id))
        workspace_id = row.workspace_id
    ring(FLOW, workspace_id, now=True)


def sync_one_by_number(ledger_id: int, text: str, member_id: int | None) -> int | None:
    """Send the invoice with this number or id first; returns its document, or None while Autotask is being asked."""
    wanted = text.strip()
    with db.reading() as session:
        ledger = session.get_one(Ledger, ledger_id)
        found = session.scalar(
            select(Document.id)
            .where(
                Document.workspace_id == ledger.workspace_id,
                or_(
                    func.lower(Document.number) == wanted.lower(),
                    Document.autotask_id == (int(wanted) if wanted.isdecimal() and len(wanted) < 19 else -1),
                ),
            )
            .order_by(Document.id.desc())
        )
    if found is None:
        errands.ask(ledger.workspace_id, "find_invoice", member_id, ledger_id=ledger_id, text=wanted)
        return None
    sync_document(found, member_id)
    return found


def skip(document_id: int, member_id: int | None) -> None:
    """Leave this one out, until somebody un-skips it."""
    with db.unit_of_work() as session:
        row = locked(session, document_id)
        if row.disposition not in UNSENT or row.xero_id is not None or in_doubt(session, row.id):
            raise NotNow(f"This document is {row.disposition} and cannot be skipped now.")
        by = name_of(session, member_id)
        _skip_rows(session, [row], "SKIPPED_BY_PERSON", by)


def _skip_rows(session: Session, rows: Sequence[Document], reason: str, by: str) -> None:
    for row in rows:
        row.disposition, row.reason, row.reason_detail = "skipped", reason, {"by": by}
        row.due_at = row.pressed_at = row.taken_by = None  # a sweep that is at work on it lets it go
        row.changed_at = clock.now()
        tell(session, row.workspace_id, "PRESSED_SKIP", document=row, by=by)
    close_faults_of(session, [row.id for row in rows], "skipped")


def unskip(document_id: int, member_id: int | None) -> None:
    """Let a skipped document go after all."""
    with db.unit_of_work() as session:
        row = locked(session, document_id)
        if row.disposition != "skipped":
            raise NotNow(f"This document is {row.disposition}, not skipped.")
        if row.reason in ONLY_AUTOTASK:
            raise NotNow(ONLY_AUTOTASK[row.reason])
        wait_again(row)
        row.insisted = True
        tell(session, row.workspace_id, "PRESSED_UNSKIP", document=row, by=name_of(session, member_id))
        workspace_id = row.workspace_id
    ring(FLOW, workspace_id, now=True)


def mark_already_in_xero(document_ids: list[int], member_id: int | None) -> int:
    """Skip those that Xero has from before us. Returns how many."""
    with db.unit_of_work() as session:
        rows = settling.load(session, document_ids, lock=True).values()
        open_to_it = [each for each in rows if each.disposition in UNSENT and each.xero_id is None]
        doubted = in_doubt_among(session, [each.id for each in open_to_it])
        marked = [each for each in open_to_it if each.id not in doubted]
        _skip_rows(session, marked, "ALREADY_IN_XERO", name_of(session, member_id))
    return len(marked)


def remove_from_list(document_id: int, member_id: int | None) -> None:
    """Hide a row that is over; it and its memory stay, so that it is never made again."""
    with db.unit_of_work() as session:
        row = locked(session, document_id)
        if row.disposition not in ("done", "skipped", "fault") or in_doubt(session, row.id):
            raise NotNow(f"This document is {row.disposition}; only what is done, skipped or at fault can be removed.")
        row.hidden, row.changed_at = True, clock.now()
        close_faults_of(session, [row.id], "removed")
        tell(session, row.workspace_id, "PRESSED_REMOVE", document=row, by=name_of(session, member_id))
