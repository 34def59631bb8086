"""The vendors' lists people choose from, kept as last read."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jobs.plumbing.db import Base, Instant, Json


class ReferenceList(Base):
    """*kind*: accounts, tax_rates, currencies, tracking, themes, billing_codes, payment_terms, picklists …"""

    __tablename__ = "reference_lists"
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    ledger_id: Mapped[int | None] = mapped_column(ForeignKey("ledgers.id"))  # None: the list is Autotask's
    kind: Mapped[str] = mapped_column(String(40))
    rows: Mapped[Any] = mapped_column(Json)
    read_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("workspace_id", "ledger_id", "kind", name="uq_reference_lists_kind"),)
