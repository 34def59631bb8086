"""Lets go exactly the documents that stopped because a key was not mapped, once it is."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.delivery import settling
from jobs.delivery.outbox import in_doubt_among
from jobs.faults import close_faults_of
from jobs.history import tell
from jobs.models import Fault
from jobs.pressed.rows import name_of, wait_again

# The fault of a kind names the missing key as *key* in its detail.
UNMAPPED = {
    "accounts": "ACCOUNT_UNMAPPED",
    "taxes": "TAX_UNMAPPED",
    "tracking_one": "TRACKING_ONE_UNMAPPED",
    "tracking_two": "TRACKING_TWO_UNMAPPED",
}


def release(session: Session, ledger_id: int, kind: str, keys: frozenset[str], member_id: int | None) -> int:
    """Documents that waited for one of *keys* wait for the next sweep instead. Returns how many."""
    if kind not in UNMAPPED:  # without its own theme a document goes with the default one
        return 0
    chosen = select(Fault.document_id, Fault.detail).where(
        Fault.ledger_id == ledger_id,
        Fault.code == UNMAPPED[kind],
        Fault.closed_at.is_(None),
        Fault.document_id.is_not(None),
    )
    named = [row.document_id for row in session.execute(chosen) if (row.detail or {}).get("key") in keys]
    rows = settling.load(session, named, lock=True)
    unsent = {row.id for row in rows.values() if row.disposition == "fault" and row.xero_id is None}
    free = unsent - in_doubt_among(session, unsent)
    by = name_of(session, member_id)
    close_faults_of(session, free, "mapped", kind="fault")
    for row_id in sorted(free):
        tell(session, rows[row_id].workspace_id, "PRESSED_RETRY", document=rows[row_id], by=by)
        wait_again(rows[row_id])
    return len(free)
