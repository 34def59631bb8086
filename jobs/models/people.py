"""Workspaces, the people in them, their plans, and who did what."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from jobs.plumbing.db import Base, BigId, Instant, Json, Secret


class Plan(Base):
    """A tier: documents a month (None: no limit) and minutes between sweeps."""

    __tablename__ = "plans"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    invoices_a_month: Mapped[int | None]
    minutes_between_sweeps: Mapped[int]
    sort_order: Mapped[int] = mapped_column(default=0)


class Workspace(Base):
    """One managed service provider. *setup_step* counts the wizard's finished steps (0 to 5)."""

    __tablename__ = "workspaces"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(60), default="UTC")
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plans.id"))
    setup_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Member(Base):
    """A person who signs in. Staff have no workspace. *role*: administrator, standard or read_only."""

    __tablename__ = "members"
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int | None] = mapped_column(ForeignKey("workspaces.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # kept in lower case
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20), default="administrator")
    is_staff: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    totp_secret: Mapped[str | None] = mapped_column(Secret)
    totp_last_step: Mapped[int | None]  # a code is good once
    theme: Mapped[str] = mapped_column(String(10), default="light")
    zone: Mapped[str | None] = mapped_column(String(60))
    session_epoch: Mapped[int] = mapped_column(default=0)  # raised to sign out everywhere
    created_at: Mapped[datetime] = mapped_column(Instant)


class PasswordReset(Base):
    """A single-use link sent by e-mail; only the digest of its token is kept."""

    __tablename__ = "password_resets"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class AuditEntry(Base):
    """Who changed what, from what, to what."""

    __tablename__ = "audit_entries"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    workspace_id: Mapped[int | None] = mapped_column(ForeignKey("workspaces.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(200))
    before: Mapped[Any | None] = mapped_column(Json)
    after: Mapped[Any | None] = mapped_column(Json)
    note: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index("ix_audit_workspace_at", "workspace_id", "id"),)
