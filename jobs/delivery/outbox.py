"""The open batches in the database: counts attempts, holds claims and ends them; every step a conditional UPDATE."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from jobs.models import Batch, BatchMember, Ledger
from jobs.plumbing import db

LEASE = timedelta(seconds=120)


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


def documents_in_doubt() -> Select[int | None]:
    """The documents in requests whose outcome is not known."""
    return (
        select(BatchMember.document_id)
        .join(Batch, Batch.id == BatchMember.batch_id)
        .where(BatchMember.outcome == "unknown", Batch.state == "open", BatchMember.document_id.is_not(None))
    )


def in_doubt(session: Session, document_id: int) -> bool:
    """Whether the document is in a request whose outcome is not known."""
    return bool(in_doubt_among(session, [document_id]))


def in_doubt_among(session: Session, document_ids: Collection[int]) -> set[int]:
    """Which of these are in a request whose outcome is not known."""
    found: set[int] = set()
    for some in db.in_parts(document_ids):
        rows = session.scalars(documents_in_doubt().where(BatchMember.document_id.in_(some)))
        found.update(each for each in rows if each is not None)
    return found


def ask_again(session: Session, document_ids: Collection[int]) -> None:
    """Make the requests due whose outcome is not known for these documents."""
    for some in db.in_parts(document_ids):
        theirs = select(BatchMember.batch_id).where(BatchMember.document_id.in_(some), BatchMember.outcome == "unknown")
        open_ones = select(Batch.id).where(Batch.state == "open", Batch.id.in_(theirs))
        ids = session.scalars(open_ones.order_by(Batch.id).with_for_update()).all()
        session.execute(update(Batch).where(Batch.id.in_(ids)).values(due_at=db.database_now(session)))


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


def due_batches(session: Session, workspace_id: int, tenant_id: str, now: datetime) -> list[int]:
    """Open batches that nobody works on and that are due, oldest first.

    Those of the organisation, and those of one that is connected no more; another live ledger sees to its own.
    """
    live = select(Ledger.tenant_id).where(Ledger.workspace_id == workspace_id, Ledger.state != "disconnected")
    return list(
        session.scalars(
            select(Batch.id)
            .where(
                Batch.workspace_id == workspace_id,
                Batch.state == "open",
                or_(Batch.tenant_id == tenant_id, Batch.tenant_id.not_in(live)),
                or_(Batch.claim_token.is_(None), Batch.claim_until <= now),
                or_(Batch.due_at.is_(None), Batch.due_at <= now),
            )
            .order_by(Batch.id)
        )
    )
