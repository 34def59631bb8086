"""The two vendors' connections of a workspace, and its ledgers."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from jobs.plumbing.db import Base, Instant, Json, Secret


class AutotaskConnection(Base):
    """Credentials of one Autotask API user and its health.

    *state*: live, or refused (the breaker: no call is made until a person has saved working credentials).
    """

    __tablename__ = "autotask_connections"
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), unique=True)
    user_name: Mapped[str] = mapped_column(String(254))
    secret: Mapped[str] = mapped_column(Secret)
    zone_name: Mapped[str] = mapped_column(String(120), default="")
    zone_url: Mapped[str] = mapped_column(String(400))
    web_url: Mapped[str] = mapped_column(String(400), default="")
    ci: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default="live")
    refused_at: Mapped[datetime | None] = mapped_column(Instant)
    refused_said: Mapped[str | None] = mapped_column(Text)
    zone_checked_at: Mapped[datetime | None] = mapped_column(Instant)  # the one re-check after a 401
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    silent_since: Mapped[datetime | None] = mapped_column(Instant)
    internal_currency: Mapped[str | None] = mapped_column(String(3))
    saved_at: Mapped[datetime] = mapped_column(Instant)

    # One Autotask database belongs to one workspace at a time.
    __table_args__ = (Index("ux_autotask_ci", "ci", unique=True),)


class XeroGrant(Base):
    """One person's consent: the token pair that serves the organisations they picked."""

    __tablename__ = "xero_grants"
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), index=True)
    xero_user_id: Mapped[str | None] = mapped_column(String(64))
    access_token: Mapped[str] = mapped_column(Secret)
    refresh_token: Mapped[str] = mapped_column(Secret)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    previous_refresh_token: Mapped[str | None] = mapped_column(Secret)
    rotated_at: Mapped[datetime | None] = mapped_column(Instant)
    refreshing_until: Mapped[datetime | None] = mapped_column(Instant)  # the lease of whoever refreshes
    refreshing_token: Mapped[str | None] = mapped_column(String(40))
    scopes: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(20), default="live")  # live, refused
    refused_said: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Ledger(Base):
    """One Xero organisation of a workspace.

    *state*: paused, active or disconnected. A disconnected one keeps its tenant: what was sent stays bound to it.
    """

    __tablename__ = "ledgers"
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), index=True)
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("xero_grants.id"))
    tenant_id: Mapped[str] = mapped_column(String(40))
    connection_id: Mapped[str | None] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), default="paused")
    base_currency: Mapped[str | None] = mapped_column(String(3))
    short_code: Mapped[str | None] = mapped_column(String(20))
    organisation: Mapped[Any | None] = mapped_column(Json)
    activated_at: Mapped[datetime | None] = mapped_column(Instant)
    disconnected_at: Mapped[datetime | None] = mapped_column(Instant)
    disconnected_said: Mapped[str | None] = mapped_column(Text)
    silent_since: Mapped[datetime | None] = mapped_column(Instant)
    held_until: Mapped[datetime | None] = mapped_column(Instant)  # a day limit holds the whole ledger
    held_reason: Mapped[str | None] = mapped_column(String(60))
    adopted_at: Mapped[datetime | None] = mapped_column(Instant)  # when what Xero already held was looked through
    created_at: Mapped[datetime] = mapped_column(Instant)

    # One Xero organisation belongs to one ledger at a time.
    __table_args__ = (
        Index(
            "ux_ledger_live_tenant",
            "tenant_id",
            unique=True,
            sqlite_where=text("state != 'disconnected'"),
            postgresql_where=text("state != 'disconnected'"),
        ),
    )
