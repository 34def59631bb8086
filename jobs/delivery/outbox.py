"""The outbox in the database: claims before sending, counts attempts, and settles; every step a conditional UPDATE."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from jobs.models import Batch, BatchMember, ContactLink, Document
from jobs.plumbing import db
from jobs.xero import protocol

LEASE = timedelta(seconds=120)


@dataclass(frozen=True)
class Planned:
    """One element about to be sent: for a document or, as a new contact, for a company."""

    marker: str
    element: bytes
    evidence: dict[str, Any]
    document_id: int | None = None
    company_id: int | None = None


@dataclass(frozen=True)
class Target:
    """Where a batch goes: the organisation it is bound to, the resource and the path with its query."""

    workspace_id: int
    ledger_id: int
    tenant_id: str
    resource: str
    path: str
    method: str = "PUT"


def claim(target: Target, planned: Sequence[Planned], taken_by: str) -> tuple[int, str] | None:
    """Claim what is still ours to send and write the batch, in one commit. Returns (batch id, claim token).

    A document with a Xero id, in an open batch, or taken by another sweep is left out; None when nothing is left.
    """
    token = secrets.token_hex(16)
    with db.unit_of_work() as session:
        mine = _claim_documents(session, planned, taken_by) | _claim_companies(session, target.ledger_id, planned)
        kept = [each for each in planned if (each.document_id, each.company_id) in mine]
        if not kept:
            return None
        batch_id = write_batch(session, target, kept, token)
    return batch_id, token


def _claim_documents(session: Session, planned: Sequence[Planned], taken_by: str) -> set[tuple[int | None, None]]:
    ids = [each.document_id for each in planned if each.document_id is not None]
    if not ids:
        return set()
    in_doubt = (
        select(BatchMember.document_id)
        .join(Batch, Batch.id == BatchMember.batch_id)
        .where(Batch.state == "open", BatchMember.outcome == "unknown", BatchMember.document_id.in_(ids))
    )
    claimed = session.execute(
        update(Document)
        .where(
            Document.id.in_(ids),
            Document.disposition.in_(("waiting", "held")),
            Document.taken_by == taken_by,
            Document.xero_id.is_(None),
            Document.id.not_in(in_doubt),
        )
        .values(disposition="sending", reason=None, reason_detail=None, due_at=None)
        .returning(Document.id)
    )
    return {(row[0], None) for row in claimed}


def _claim_companies(session: Session, ledger_id: int, planned: Sequence[Planned]) -> set[tuple[None, int | None]]:
    ids = [each.company_id for each in planned if each.company_id is not None]
    if not ids:
        return set()
    claimed = session.execute(
        update(ContactLink)
        .where(
            ContactLink.ledger_id == ledger_id,
            ContactLink.company_id.in_(ids),
            ContactLink.state == "wanted",
        )
        .values(state="sending")
        .returning(ContactLink.company_id)
    )
    return {(None, row[0]) for row in claimed}


def write_batch(session: Session, target: Target, planned: Sequence[Planned], token: str) -> int:
    """Insert a claimed batch with its members' exact bytes, and point the members at it. Returns its id."""
    now = db.database_now(session)
    batch = Batch(
        workspace_id=target.workspace_id,
        ledger_id=target.ledger_id,
        tenant_id=target.tenant_id,
        resource=target.resource,
        method=target.method,
        path=target.path,
        body=protocol.envelope(target.resource, [each.element for each in planned]),
        # Random, never made of content: a refusal is replayed for 6 minutes, even after a person mended its cause. Keys
        # are shared by all organisations of the app, so the organisation stands inside.
        key=f"ts-{target.tenant_id}-{secrets.token_hex(16)}",
        claim_token=token,
        claim_until=now + LEASE,
        created_at=now,
    )
    session.add(batch)
    session.flush()
    session.execute(
        insert(BatchMember),
        [
            {
                "batch_id": batch.id,
                "document_id": each.document_id,
                "company_id": each.company_id,
                "marker": each.marker,
                "element": each.element,
                "evidence": each.evidence,
                "outcome": "unknown",
            }
            for each in planned
        ],
    )
    _point_at(session, target.ledger_id, planned, batch.id)
    return batch.id


def _point_at(session: Session, ledger_id: int, planned: Sequence[Planned], batch_id: int) -> None:
    documents = [each.document_id for each in planned if each.document_id is not None]
    companies = [each.company_id for each in planned if each.company_id is not None]
    if documents:
        session.execute(update(Document).where(Document.id.in_(documents)).values(batch_id=batch_id))
    if companies:
        session.execute(
            update(ContactLink)
            .where(ContactLink.ledger_id == ledger_id, ContactLink.company_id.in_(companies))
            .values(batch_id=batch_id)
        )


