"""Sends batches: takes the call budget, claims, counts the attempt, sends once, and settles by what was heard."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from jobs.delivery import outbox, settling, verdicts
from jobs.delivery.matching import NOBODY, Element, is_certain, match_reply
from jobs.delivery.outbox import Planned, Target
from jobs.history import tell
from jobs.models import Batch, BatchMember
from jobs.plumbing import clock, db
from jobs.plumbing.errors import AuthRefused, OutcomeUnknown, RateLimited, Rejected, Unreachable, VendorError
from jobs.plumbing.permits import Permit
from jobs.translation.markers import marker_in
from jobs.xero import protocol
from jobs.xero.client import Xero
from jobs.xero.records import Document as XeroDocument
from jobs.xero.records import Reply

MOST = 50  # documents in one request: the size Xero's own pages advise
MOST_BYTES = 3_000_000  # 3.5 MB is the practical ceiling (limits page)
NUMBER_USED = "Invoice # must be unique"
SOON = timedelta(seconds=2)


@dataclass(frozen=True)
class Courier:
    """Carries one ledger's documents: the client, where it is bound for, and what says that the sweep is still ours."""

    xero: Xero
    workspace_id: int
    ledger_id: int
    tenant_id: str
    alive: Callable[[], None]  # renews the sweep's lease; raises when it was lost

    def target(self, resource: str, *, four_decimals: bool = False) -> Target:
        path = protocol.path_for(resource, four_decimals=four_decimals)
        return Target(self.workspace_id, self.ledger_id, self.tenant_id, resource, path)


def deliver(
    courier: Courier,
    resource: str,
    planned: Sequence[Planned],
    taken_by: str,
    still_so: Callable[[list[Planned]], list[Planned]] | None = None,
    *,
    alone: frozenset[int] = frozenset(),
) -> None:
    """Send everything planned, ≤ 50 a request.

    *still_so* re-reads the source just before claiming and drops what moved. Raises RateLimited (nothing more
    is claimed), AuthRefused or Unreachable once what did not leave is waiting again.
    """
    for part in parts(planned, alone):
        courier.alive()
        permit = courier.xero.gate.take(lane=courier.xero.lane, wait=5.0)
        try:
            kept = still_so(part) if still_so else part
            claimed = outbox.claim(courier.target(resource), kept, taken_by) if kept else None
            if claimed is not None:
                attempt(courier, *claimed, permit)
        finally:
            permit.release()


def parts(planned: Sequence[Planned], alone: frozenset[int] = frozenset()) -> Iterator[list[Planned]]:
    """Cut into requests by count and size; a document that has ended two workers goes alone."""
    part: list[Planned] = []
    size = 0
    for each in planned:
        by_itself = each.document_id in alone
        if part and (by_itself or len(part) == MOST or size + len(each.element) > MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(each)
        size += len(each.element)
        if by_itself:
            yield part
            part, size = [], 0
    if part:
        yield part


def attempt(courier: Courier, batch_id: int, token: str, permit: Permit, *, new_round: bool = False) -> None:
    """Send a claimed batch once and settle it by what was heard; *permit* is given back once the call is over."""
    try:
        try:
            reply = _send(courier, batch_id, token, permit, new_round)
        finally:
            permit.release()  # what follows makes calls of its own: halves of halves would take every place there is
    except Rejected as error:
        _refused_whole(courier, batch_id, token, error)
    except OutcomeUnknown as error:
        _silent(courier, batch_id, token, error)
    except (RateLimited, AuthRefused, Unreachable) as error:
        _nothing_left(batch_id, token, error)
        raise
    else:
        if reply is not None:
            settle_reply(courier, batch_id, token, reply)


def _send(courier: Courier, batch_id: int, token: str, permit: Permit, new_round: bool) -> Reply | None:
    """One attempt; a token that has just expired is renewed and the attempt made (and counted) again."""
    for last in (False, True):
        if not outbox.begin_attempt(batch_id, token, new_round=new_round):
            return None
        with db.reading() as session:
            batch = session.get_one(Batch, batch_id)
        try:
            return courier.xero.send(batch.resource, batch.method, batch.path, batch.body, batch.key, permit=permit)
        except AuthRefused as error:
            if last or not error.expired:
                raise
            courier.xero.renew_token()
    return None


def settle_reply(courier: Courier, batch_id: int, token: str, reply: Reply) -> None:
    """Give each element of a certain answer to its document; what the answer does not tell stays unknown."""
    with db.reading() as session:
        members = outbox.members_of(session, batch_id)
    found = match_reply([settling.wanted(each) for each in members], reply.elements)
    taken = _holders_of_numbers(courier, members, found)
    with db.unit_of_work() as session:
        batch = outbox.owns(session, batch_id, token)
        if batch is None:
            return
        batch.correlation_id, batch.last_ended_at = reply.correlation_id, db.database_now(session)
        members = outbox.members_of(session, batch_id)
        documents = settling.load(session, [each.document_id for each in members])
        faulted = settling.faulted_among(session, documents)
        with session.no_autoflush:
            for member in members:
                has_faults = member.document_id in faulted
                _settle_one(session, batch, member, found.get(member.id), taken, has_faults=has_faults)
        if not outbox.close_if_settled(session, batch):
            _leave_for_look_up(batch, "server_error", "the reply did not tell of every element")


def _settle_one(
    session: Session,
    batch: Batch,
    member: BatchMember,
    element: Element | None,
    taken: dict[int, XeroDocument | None],
    *,
    has_faults: bool,
) -> None:
    if element is None:
        return
    if member.id in taken:
        _settle_number(session, batch, member, taken[member.id])
    elif element.errors:
        settling.refuse(session, batch, member, element.errors)
    elif element.id != NOBODY and is_certain(settling.wanted(member), element):
        settling.post(session, batch, member, element, has_faults=has_faults)


def _holders_of_numbers(
    courier: Courier, members: Sequence[BatchMember], found: dict[int, Element]
) -> dict[int, XeroDocument | None]:
    """For each member refused because its number is used: who holds that number (None: could not be found)."""
    used = [
        each
        for each in members
        if each.evidence.get("number")
        and each.id in found
        and any(NUMBER_USED in message for message in found[each.id].errors)
    ]
    if not used:
        return {}
    try:
        if used[0].evidence["url"]:
            holders = courier.xero.documents("Invoices", numbers=[each.evidence["number"] for each in used])
        else:
            # Credit notes have no list by number; the notes of that contact and day are few among all changed ones.
            holders = courier.xero.documents("CreditNotes")
    except VendorError:
        return {}
    by_number = {(each.number or "").strip().casefold(): each for each in holders}
    return {each.id: by_number.get(each.evidence["number"].strip().casefold()) for each in used}


def _settle_number(session: Session, batch: Batch, member: BatchMember, holder: XeroDocument | None) -> None:
    if holder is None:
        settling.refuse(session, batch, member, ("Xero says that the number is used, and shows nothing under it.",))
        return
    ours = marker_in(holder.url) == member.marker or (
        not member.evidence["url"] and is_certain(settling.wanted(member), holder)
    )
    if ours:
        settling.post(session, batch, member, holder, how="ADOPTED")
        return
    member.outcome = "refused"
    document = settling.document_of(session, member)
    detail = {
        "number": member.evidence["number"],
        "xero_id": holder.id,
        "xero_contact": holder.contact_name or "another contact",
        "xero_date": holder.date or "",
        "xero_total": str(holder.total),
    }
    settling.to_fault(session, document, "NUMBER_TAKEN", detail=detail)


def _refused_whole(courier: Courier, batch_id: int, token: str, error: Rejected) -> None:
    """A 400 for the whole request strikes nobody: it is halved, under new keys, down to the one at fault."""
    with db.unit_of_work() as session:
        batch = outbox.owns(session, batch_id, token)
        if batch is None:
            return
        batch.said, batch.correlation_id = error.said[:2000], error.correlation_id
        members = outbox.members_of(session, batch_id)
        if len(members) == 1:
            settling.refuse(session, batch, members[0], error.messages)
            outbox.close_if_settled(session, batch)
            return
        smaller = [resend(session, courier, batch, half, token) for half in verdicts.halves(members)]
        outbox.close_if_settled(session, batch)
        tell(session, batch.workspace_id, "HALVED", ledger_id=batch.ledger_id, level="held", count=len(members))
    for new_id in smaller:
        courier.alive()
        with courier.xero.gate.take(lane=courier.xero.lane, wait=5.0) as permit:
            attempt(courier, new_id, token, permit)


def resend(session: Session, courier: Courier, batch: Batch, members: Sequence[BatchMember], token: str) -> int:
    """Write a new batch, under a new key, of members that Xero does not have; the old one lets go of them."""
    planned = [
        Planned(each.marker, each.element, each.evidence, document_id=each.document_id, company_id=each.company_id)
        for each in members
    ]
    for each in members:
        each.outcome = "moved"
    target = Target(batch.workspace_id, batch.ledger_id, batch.tenant_id, batch.resource, batch.path, batch.method)
    return outbox.write_batch(session, target, planned, token)


def _silent(courier: Courier, batch_id: int, token: str, error: OutcomeUnknown) -> None:
    """Nothing certain was heard: after no reply the same bytes may go again soon, after a 5xx only a look helps."""
    with db.unit_of_work() as session:
        batch = outbox.owns(session, batch_id, token)
        if batch is None:
            return
        batch.correlation_id = error.correlation_id
        _leave_for_look_up(batch, "server_error" if error.replied else "no_reply", error.said)
        batch.last_ended_at = db.database_now(session)
        for member in outbox.members_of(session, batch_id):
            if member.document_id is not None:
                settling.document_of(session, member).reason = "FINDING_OUT"
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


def _nothing_left(batch_id: int, token: str, error: VendorError) -> None:
    """This attempt did nothing: if it was the only one the documents wait again, else the earlier ones stay unknown."""
    due_at = error.until if isinstance(error, RateLimited) else clock.now() + timedelta(minutes=1)
    with db.unit_of_work() as session:
        batch = outbox.owns(session, batch_id, token)
        if batch is None:
            return
        batch.said = error.said[:2000]
        if batch.attempts <= 1:
            settling.release(session, batch, _reason(error), _due(error, due_at), held=isinstance(error, RateLimited))
        else:
            batch.claim_token, batch.claim_until, batch.due_at = None, None, due_at


def _reason(error: VendorError) -> str:
    if isinstance(error, RateLimited):
        return "RATE_LIMITED"
    return "CONNECTION_LOST" if isinstance(error, AuthRefused) else "VENDOR_DOWN"


def _due(error: VendorError, due_at: datetime) -> datetime:
    return clock.now() if isinstance(error, AuthRefused) else due_at
