"""What every button needs: the row held, who pressed, and whether it may be pressed."""

from sqlalchemy.orm import Session

from jobs.delivery.outbox import in_doubt
from jobs.models import Document, Member
from jobs.plumbing import clock

__all__ = ["FLOW", "UNSENT", "NotNow", "in_doubt", "locked", "name_of", "wait_again"]

FLOW = "invoices"
UNSENT = ("waiting", "held", "fault")  # dispositions in which nothing is on its way to Xero


class NotNow(Exception):
    """The document is not where that button works; the message is the sentence to show."""


def locked(session: Session, document_id: int) -> Document:
    """The row, held for this transaction: of two people the second sees what the first did."""
    return session.get_one(Document, document_id, with_for_update=True, populate_existing=True)


def name_of(session: Session, member_id: int | None) -> str:
    member = session.get(Member, member_id) if member_id is not None else None
    return member.name if member else "Tallystick"


def wait_again(row: Document) -> None:
    row.disposition, row.reason, row.reason_detail = "waiting", None, None
    row.strikes, row.deaths, row.settling_since, row.promised = 0, 0, None, None
    row.pressed_at = row.due_at = row.changed_at = clock.now()
