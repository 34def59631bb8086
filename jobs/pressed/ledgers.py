"""Activate and pause: the two buttons of a ledger."""

from sqlalchemy import update

from jobs.history import tell
from jobs.models import Ledger
from jobs.plumbing import clock, db
from jobs.pressed.rows import FLOW, NotNow, name_of
from jobs.queues import ring


def activate(ledger_id: int, member_id: int | None) -> None:
    """Begin to send by itself."""
    _set_state(ledger_id, member_id, "active", "paused", "ACTIVATED")


def pause(ledger_id: int, member_id: int | None) -> None:
    """Stop sending; collecting goes on, and a single document may still be pressed."""
    _set_state(ledger_id, member_id, "paused", "active", "PAUSED_BY")


def _set_state(ledger_id: int, member_id: int | None, to: str, was: str, code: str) -> None:
    with db.unit_of_work() as session:
        changed = session.execute(update(Ledger).where(Ledger.id == ledger_id, Ledger.state == was).values(state=to))
        ledger = session.get_one(Ledger, ledger_id)
        if not changed.rowcount:  # type: ignore[attr-defined]
            raise NotNow(f"{ledger.name} is {ledger.state} already.")
        if to == "active":
            ledger.activated_at = ledger.activated_at or clock.now()
        tell(
            session, ledger.workspace_id, code, ledger_id=ledger_id, ledger=ledger.name, by=name_of(session, member_id)
        )
    ring(FLOW, ledger.workspace_id, now=True)
