"""How many calls were made, minute by minute, in the database: what is left of the budget when Redis is emptied."""

from datetime import datetime, timedelta

from sqlalchemy import String, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from jobs.plumbing import db

KEPT = timedelta(days=3)


class CallMinute(db.Base):
    """Calls that one vendor account was asked in one minute."""

    __tablename__ = "call_minutes"
    account: Mapped[str] = mapped_column(String(80), primary_key=True)
    minute: Mapped[datetime] = mapped_column(db.Instant, primary_key=True)
    calls: Mapped[int]


def add(account: str, calls: int, now: datetime) -> None:
    """Count *calls* more in the present minute; old minutes go when a new one begins."""
    minute = now.replace(second=0, microsecond=0)
    if _raise_count(account, calls, minute):
        return
    try:
        with db.unit_of_work() as session:
            session.execute(insert(CallMinute).values(account=account, minute=minute, calls=calls))
            session.execute(delete(CallMinute).where(CallMinute.account == account, CallMinute.minute < minute - KEPT))
    except IntegrityError:  # another worker began the minute
        _raise_count(account, calls, minute)


def _raise_count(account: str, calls: int, minute: datetime) -> bool:
    with db.unit_of_work() as session:
        raised = session.execute(
            update(CallMinute)
            .where(CallMinute.account == account, CallMinute.minute == minute)
            .values(calls=CallMinute.calls + calls)
        )
        return bool(raised.rowcount)  # type: ignore[attr-defined]


def since(account: str, moment: datetime) -> int:
    """Calls counted since *moment*."""
    with db.reading() as session:
        return (
            session.scalar(
                select(func.sum(CallMinute.calls)).where(CallMinute.account == account, CallMinute.minute >= moment)
            )
            or 0
        )
