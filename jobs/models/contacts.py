"""Which Xero contact stands for which Autotask company."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jobs.plumbing.db import Base, BigId, Instant, Json


class ContactLink(Base):
    """A link wins over names ever after. *state*: wanted (to be created), sending (in *batch_id*) or linked."""

    __tablename__ = "contact_links"
    id: Mapped[int] = mapped_column(primary_key=True)
    ledger_id: Mapped[int] = mapped_column(ForeignKey("ledgers.id"))
    company_id: Mapped[int] = mapped_column(BigId)
    company_name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), default="wanted")
    xero_contact_id: Mapped[str | None] = mapped_column(String(40))
    xero_name: Mapped[str | None] = mapped_column(String(255))
    how: Mapped[str | None] = mapped_column(String(20))  # created, name, number, person, marker
    batch_id: Mapped[int | None] = mapped_column(BigId)
    problem: Mapped[str | None] = mapped_column(String(60))  # why the last try failed: a code of jobs/wording
    problem_detail: Mapped[Any | None] = mapped_column(Json)
    linked_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("ledger_id", "company_id", name="uq_contact_links_company"),)
