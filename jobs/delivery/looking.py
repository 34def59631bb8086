"""Looks a silent batch up in Xero: what is there is settled at once, what is absent only when that is proved."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.delivery import members, outbox, verdicts
from jobs.delivery.matching import Element, Matched, match_list
from jobs.delivery.members import Held, wanted
from jobs.delivery.sending import Courier, attempt, resend
from jobs.history import tell
from jobs.models import Batch, BatchMember, ContactLink, Document
from jobs.plumbing import db


def look(courier: Courier, batch_id: int, token: str) -> None:
    """List what changed since an hour before the first attempt, by Xero's clock, and settle what is there."""
    with db.reading() as session:
        batch = session.get_one(Batch, batch_id)
        sent = outbox.members_of(session, batch_id)
    first = batch.first_attempt_at or batch.created_at
    since = first + timedelta(seconds=batch.xero_ahead) - verdicts.LOOK_BACK
    listed: Sequence[Element]
    if batch.resource == "Contacts":
        listed = courier.xero.contacts(changed_since=since)
    else:
        listed = courier.xero.documents(batch.resource, changed_since=since)
    seen = match_list([wanted(each) for each in sent], listed, _held_by_others(listed, sent))
    again = _settle_look(batch_id, token, seen, {each.id: each for each in listed})
    if again is not None:
        courier.alive()
        with courier.place() as permit:
            attempt(courier, again, token, permit, new_round=True)


def _held_by_others(listed: Sequence[Element], sent: Sequence[BatchMember]) -> frozenset[str]:
    """Xero ids in the list that rows of ours, other than these, already stand for."""
    mine = [each.document_id for each in sent if each.document_id is not None]
    held: set[str | None] = set()
    with db.reading() as session:
        for some in db.in_parts(each.id for each in listed):
            held.update(
                session.scalars(select(Document.xero_id).where(Document.xero_id.in_(some), Document.id.not_in(mine)))
            )
            held.update(
                session.scalars(select(ContactLink.xero_contact_id).where(ContactLink.xero_contact_id.in_(some)))
            )
    return frozenset(each for each in held if each)


def _settle_look(batch_id: int, token: str, seen: Matched, listed: Mapping[str, Element]) -> int | None:
    """Write down what the look told; returns the batch to send (again) once absence is proved."""
    with db.unit_of_work() as session:
        held = members.hold(session, batch_id, token)
        if held is None:
            return None
        batch, now = held.batch, db.database_now(session)
        chosen = {each.id: _chosen(held, each) for each in held.members}
        for member in held.members:
            # What a person said it is, it is: also when it was edited since and looks like ours no more.
            told = listed.get(chosen[member.id] or "")
            if told is not None:
                seen.found[member.id] = told
                seen.doubtful.pop(member.id, None)
            if member.id in seen.found:
                members.post(session, held, member, seen.found[member.id])
            elif member.id in seen.doubtful:
                members.doubt(session, held, member, seen.doubtful[member.id])
        told_of = {*seen.found, *seen.doubtful, *(each for each, xero_id in chosen.items() if xero_id)}
        absent = [each for each in held.members if each.id not in told_of]
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
        return _judge_absence(session, batch, absent, token, now)


def _chosen(held: Held, member: BatchMember) -> str | None:
    """The candidate that a person said it is."""
    return None if member.document_id is None else held.document_of(member).chosen_xero_id


def _judge_absence(
    session: Session,
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
    smaller = resend(session, batch, absent, token)
    outbox.close_if_settled(session, batch)
    return smaller
