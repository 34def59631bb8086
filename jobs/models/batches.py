"""The outbox: what was sent to Xero byte for byte, and what became of each element."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from jobs.plumbing.db import Base, BigId, Instant, Json


class Batch(Base):
    """One request to Xero, bound to the organisation it was written for.

    *state*: open (its outcome is not settled) or settled. *silence* is None before the first attempt ended, no_reply or
    server_error after one that told nothing, cleared by a certain answer.
    """

    __tablename__ = "batches"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    ledger_id: Mapped[int] = mapped_column(ForeignKey("ledgers.id"))
    tenant_id: Mapped[str] = mapped_column(String(40))
    resource: Mapped[str] = mapped_column(String(20))  # Invoices, CreditNotes, Contacts
    method: Mapped[str] = mapped_column(String(6))
    path: Mapped[str] = mapped_column(String(300))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    key: Mapped[str] = mapped_column(String(128), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    silence: Mapped[str | None] = mapped_column(String(20))
    claim_token: Mapped[str | None] = mapped_column(String(40))
    claim_until: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    first_attempt_at: Mapped[datetime | None] = mapped_column(Instant)
    round_began_at: Mapped[datetime | None] = mapped_column(Instant)  # the first attempt since absence was proved
    last_attempt_at: Mapped[datetime | None] = mapped_column(Instant)
    last_ended_at: Mapped[datetime | None] = mapped_column(Instant)
    absences: Mapped[int] = mapped_column(default=0)  # look-ups in a row that found nothing of it
    absent_since: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    xero_ahead: Mapped[int] = mapped_column(default=0)  # seconds Xero's clock is ahead of ours
    said: Mapped[str | None] = mapped_column(Text)
    correlation_id: Mapped[str | None] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_batch_open", "workspace_id", "state", "due_at"),)


class BatchMember(Base):
    """One element of a batch. *outcome*: unknown, posted, refused, absent, or moved (into a later batch)."""

    __tablename__ = "batch_members"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    company_id: Mapped[int | None] = mapped_column(BigId)  # for contacts
    marker: Mapped[str] = mapped_column(String(120))
    element: Mapped[bytes] = mapped_column(LargeBinary)
    evidence: Mapped[Any] = mapped_column(Json)  # contact, date, currency, net, lines: how it is known without a marker
    outcome: Mapped[str] = mapped_column(String(10), default="unknown")
