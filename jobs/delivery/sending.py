"""Sends batches: takes the call budget, claims, counts the attempt, sends once, and hands on what was heard."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from jobs.delivery import claiming, members, outbox, replies, verdicts
from jobs.delivery.claiming import Planned, Target
from jobs.history import tell
from jobs.models import Batch, BatchMember
from jobs.plumbing import db
from jobs.plumbing.errors import AuthRefused, OutcomeUnknown, RateLimited, Rejected, Unreachable
from jobs.plumbing.permits import Permit
from jobs.xero import protocol
from jobs.xero.client import Xero
from jobs.xero.records import Reply

MOST = 50  # documents in one request: the size Xero's own pages advise
MOST_BYTES = 3_000_000  # 3.5 MB is the practical ceiling (limits page)
LONGEST_WAIT = 5.0  # seconds for a place at the gate


@dataclass(frozen=True)
class Courier:
    """Carries one ledger's documents: the client, where it is bound for, and what says that the sweep is still ours."""

    xero: Xero
    workspace_id: int
    ledger_id: int
    tenant_id: str
    alive: Callable[[], None]  # renews the sweep's lease; raises when it was lost

    def place(self) -> Permit:
        """A place at the gate for one call. Raises RateLimited rather than wait long."""
        return self.xero.gate.take(lane=self.xero.lane, wait=LONGEST_WAIT)

    def target(self, resource: str) -> Target:
        path = protocol.path_for(resource)
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
        permit = courier.place()
        try:
            kept = still_so(part) if still_so else part
            claimed = claiming.claim(courier.target(resource), kept, taken_by) if kept else None
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
        replies.note_silence(batch_id, token, error)
    except (RateLimited, AuthRefused, Unreachable) as error:
        replies.note_nothing_done(batch_id, token, error)
        raise
    else:
        if reply is not None:
            replies.settle_reply(courier.xero, batch_id, token, reply)


def _send(courier: Courier, batch_id: int, token: str, permit: Permit, new_round: bool) -> Reply | None:
    """One attempt; a token that has just expired is renewed and the attempt made again, in a place of its own."""
    try:
        return _send_once(courier, batch_id, token, permit, new_round)
    except AuthRefused as error:
        if not error.expired:
            raise
    permit.release()
    courier.xero.renew_token()
    with courier.place() as second:
        return _send_once(courier, batch_id, token, second, new_round)


def _send_once(courier: Courier, batch_id: int, token: str, permit: Permit, new_round: bool) -> Reply | None:
    """Count the attempt, then make it; None when the claim was lost."""
    if not outbox.begin_attempt(batch_id, token, new_round=new_round):
        return None
    with db.reading() as session:
        batch = session.get_one(Batch, batch_id)
    return courier.xero.send(batch.resource, batch.method, batch.path, batch.body, batch.key, permit=permit)


def _refused_whole(courier: Courier, batch_id: int, token: str, error: Rejected) -> None:
    """A 400 for the whole request strikes nobody: it is halved, under new keys, down to the one at fault."""
    with db.unit_of_work() as session:
        held = members.hold(session, batch_id, token)
        if held is None:
            return
        batch = held.batch
        batch.said, batch.correlation_id = error.said[:2000], error.correlation_id
        if len(held.members) == 1:
            members.refuse(session, held, held.members[0], error.messages)
            outbox.close_if_settled(session, batch)
            return
        smaller = [resend(session, batch, half, token) for half in verdicts.halves(held.members)]
        outbox.close_if_settled(session, batch)
        count = len(held.members)
        tell(session, batch.workspace_id, "HALVED", ledger_id=batch.ledger_id, level="held", count=count)
    for new_id in smaller:
        courier.alive()
        with courier.place() as permit:
            attempt(courier, new_id, token, permit)


def resend(session: Session, batch: Batch, absent: Sequence[BatchMember], token: str) -> int:
    """Write a new batch, under a new key, of members that Xero does not have; the old one lets go of them."""
    planned = [
        Planned(each.marker, each.element, each.evidence, document_id=each.document_id, company_id=each.company_id)
        for each in absent
    ]
    for each in absent:
        each.outcome = "moved"
    target = Target(batch.workspace_id, batch.ledger_id, batch.tenant_id, batch.resource, batch.path, batch.method)
    return claiming.write_batch(session, target, planned, token)
