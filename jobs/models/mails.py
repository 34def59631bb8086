"""Mail on its way out: written with what it tells, sent afterwards, tried again until the server takes it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from jobs.plumbing.db import Base, Instant


class Mail(Base):
    """*kind*: password_reset, fault_notice … *holds_link* mails show no link on the outbox page outside the demo."""

    __tablename__ = "mails"
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int | None] = mapped_column(ForeignKey("workspaces.id"))
    kind: Mapped[str] = mapped_column(String(40))
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    holds_link: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    refused_said: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index("ix_mail_due", "sent_at", "due_at"),)
