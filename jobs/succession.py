"""When another organisation takes the place of one that was let go: what was never sent goes to the newcomer."""

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import Session

from jobs.delivery.outbox import documents_in_doubt
from jobs.models import Document, Fault, Ledger
from jobs.plumbing import clock, db

UNSENT = ("waiting", "held", "fault", "skipped")


def take_over(ledger_id: int) -> tuple[Ledger, int]:
    """`inherit` in a commit of its own; returns the ledger as well."""
    with db.unit_of_work() as session:
        ledger = session.get_one(Ledger, ledger_id)
        return ledger, inherit(session, ledger)


def inherit(session: Session, ledger: Ledger) -> int:
    """Give a ledger that was never active what those let go before have left unsent. Returns how many documents.

    What Xero has, or may have, stays with the organisation it was sent to.
    """
    if ledger.activated_at is not None:
        return 0
    left = _left_behind(ledger)
    ids = list(session.scalars(select(Document.id).where(*left).order_by(Document.id).with_for_update()))
    if not ids:
        return 0
    # A sweep that is at work on one for the old organisation lets it go. What was known of it there, and what looked
    # like it there, is found out anew.
    anew = {"taken_by": None, "company_name": None, "lookalike": None, "changed_at": clock.now()}
    session.execute(update(Document).where(*left).values(ledger_id=ledger.id, **anew))
    session.execute(
        update(Fault)
        .where(
            Fault.closed_at.is_(None),
            Fault.document_id.in_(select(Document.id).where(Document.ledger_id == ledger.id)),
        )
        .values(ledger_id=ledger.id)
    )
    return len(ids)


def _left_behind(ledger: Ledger) -> tuple[ColumnElement[bool], ...]:
    # An organisation whose connection was lost is no predecessor: it is repaired, and its documents wait for that.
    lost = exists().where(
        Fault.ledger_id == Ledger.id, Fault.code == "XERO_REFUSED_CONNECTION", Fault.closed_at.is_(None)
    )
    let_go = select(Ledger.id).where(
        Ledger.workspace_id == ledger.workspace_id, Ledger.id != ledger.id, Ledger.state == "disconnected", ~lost
    )
    return (
        Document.workspace_id == ledger.workspace_id,
        Document.ledger_id.in_(let_go),
        Document.xero_id.is_(None),
        Document.disposition.in_(UNSENT),
        Document.id.not_in(documents_in_doubt()),
    )
