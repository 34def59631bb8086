"""Previews: what Xero would get, worked out for documents that a person chose, and kept as it was shown."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from jobs.plumbing.db import Base, BigId, Instant, Json


class Preview(Base):
    """*state*: working, ready, or failed (*said* tells why, in a vendor's words)."""

    __tablename__ = "previews"
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), index=True)
    ledger_id: Mapped[int] = mapped_column(ForeignKey("ledgers.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    state: Mapped[str] = mapped_column(String(10), default="working")
    said: Mapped[str | None] = mapped_column(Text)
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class PreviewRow(Base):
    """One document's outcome. *result*: None until worked out, then goes, there (Xero has it), skipped, held or fault.

    *promise* is what *Post exactly this* holds the document to.
    """

    __tablename__ = "preview_rows"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    preview_id: Mapped[int] = mapped_column(ForeignKey("previews.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    result: Mapped[str | None] = mapped_column(String(10))
    differs: Mapped[bool] = mapped_column(default=False)
    promise: Mapped[str | None] = mapped_column(String(64))
    shown: Mapped[Any | None] = mapped_column(Json, deferred=True)  # draft, notes, contact, problems, differences
    posted_at: Mapped[datetime | None] = mapped_column(Instant)  # when a person pressed *Post exactly this*

    __table_args__ = (
        Index("ux_preview_row", "preview_id", "document_id", unique=True),
        Index("ix_preview_result", "preview_id", "result", "id"),
    )
