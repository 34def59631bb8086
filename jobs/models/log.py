"""The log that people read: one sentence a row; filtered by document it is that document's history."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from jobs.plumbing.db import Base, BigId, Instant, Json


class LogEntry(Base):
    """*code* is a code of jobs/wording, *detail* its values; *level*: note, done, held, fault."""

    __tablename__ = "log_entries"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    ledger_id: Mapped[int | None] = mapped_column(ForeignKey("ledgers.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    level: Mapped[str] = mapped_column(String(10), default="note")
    code: Mapped[str] = mapped_column(String(60))
    detail: Mapped[Any | None] = mapped_column(Json)
    support: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index("ix_log_workspace", "workspace_id", "id"),
        Index("ix_log_document", "document_id", "id"),
    )
