"""Named leases in the database: who works on what, by the database's own clock, renewed only by the code that works."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from jobs.plumbing import db

LASTS = 120.0


class Lease(db.Base):
    """*token* stays when its holder dies, so that the next one learns of it."""

    __tablename__ = "leases"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    token: Mapped[str | None] = mapped_column(String(40))
    until: Mapped[datetime] = mapped_column(db.Instant)


@dataclass(frozen=True)
class Taken:
    """*left_by* is the token of a holder that ended without letting go."""

    token: str
    left_by: str | None


def take(name: str, seconds: float = LASTS) -> Taken | None:
    """Take the lease; None while someone else's is live."""
    token = secrets.token_hex(16)
    try:
        with db.unit_of_work() as session:
            now = db.database_now(session)
            held = session.execute(select(Lease.token).where(Lease.name == name)).first()
            if held is None:
                session.execute(insert(Lease).values(name=name, token=token, until=now + timedelta(seconds=seconds)))
                return Taken(token, None)
            left_by: str | None = held.token
            taken = session.execute(
                update(Lease)
                .where(Lease.name == name, Lease.until <= now, Lease.token.is_not_distinct_from(left_by))
                .values(token=token, until=now + timedelta(seconds=seconds))
            )
            return Taken(token, left_by) if taken.rowcount else None  # type: ignore[attr-defined]
    except IntegrityError:  # another one wrote the first row in the same moment
        return None


def renew(name: str, token: str, seconds: float = LASTS) -> bool:
    """Prolong a lease that is still ours; False: it was lost."""
    with db.unit_of_work() as session:
        now = db.database_now(session)
        renewed = session.execute(
            update(Lease)
            .where(Lease.name == name, Lease.token == token, Lease.until > now)
            .values(until=now + timedelta(seconds=seconds))
        )
        return bool(renewed.rowcount)  # type: ignore[attr-defined]


def release(name: str, token: str) -> None:
    """Let go, if it is still ours."""
    with db.unit_of_work() as session:
        session.execute(
            update(Lease)
            .where(Lease.name == name, Lease.token == token)
            .values(token=None, until=db.database_now(session))
        )