def begin_attempt(batch_id: int, token: str, *, new_round: bool = False) -> bool:
    """Count an attempt and note its time, by the token: False means that the claim was lost, so stop.

    What is written already says *no reply*: a worker killed from here on has sent, for all anyone knows.
    """
    with db.unit_of_work() as session:
        now = db.database_now(session)
        began = session.execute(
            update(Batch)
            .where(Batch.id == batch_id, Batch.claim_token == token, Batch.claim_until > now, Batch.state == "open")
            .values(
                attempts=Batch.attempts + 1,
                first_attempt_at=func.coalesce(Batch.first_attempt_at, now),
                round_began_at=now if new_round else func.coalesce(Batch.round_began_at, now),
                last_attempt_at=now,
                last_ended_at=None,
                silence="no_reply",
                absences=0,
                absent_since=None,
                due_at=None,
                claim_until=now + LEASE,
            )
        )
        return bool(began.rowcount)  # type: ignore[attr-defined]


def renew(batch_id: int, token: str) -> bool:
    """Prolong the claim by the code that works; False: lost."""
    with db.unit_of_work() as session:
        now = db.database_now(session)
        renewed = session.execute(
            update(Batch)
            .where(Batch.id == batch_id, Batch.claim_token == token, Batch.claim_until > now, Batch.state == "open")
            .values(claim_until=now + LEASE)
        )
        return bool(renewed.rowcount)  # type: ignore[attr-defined]


def claim_again(batch_id: int) -> str | None:
    """Take over an open batch whose claim has ended; None when somebody's is live."""
    token = secrets.token_hex(16)
    with db.unit_of_work() as session:
        now = db.database_now(session)
        taken = session.execute(
            update(Batch)
            .where(
                Batch.id == batch_id,
                Batch.state == "open",
                or_(Batch.claim_token.is_(None), Batch.claim_until <= now),
            )
            .values(claim_token=token, claim_until=now + LEASE)
        )
        return token if taken.rowcount else None  # type: ignore[attr-defined]


def hold(batch_id: int, token: str, *, silence: str | None, due_at: datetime, said: str = "", **also: Any) -> bool:
    """Leave an open batch for later: its outcome is not known. *silence* None keeps what was noted before."""
    with db.unit_of_work() as session:
        now = db.database_now(session)
        values = {"claim_token": None, "claim_until": None, "due_at": due_at, "said": said[:2000] or None, **also}
        if silence is not None:
            values |= {"silence": silence, "last_ended_at": now}
        held = session.execute(
            update(Batch)
            .where(Batch.id == batch_id, Batch.claim_token == token, Batch.state == "open")
            .values(**values)
        )
        return bool(held.rowcount)  # type: ignore[attr-defined]


def owns(session: Session, batch_id: int, token: str) -> Batch | None:
    """The open batch, locked for this transaction, if the claim is still ours."""
    renewed = session.execute(
        update(Batch)
        .where(Batch.id == batch_id, Batch.claim_token == token, Batch.state == "open")
        .values(claim_until=db.database_now(session) + LEASE)
    )
    return session.get(Batch, batch_id, populate_existing=True) if renewed.rowcount else None  # type: ignore[attr-defined]


def members_of(session: Session, batch_id: int, outcome: str = "unknown") -> list[BatchMember]:
    """The batch's members with that outcome, in the order sent."""
    return list(
        session.scalars(
            select(BatchMember)
            .where(BatchMember.batch_id == batch_id, BatchMember.outcome == outcome)
            .order_by(BatchMember.id)
        )
    )


def in_doubt(session: Session, document_id: int) -> bool:
    """Whether the document is in a request whose outcome is not known."""
    found = session.scalar(
        select(BatchMember.id)
        .join(Batch, Batch.id == BatchMember.batch_id)
        .where(BatchMember.document_id == document_id, BatchMember.outcome == "unknown", Batch.state == "open")
        .limit(1)
    )
    return found is not None


def size_of(session: Session, batch_id: int) -> int:
    """How many elements the batch's bytes carry, whatever became of each."""
    return session.scalar(select(func.count(BatchMember.id)).where(BatchMember.batch_id == batch_id)) or 0


def close_if_settled(session: Session, batch: Batch) -> bool:
    """Settle the batch when none of its members is unknown any more."""
    session.flush()
    if members_of(session, batch.id):
        return False
    batch.state, batch.claim_token, batch.claim_until, batch.due_at = "settled", None, None, None
    return True


def due_batches(session: Session, workspace_id: int, now: datetime) -> list[int]:
    """Open batches that nobody works on and that are due, oldest first."""
    return list(
        session.scalars(
            select(Batch.id)
            .where(
                Batch.workspace_id == workspace_id,
                Batch.state == "open",
                or_(Batch.claim_token.is_(None), Batch.claim_until <= now),
                or_(Batch.due_at.is_(None), Batch.due_at <= now),
            )
            .order_by(Batch.id)
        )
    )
