"""What people chose to stand for what: one row per ledger, kind and Autotask key."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jobs.plumbing.db import Base, Instant


class Mapping(Base):
    """*kind*: accounts, taxes, tracking_one, tracking_two, themes. *source_key*: see `jobs.mappings.keys`.

    The names are those both sides had when the choice was made, so that a later change can be noticed.
    """

    __tablename__ = "mappings"
    id: Mapped[int] = mapped_column(primary_key=True)
    ledger_id: Mapped[int] = mapped_column(ForeignKey("ledgers.id"))
    kind: Mapped[str] = mapped_column(String(20))
    source_key: Mapped[str] = mapped_column(String(200))
    target: Mapped[str] = mapped_column(String(200))  # account code, tax type, option's name or theme's id
    source_name: Mapped[str] = mapped_column(String(200))
    target_name: Mapped[str] = mapped_column(String(200))
    saved_at: Mapped[datetime] = mapped_column(Instant)
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))

    __table_args__ = (UniqueConstraint("ledger_id", "kind", "source_key", name="uq_mappings_source"),)
