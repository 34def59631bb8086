"""Activate and pause: the two buttons of a ledger."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from jobs.history import tell
from jobs.models import Document, Ledger
from jobs.plumbing import clock, db
from jobs.pressed.rows import FLOW, NotNow, name_of
from jobs.queues import ring
from jobs.succession import take_over


def activate(ledger_id: int, member_id: int | None, *, anyway: bool = False) -> None:
    """Begin to send by itself; the first time only once a person has decided on what seems to be in Xero already."""
    _take_over_first(ledger_id)
    with db.reading() as session:
        alike = 0 if anyway else _count_alike(session, ledger_id)
    if alike:
        raise NotNow(_ask_about(alike))
    _set_state(ledger_id, member_id, "active", "paused", "ACTIVATED")


def _take_over_first(ledger_id: int) -> None:
    """What an organisation let go before has left unsent comes here first, to be compared with what is in Xero."""
    ledger, count = take_over(ledger_id)
    if not count:
        return
    ring(FLOW, ledger.workspace_id, now=True)
    these, come, them = ("1 document", "comes", "it") if count == 1 else (f"{count:,} documents", "come", "them")
    raise NotNow(
        f"{these} never sent to the organisation connected before {come} here. We are comparing {them} with what "
        f"{ledger.name} has already; activate again in a minute."
    )


def _count_alike(session: Session, ledger_id: int) -> int:
    """Invoices that would go with the first activation, and that Xero seems to have from before us."""
    alike = (
        select(func.count())
        .select_from(Document)
        .join(Ledger, Ledger.id == Document.ledger_id)
        .where(
            Ledger.id == ledger_id,
            Ledger.activated_at.is_(None),
            Document.workspace_id == Ledger.workspace_id,
            Document.disposition.in_(("waiting", "held")),
            Document.lookalike.is_not(None),
            Document.xero_id.is_(None),
            Document.hidden.is_(False),
        )
    )
    return session.scalar(alike) or 0


def _ask_about(alike: int) -> str:
    seem, them, they = (
        ("1 invoice seems", "it", "it is") if alike == 1 else (f"{alike:,} invoices seem", "them", "they are")
    )
    return (
        f"{seem} to be in Xero already, and would go there a second time. On the last page of set-up, mark {them} as "
        f"already in Xero or, if {they} not the same, tick “Send {them} all the same” beside Activate."
    )


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
