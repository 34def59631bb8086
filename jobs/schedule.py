"""What runs when: a tick looks in the database for what is due and rings the bells; it never does the work itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select, union
from sqlalchemy.orm import Session

from jobs import clients, errands, invoices, mailing
from jobs.models import AutotaskConnection, Batch, Document, Fault, Ledger, SweepState, Workspace
from jobs.plumbing import clock, db, leases
from jobs.plumbing.config import Settings
from jobs.queues import ring

TICK = 1.0  # seconds
LEADER_LASTS = 30
QUIET = timedelta(seconds=5)  # between two sweeps that found work still due
SILENT_QUIET = timedelta(minutes=1)  # the same while a vendor is down: its calls of the day are soon used up
REFUSALS = ("AUTOTASK_RIGHTS", "SETTINGS_WRONG")


def run_scheduler(settings: Settings) -> None:
    """Tick for ever; of several schedulers only the holder of the lease rings."""
    clients.start(settings)
    leader: str | None = None
    while True:
        if leader is None or not leases.renew("scheduler", leader, LEADER_LASTS):
            taken = leases.take("scheduler", LEADER_LASTS)
            leader = taken.token if taken else None
        if leader is not None:
            tick()
        clock.pause(TICK)


def tick() -> None:
    """Ring for every workspace in which something is due, and let mail go out."""
    for workspace_id, pressed in due_workspaces():
        ring(invoices.FLOW, workspace_id, now=pressed)
    for workspace_id in errands.due_workspaces():
        ring(errands.FLOW, workspace_id, now=True)
    mailing.send_due()


def due_workspaces() -> list[tuple[int, bool]]:
    """Workspaces with a sweep to make, and whether a person is waiting for it."""
    with db.reading() as session:
        now = db.database_now(session)
        pressed, busy, silent = _pressed(session, now), _busy(session, now), _silent(session)
        due = []
        for workspace_id, state in _live(session):
            if _rests(state, SILENT_QUIET if workspace_id in silent else QUIET):
                continue
            poll = state is None or state.collect_due_at is None or state.collect_due_at <= now
            if poll or workspace_id in pressed or workspace_id in busy:
                due.append((workspace_id, workspace_id in pressed))
        return due


def _live(session: Session) -> Sequence[tuple[int, SweepState | None]]:
    """Workspaces whose Autotask answers and that have a ledger, with how far their sweeps have come."""
    return session.execute(
        select(AutotaskConnection.workspace_id, SweepState)
        .outerjoin(
            SweepState,
            (SweepState.workspace_id == AutotaskConnection.workspace_id) & (SweepState.flow == invoices.FLOW),
        )
        .where(
            AutotaskConnection.state == "live",
            AutotaskConnection.workspace_id.in_(select(Ledger.workspace_id)),
        )
        .order_by(AutotaskConnection.workspace_id)
    ).all()


def _pressed(session: Session, now: datetime) -> set[int]:
    """Workspaces in which a person waits for an answer."""
    rows = select(Document.workspace_id).where(
        Document.pressed_at.is_not(None), Document.disposition.in_(("waiting", "held")), Document.due_at <= now
    )
    questions = select(Document.workspace_id).where(Document.asked.is_not(None))
    sweeps = select(SweepState.workspace_id).where(SweepState.asked_at.is_not(None))
    return set(session.scalars(union(rows, questions, sweeps)))


def _busy(session: Session, now: datetime) -> set[int]:
    """Workspaces with rows or requests that a sweep may work on.

    Each question stops at the first row it finds: this is asked every second, however many documents there are.
    """
    posted = select(Document.id).where(
        Document.workspace_id == Workspace.id, Document.disposition == "posted", Document.due_at <= now
    )
    waiting = select(Document.id).where(
        Document.workspace_id == Ledger.workspace_id,
        Document.ledger_id == Ledger.id,
        Document.disposition.in_(("waiting", "held")),
        Document.due_at <= now,
    )
    requests = select(Batch.id).where(
        Batch.workspace_id == Workspace.id,
        Batch.state == "open",
        or_(Batch.claim_until.is_(None), Batch.claim_until <= now),
        or_(Batch.due_at.is_(None), Batch.due_at <= now),
    )
    open_ledgers = select(Ledger.workspace_id).where(
        Ledger.state == "active", or_(Ledger.held_until.is_(None), Ledger.held_until <= now), waiting.exists()
    )
    return set(
        session.scalars(union(select(Workspace.id).where(or_(posted.exists(), requests.exists())), open_ledgers))
    )


def _silent(session: Session) -> set[int]:
    """Workspaces of which a vendor does not answer, or refuses what we may not do."""
    autotask = select(AutotaskConnection.workspace_id).where(AutotaskConnection.silent_since.is_not(None))
    xero = select(Ledger.workspace_id).where(Ledger.silent_since.is_not(None), Ledger.state != "disconnected")
    refused = select(Fault.workspace_id).where(Fault.code.in_(REFUSALS), Fault.closed_at.is_(None))
    return {*session.scalars(autotask), *session.scalars(xero), *session.scalars(refused)}


def _rests(state: SweepState | None, quiet: timedelta) -> bool:
    """The last sweep ended a moment ago, and nobody has asked since: what it could not do is not doable at once."""
    if state is None or state.ended_at is None or clock.now() >= state.ended_at + quiet:
        return False
    return state.asked_at is None or state.asked_at < state.ended_at
