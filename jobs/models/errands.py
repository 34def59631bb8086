"""What a person asked for outside the sweeps: in the table until it is done, so that no lost bell loses it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from jobs.plumbing.db import Base, Instant, Json

UNDER_WAY = text("ended_at IS NULL")


class Errand(Base):
    """*kind* names what is to be done, *arguments* with what; the kinds stand in `jobs.flows.ERRANDS`."""

    __tablename__ = "errands"
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    kind: Mapped[str] = mapped_column(String(30))
    arguments: Mapped[Any] = mapped_column(Json)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)  # counted before the work, so that one that kills its worker ends
    taken_until: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index("ix_errand_open", "workspace_id", sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY),)
