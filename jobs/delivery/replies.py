"""Settles a batch by what was heard of it: a certain answer, a silence, or that the attempt did nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from jobs.delivery import members, outbox, settling, verdicts
from jobs.delivery.matching import NOBODY, Element, is_certain, match_reply, number_key
from jobs.delivery.members import Held, wanted
from jobs.history import tell
from jobs.models import Batch, BatchMember
from jobs.plumbing import clock, db
from jobs.plumbing.errors import AuthRefused, OutcomeUnknown, RateLimited, VendorError
from jobs.translation.markers import marker_in
from jobs.xero.client import Xero
from jobs.xero.records import Document as XeroDocument
from jobs.xero.records import Reply

NUMBER_USED = "# must be unique"  # of invoices and credit notes alike
SOON = timedelta(seconds=2)


def settle_reply(xero: Xero, batch_id: int, token: str, reply: Reply) -> None:
    """Give each element of a certain answer to its document; what the answer does not tell stays unknown."""
    with db.reading() as session:
        open_members = outbox.members_of(session, batch_id)
    found = match_reply([wanted(each) for each in open_members], reply.elements)
    taken = _holders_of_numbers(xero, open_members, found)
    with db.unit_of_work() as session:
        held = members.hold(session, batch_id, token)
        if held is None:
            return
        batch = held.batch
        batch.correlation_id, batch.last_ended_at = reply.correlation_id, db.database_now(session)
        with session.no_autoflush:
            for member in held.members:
                _settle_one(session, held, member, found.get(member.id), taken)
        if not outbox.close_if_settled(session, batch):
            _leave_for_look_up(batch, "server_error", "the reply did not tell of every element")


def _settle_one(
    session: Session,
    held: Held,
    member: BatchMember,
    element: Element | None,
    taken: dict[int, XeroDocument | None],
) -> None:
    if element is None:
        return
    if member.id in taken:
        _settle_number(session, held, member, taken[member.id])
    elif element.errors:
        members.refuse(session, held, member, element.errors)
    elif element.id != NOBODY and is_certain(wanted(member), element):
        members.post(session, held, member, element)


def _holders_of_numbers(
    xero: Xero, sent: Sequence[BatchMember], found: dict[int, Element]
) -> dict[int, XeroDocument | None]:
    """For each member refused because its number is used: who holds that number (None: could not be found)."""
    used = [
        each
        for each in sent
        if each.evidence.get("number")
        and each.id in found
        and any(NUMBER_USED in message for message in found[each.id].errors)
    ]
    if not used:
        return {}
    try:
        if used[0].evidence["url"]:
            holders = xero.documents("Invoices", numbers=[each.evidence["number"] for each in used])
        else:
            # All of them: Xero filters credit notes by contact and day, not by number, and a stranger's may have any.
            holders = xero.documents("CreditNotes")
    except VendorError:
        return {}
    by_number = {number_key(each.type, each.number or ""): each for each in holders}
    return {each.id: by_number.get(number_key(each.evidence["type"], each.evidence["number"])) for each in used}


def _settle_number(session: Session, held: Held, member: BatchMember, holder: XeroDocument | None) -> None:
    if holder is None:
        said = "Xero says that the number is used, and shows nothing under it."
        members.refuse(session, held, member, (said,))
        return
    ours = marker_in(holder.url) == member.marker or (not member.evidence["url"] and is_certain(wanted(member), holder))
    if ours:
        members.post(session, held, member, holder, how="ADOPTED")
        return
    member.outcome = "refused"
    detail = {
        "number": member.evidence["number"],
        "xero_id": holder.id,
        "xero_contact": holder.contact_name or "another contact",
        "xero_date": holder.date or "",
        "xero_total": str(holder.total),
    }
    settling.to_fault(session, held.document_of(member), "NUMBER_TAKEN", detail=detail)


def note_silence(batch_id: int, token: str, error: OutcomeUnknown) -> None:
    """Nothing certain was heard: after no reply the same bytes may go again soon, after a 5xx only a look helps."""
    with db.unit_of_work() as session:
        held = members.hold(session, batch_id, token)
        if held is None:
            return
        batch = held.batch
        batch.correlation_id = error.correlation_id
        _leave_for_look_up(batch, "server_error" if error.replied else "no_reply", error.said)
        batch.last_ended_at = db.database_now(session)
        for document in held.documents.values():
            document.reason = "FINDING_OUT"
        tell(
            session,
            batch.workspace_id,
            "SILENT",
            ledger_id=batch.ledger_id,
            level="held",
            support=f"{error.said} {error.correlation_id or ''}".strip(),
        )


def _leave_for_look_up(batch: Batch, silence: str, said: str) -> None:
    batch.silence, batch.said = silence, said[:2000]
    batch.claim_token, batch.claim_until = None, None
    batch.due_at = clock.now() + (verdicts.REPEAT_AFTER if silence == "no_reply" else SOON)


def note_nothing_done(batch_id: int, token: str, error: VendorError) -> None:
    """This attempt did nothing: if it was the only one the documents wait again, else the earlier ones stay unknown."""
    due_at = error.until if isinstance(error, RateLimited) else clock.now() + timedelta(minutes=1)
    with db.unit_of_work() as session:
        held = members.hold(session, batch_id, token)
        if held is None:
            return
        batch = held.batch
        batch.said = error.said[:2000]
        if batch.attempts <= 1:
            limited = isinstance(error, RateLimited)
            members.release(session, held, _reason(error), _due(error, due_at), wait=limited)
        else:
            batch.claim_token, batch.claim_until, batch.due_at = None, None, due_at


def _reason(error: VendorError) -> str:
    if isinstance(error, RateLimited):
        return "RATE_LIMITED"
    return "CONNECTION_LOST" if isinstance(error, AuthRefused) else "VENDOR_DOWN"


def _due(error: VendorError, due_at: datetime) -> datetime:
    return clock.now() if isinstance(error, AuthRefused) else due_at
