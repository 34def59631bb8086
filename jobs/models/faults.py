"""Faults and warnings: what needs eyes, counted and not repeated."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from jobs.plumbing.db import Base, BigId, Instant, Json


class Fault(Base):
    """*kind*: fault or warning. *subject* names what it is about: document:12, autotask, ledger:3.

    The same fault again raises *count*; one open row per (subject, code).
    """

    __tablename__ = "faults"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    ledger_id: Mapped[int | None] = mapped_column(ForeignKey("ledgers.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    subject: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(10), default="fault")
    code: Mapped[str] = mapped_column(String(60))
    detail: Mapped[Any | None] = mapped_column(Json)  # values for the words: a list of problems' details
    support: Mapped[str | None] = mapped_column(Text)  # the vendor's own words, correlation id, our trace
    count: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime] = mapped_column(Instant)
    last_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_how: Mapped[str | None] = mapped_column(String(60))

    __table_args__ = (
        Index("ix_fault_open", "workspace_id", "closed_at", "id"),
        Index(
            "ux_fault_open_subject",
            "workspace_id",
            "subject",
            "code",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )
