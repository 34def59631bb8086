"""Documents: one row per thing in Autotask, for ever, with its one disposition."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from jobs.plumbing.db import Base, BigId, Instant, Json, Money

DISPOSITIONS = ("waiting", "sending", "posted", "done", "held", "skipped", "fault")


def _of_few(name: str, column: str) -> Index:
    """What a person pressed is looked for every second, among all documents there ever were."""
    few = text(f"{column} IS NOT NULL")
    return Index(name, "workspace_id", sqlite_where=few, postgresql_where=few)


class Document(Base):
    """Identity: (workspace, source kind, Autotask id, part). Rows are never deleted, only hidden.

    A row with a *xero_id*, or in a batch whose outcome is not known, is never created again, whatever its disposition.
    *due_at* says when the sweep may work on it next (waiting, held, posted); None means when something else happens.
    """

    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    ledger_id: Mapped[int | None] = mapped_column(ForeignKey("ledgers.id"))
    source_kind: Mapped[str] = mapped_column(String(20))  # invoice, purchase_order, expense_report, stock_adjustment
    autotask_id: Mapped[int] = mapped_column(BigId)
    part: Mapped[str] = mapped_column(String(60), default="")
    revision: Mapped[int] = mapped_column(default=1)
    target_kind: Mapped[str | None] = mapped_column(String(20))  # invoice, credit_note, bill, purchase_order

    disposition: Mapped[str] = mapped_column(String(10), default="waiting")
    reason: Mapped[str | None] = mapped_column(String(60))  # a code of jobs/wording
    reason_detail: Mapped[Any | None] = mapped_column(Json)  # values for the code's words
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    pressed_at: Mapped[datetime | None] = mapped_column(Instant)  # a person asked for this one: it goes first
    asked: Mapped[str | None] = mapped_column(String(20))  # what a person pressed that needs Xero's answer: compare
    asked_by: Mapped[str | None] = mapped_column(String(120))
    insisted: Mapped[bool] = mapped_column(default=False)  # a person un-skipped it: no option leaves it out again
    promised: Mapped[str | None] = mapped_column(String(64))  # the payload a person saw in a preview and approved
    chosen_xero_id: Mapped[str | None] = mapped_column(String(40))  # a person's *It is this one*
    strikes: Mapped[int] = mapped_column(default=0)
    deaths: Mapped[int] = mapped_column(default=0)
    taken_by: Mapped[str | None] = mapped_column(String(40))  # the sweep that is working on it, before it is claimed
    batch_id: Mapped[int | None] = mapped_column(BigId)  # the batch it was last sent in

    # What Autotask says
    number: Mapped[str | None] = mapped_column(String(100))  # Autotask's invoice number, may be blank
    company_id: Mapped[int | None] = mapped_column(BigId)
    company_name: Mapped[str | None] = mapped_column(String(200))
    currency: Mapped[str | None] = mapped_column(String(3))
    dated_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    net: Mapped[Decimal | None] = mapped_column(Money)
    tax: Mapped[Decimal | None] = mapped_column(Money)  # rounded to four decimals for lists; exact in the snapshot
    source_created_at: Mapped[datetime | None] = mapped_column(Instant)
    snapshot: Mapped[Any | None] = mapped_column(Json, deferred=True)  # header and lines as read, amounts as text
    translated: Mapped[Any | None] = mapped_column(Json, deferred=True)  # the draft last built, with notes
    settling_since: Mapped[datetime | None] = mapped_column(Instant)
    lookalike: Mapped[str | None] = mapped_column(String(255))  # number of what Xero had before us, and is its like

    # What Xero says
    xero_id: Mapped[str | None] = mapped_column(String(40))
    xero_number: Mapped[str | None] = mapped_column(String(255))
    xero_status: Mapped[str | None] = mapped_column(String(20))
    xero_net: Mapped[Decimal | None] = mapped_column(Money)
    xero_tax: Mapped[Decimal | None] = mapped_column(Money)
    xero_total: Mapped[Decimal | None] = mapped_column(Money)
    xero_tenant_id: Mapped[str | None] = mapped_column(String(40))
    marker: Mapped[str | None] = mapped_column(String(120))
    posted_at: Mapped[datetime | None] = mapped_column(Instant)

    # Writing back to Autotask
    stamp_token: Mapped[str | None] = mapped_column(String(40))
    stamp_until: Mapped[datetime | None] = mapped_column(Instant)
    stamp_value: Mapped[datetime | None] = mapped_column(Instant)  # what we are writing or wrote
    stamp_unknown: Mapped[bool] = mapped_column(default=False)  # read before writing again
    stamped_at: Mapped[datetime | None] = mapped_column(Instant)
    stamp_seen_at: Mapped[datetime | None] = mapped_column(Instant)  # read back from Autotask

    hidden: Mapped[bool] = mapped_column(default=False)
    collected_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        Index("ux_document_source", "workspace_id", "source_kind", "autotask_id", "part", unique=True),
        Index("ix_document_list", "workspace_id", "ledger_id", "disposition", "id"),
        Index("ix_document_due", "workspace_id", "disposition", "due_at"),
        Index("ix_document_xero", "xero_id"),
        Index("ix_document_marker", "marker"),
        Index("ix_document_posted", "workspace_id", "posted_at"),
        _of_few("ix_document_pressed", "pressed_at"),
        _of_few("ix_document_asked", "asked"),
    )
