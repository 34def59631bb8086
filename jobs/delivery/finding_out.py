"""Finds out what became of a batch without a certain answer: repeats while its key lives, else looks it up."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.delivery import looking, members, outbox, settling, verdicts
from jobs.delivery.members import Held
from jobs.delivery.sending import Courier, attempt
from jobs.faults import close_faults
from jobs.history import tell
from jobs.models import Batch, BatchMember, Document, Ledger
from jobs.plumbing import clock, db
from jobs.plumbing.errors import RateLimited, VendorError

AGAIN = timedelta(minutes=1)
LATER = timedelta(minutes=30)


def find_out(courier: Courier, batch_id: int) -> None:
    """Bring one due batch a step further. Raises RateLimited, AuthRefused or Unreachable, the batch as it was."""
    token = outbox.claim_again(batch_id)
    if token is None:
        return
    try:
        _step(courier, batch_id, token)
    except VendorError as error:
        # Not again at once: a day of looks at a vendor that is down would use up the day's calls.
        _let_go(batch_id, token, error.until if isinstance(error, RateLimited) else clock.now() + AGAIN)
        raise
    finally:
        _let_go(batch_id, token)


def _let_go(batch_id: int, token: str, due_at: datetime | None = None) -> None:
    """End the claim if the step left the batch open, so that the next sweep need not wait for the lease."""
    with db.unit_of_work() as session:
        batch = outbox.owns(session, batch_id, token)
        if batch is not None:
            batch.claim_token, batch.claim_until = None, None
            batch.due_at = due_at or batch.due_at


def blame_us(batch_id: int, trace: str) -> None:
    """Our own fault: its documents are faulted with the trace, and the request is looked at again later."""
    with db.unit_of_work() as session:
        documents = members.documents_of(session, batch_id)
        session.get_one(Batch, batch_id).due_at = db.database_now(session) + LATER
        for document in documents.values():
            settling.to_fault(session, document, "OUR_BUG", support=trace)


def _step(courier: Courier, batch_id: int, token: str) -> None:
    with db.unit_of_work() as session:
        held = members.hold(session, batch_id, token)
        if held is None:
            return
        batch = held.batch
        if batch.attempts == 0:
            members.release(session, held, None, db.database_now(session))
            tell(session, batch.workspace_id, "RELEASED", ledger_id=batch.ledger_id)
            return
        if batch.tenant_id != courier.tenant_id:
            _belongs_elsewhere(session, held)
            return
    if _may_repeat(batch_id):
        with courier.place() as permit:
            # Judged again, after the budget was granted: waiting for it may have outlived the key.
            if _may_repeat(batch_id):
                _tell(batch_id, "SENT_AGAIN")
                attempt(courier, batch_id, token, permit)
                return
    looking.look(courier, batch_id, token)


def _may_repeat(batch_id: int) -> bool:
    with db.reading() as session:
        batch = session.get_one(Batch, batch_id)
        began = batch.round_began_at or batch.created_at
        return verdicts.may_repeat(batch.silence, began, db.database_now(session))


def _tell(batch_id: int, code: str) -> None:
    with db.unit_of_work() as session:
        batch = session.get_one(Batch, batch_id)
        tell(session, batch.workspace_id, code, ledger_id=batch.ledger_id, level="held")


def _belongs_elsewhere(session: Session, held: Held) -> None:
    """The ledger now leads to another organisation: never looked up there, never sent there."""
    tenant = select(Ledger.name).where(Ledger.tenant_id == held.batch.tenant_id).order_by(Ledger.id)
    was = session.scalar(tenant) or "another"
    for document in held.documents.values():
        settling.to_fault(session, document, "XERO_ELSEWHERE", detail={"was": was})
    held.batch.due_at = db.database_now(session) + LATER


def choose(session: Session, document: Document, xero_id: str | None) -> None:
    """A person's answer to *Xero may have it already*: this one is it, or none of them is (None)."""
    member = session.scalar(
        select(BatchMember)
        .join(Batch, Batch.id == BatchMember.batch_id)
        .where(BatchMember.document_id == document.id, BatchMember.outcome == "unknown", Batch.state == "open")
    )
    if member is None:
        return
    batch = session.get_one(Batch, member.batch_id)
    now = db.database_now(session)
    close_faults(session, document.workspace_id, f"document:{document.id}", "chosen", codes=["XERO_MAY_HAVE_IT"])
    document.disposition, document.reason = "sending", "FINDING_OUT"
    batch.due_at = now
    if xero_id is not None:
        document.chosen_xero_id = xero_id  # the next look finds it and writes it down
        return
    # Only these are out of the question: ours may still be on its way, so its absence is proved as any other's.
    shown = [each["id"] for each in (document.reason_detail or {}).get("candidates", [])]
    member.evidence = {**member.evidence, "not": [*member.evidence.get("not", []), *shown]}
