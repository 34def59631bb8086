"""Errands: what a person asked for once, written down before the bell rings and rung for until it is done."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from jobs.history import tell
from jobs.models import Errand, Member
from jobs.plumbing import clock, db
from jobs.queues import ring

FLOW = "errands"
LASTS = timedelta(minutes=10)  # after which whoever took an errand has died with it
TRIES = 3


def ask(workspace_id: int, kind: str, member_id: int | None, **arguments: Any) -> None:
    """Write an errand down and ring for it; one that is under way already is not asked for twice."""
    with db.unit_of_work() as session:
        open_ones = session.scalars(
            select(Errand).where(Errand.workspace_id == workspace_id, Errand.kind == kind, Errand.ended_at.is_(None))
        )
        if all(each.arguments != arguments for each in open_ones):
            session.add(
                Errand(
                    workspace_id=workspace_id,
                    member_id=member_id,
                    kind=kind,
                    arguments=arguments,
                    asked_at=clock.now(),
                )
            )
    ring(FLOW, workspace_id, now=True)


def is_open(session: Session, workspace_id: int, kind: str, **arguments: Any) -> bool:
    """Whether an errand of that kind, with these among its arguments, is still to be done."""
    asked = session.scalars(
        select(Errand.arguments).where(
            Errand.workspace_id == workspace_id, Errand.kind == kind, Errand.ended_at.is_(None)
        )
    )
    return any(arguments.items() <= each.items() for each in asked)


def due_workspaces() -> list[int]:
    """Workspaces with an errand that nobody is on."""
    with db.reading() as session:
        return list(session.scalars(select(Errand.workspace_id).where(*_free(db.database_now(session))).distinct()))


def take(workspace_id: int) -> Errand | None:
    """Take the workspace's oldest errand; None when there is none, or another worker is on it."""
    with db.unit_of_work() as session:
        now = db.database_now(session)
        _give_up(session, workspace_id, now)
        oldest = session.scalar(
            select(Errand.id).where(Errand.workspace_id == workspace_id, *_free(now)).order_by(Errand.id).limit(1)
        )
        taken = session.execute(
            update(Errand)
            .where(Errand.id == oldest, *_free(now))
            .values(taken_until=now + LASTS, tries=Errand.tries + 1)
        )
        return session.get(Errand, oldest) if taken.rowcount else None  # type: ignore[attr-defined]


def end(errand_id: int) -> None:
    """It is done, or what became of it is told."""
    with db.unit_of_work() as session:
        session.execute(update(Errand).where(Errand.id == errand_id).values(ended_at=clock.now()))


def _free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Errand.ended_at.is_(None), or_(Errand.taken_until.is_(None), Errand.taken_until <= now)


def _give_up(session: Session, workspace_id: int, now: datetime) -> None:
    """End what stopped the work too often, and say so."""
    worn_out = session.execute(
        select(Errand, Member.name)
        .outerjoin(Member, Member.id == Errand.member_id)
        .where(Errand.workspace_id == workspace_id, Errand.tries >= TRIES, *_free(now))
    ).all()
    for errand, name in worn_out:
        errand.ended_at = clock.now()
        tell(session, workspace_id, "ERRAND_GIVEN_UP", level="fault", by=name or "Tallystick")
