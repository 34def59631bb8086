"""How far each flow has come in each workspace, and when it is due."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jobs.plumbing.db import Base, BigId, Instant


class SweepState(Base):
    """*highest_id*: the largest Autotask id seen. *collected_to*: the start of the last whole collection."""

    __tablename__ = "sweep_states"
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    flow: Mapped[str] = mapped_column(String(30))
    highest_id: Mapped[int] = mapped_column(BigId, default=0)
    collected_to: Mapped[datetime | None] = mapped_column(Instant)
    collect_due_at: Mapped[datetime | None] = mapped_column(Instant)
    asked_at: Mapped[datetime | None] = mapped_column(Instant)  # a person pressed Sync now
    began_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    left_outside: Mapped[int | None]  # unstamped invoices older than the window, at the last count
    counted_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("workspace_id", "flow", name="uq_sweep_states_flow"),)
