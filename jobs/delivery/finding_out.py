"""Finds out what became of a batch without a certain answer: repeats while its key lives, looks, then sends again."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.delivery import outbox, settling, verdicts
from jobs.delivery.matching import Element, Matched, match_list
from jobs.delivery.sending import Courier, attempt, resend
from jobs.faults import close_faults
from jobs.history import tell
from jobs.models import Batch, BatchMember, ContactLink, Document, Ledger
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
        batch = session.get_one(Batch, batch_id)
        batch.due_at = db.database_now(session) + LATER
        for member in outbox.members_of(session, batch_id):
            if member.document_id is not None:
                settling.to_fault(session, settling.document_of(session, member), "OUR_BUG", support=trace)


def _step(courier: Courier, batch_id: int, token: str) -> None:
    with db.unit_of_work() as session:
        batch = outbox.owns(session, batch_id, token)
        if batch is None:
            return
        if batch.attempts == 0:
            settling.release(session, batch, None, db.database_now(session), held=False)
            tell(session, batch.workspace_id, "RELEASED", ledger_id=batch.ledger_id)
            return
        if batch.tenant_id != courier.tenant_id:
            _belongs_elsewhere(session, batch)
            return
    with courier.place() as permit:
        # Judged only now, after the budget was granted: waiting for it may have outlived the key.
        if _may_repeat(batch_id):
            _tell(batch_id, "SENT_AGAIN")
            attempt(courier, batch_id, token, permit)
            return
    _look(courier, batch_id, token)


def _may_repeat(batch_id: int) -> bool:
    with db.reading() as session:
        batch = session.get_one(Batch, batch_id)
        began = batch.round_began_at or batch.created_at
        return verdicts.may_repeat(batch.silence, began, db.database_now(session))


def _tell(batch_id: int, code: str) -> None:
    with db.unit_of_work() as session:
        batch = session.get_one(Batch, batch_id)
        tell(session, batch.workspace_id, code, ledger_id=batch.ledger_id, level="held")


def _belongs_elsewhere(session: Session, batch: Batch) -> None:
    """The ledger now leads to another organisation: never looked up there, never sent there."""
    was = (
        session.scalar(select(Ledger.name).where(Ledger.tenant_id == batch.tenant_id).order_by(Ledger.id)) or "another"
    )
    for member in outbox.members_of(session, batch.id):
        if member.document_id is not None:
            document = session.get_one(Document, member.document_id)
            settling.to_fault(session, document, "XERO_ELSEWHERE", detail={"was": was or "another"})
    batch.due_at = db.database_now(session) + LATER


def _look(courier: Courier, batch_id: int, token: str) -> None:
    """List what changed since an hour before the first attempt, by Xero's clock, and settle what is there."""
    with db.reading() as session:
        batch = session.get_one(Batch, batch_id)
        members = outbox.members_of(session, batch_id)
    first = batch.first_attempt_at or batch.created_at
    since = first + timedelta(seconds=batch.xero_ahead) - verdicts.LOOK_BACK
    listed: Sequence[Element]
    if batch.resource == "Contacts":
        listed = courier.xero.contacts(changed_since=since)
    else:
        listed = courier.xero.documents(batch.resource, changed_since=since)
    seen = match_list([settling.wanted(each) for each in members], listed, _held_by_others(listed, members))
    again = _settle_look(courier, batch_id, token, seen, {each.id: each for each in listed})
    if again is not None:
        courier.alive()
        with courier.place() as permit:
            attempt(courier, again, token, permit, new_round=True)


def _held_by_others(listed: Sequence[Element], members: Sequence[BatchMember]) -> frozenset[str]:
    """Xero ids in the list that rows of ours, other than these, already stand for."""
    ids = [each.id for each in listed]
    mine = [each.document_id for each in members if each.document_id is not None]
    held: set[str] = set()
    with db.reading() as session:
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            held.update(
                row
                for row in session.scalars(
                    select(Document.xero_id).where(Document.xero_id.in_(some), Document.id.not_in(mine))
                )
                if row
            )
            held.update(
                row
                for row in session.scalars(
                    select(ContactLink.xero_contact_id).where(ContactLink.xero_contact_id.in_(some))
                )
                if row
            )
    return frozenset(held)


def _settle_look(
    courier: Courier, batch_id: int, token: str, seen: Matched, listed: Mapping[str, Element]
) -> int | None:
    """Write down what the look told; returns the batch to send (again) once absence is proved."""
    with db.unit_of_work() as session:
        batch = outbox.owns(session, batch_id, token)
        if batch is None:
            return None
        now = db.database_now(session)
        members = outbox.members_of(session, batch_id)
        documents = settling.load(session, [each.document_id for each in members])
        chosen = {each.id: _chosen(documents.get(each.document_id or 0)) for each in members}
        for member in members:
            # What a person said it is, it is: also when it was edited since and looks like ours no more.
            told = listed.get(chosen[member.id] or "")
            if told is not None:
                seen.found[member.id] = told
                seen.doubtful.pop(member.id, None)
            if member.id in seen.found:
                settling.post(session, batch, member, seen.found[member.id])
            elif member.id in seen.doubtful:
                settling.doubt(session, member, seen.doubtful[member.id])
        told_of = {*seen.found, *seen.doubtful, *(each for each, xero_id in chosen.items() if xero_id)}
        absent = [each for each in members if each.id not in told_of]
        tell(
            session,
            batch.workspace_id,
            "LOOKED_UP",
            ledger_id=batch.ledger_id,
            found=len(seen.found),
            absent=len(absent),
        )
        if outbox.close_if_settled(session, batch):
            return None
        if not absent:
            batch.due_at = now + verdicts.PERSON_ANSWERS  # nobody need ask Xero meanwhile: the answer makes it due
            batch.claim_token = batch.claim_until = None
            return None
        return _judge_absence(session, courier, batch, absent, token, now)


def _chosen(document: Document | None) -> str | None:
    """The candidate that a person said it is."""
    return None if document is None else document.chosen_xero_id


def _judge_absence(
    session: Session,
    courier: Courier,
    batch: Batch,
    absent: Sequence[BatchMember],
    token: str,
    now: datetime,
) -> int | None:
    ended = verdicts.attempt_ended_at(batch.last_attempt_at or batch.created_at, batch.last_ended_at)
    if not verdicts.absence_is_certain(batch.absent_since, ended, now):
        batch.absences += 1
        batch.absent_since = batch.absent_since or now
        batch.due_at = verdicts.next_look(ended, now)
        return None
    tell(session, batch.workspace_id, "PROVED_ABSENT", ledger_id=batch.ledger_id, level="held")
    if len(absent) == outbox.size_of(session, batch.id):
        # The same bytes under the same key: should a twin still turn up, Xero swallows it. Never so with a part of
        # them settled, in this look or before: the key is dead, and that part would be made a second time.
        return batch.id
    smaller = resend(session, courier, batch, absent, token)
    outbox.close_if_settled(session, batch)
    return smaller


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
