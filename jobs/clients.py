"""Opens both vendors' clients from what is stored: secrets in, live connections out."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, update

from jobs.autotask.client import Autotask
from jobs.models import AutotaskConnection, Ledger, XeroGrant
from jobs.plumbing import budget, clock, db, http
from jobs.plumbing.config import Settings
from jobs.plumbing.errors import AuthRefused, naming
from jobs.plumbing.redis import connect, connect_once
from jobs.xero import oauth
from jobs.xero.client import Xero
from jobs.xero.grants import TokenSet
from jobs.xero.tokens import StoredTokens, Tokens


@dataclass(frozen=True)
class Runtime:
    """What one process needs to talk to anybody: settings, the HTTP door, Redis."""

    settings: Settings
    door: http.Door
    redis: Any
    bell: Any  # the same Redis without patience: a page that rings must not wait for it


_runtime: Runtime | None = None


def start(settings: Settings) -> Runtime:
    """Open the database, Redis and the HTTP door for this process."""
    global _runtime
    db.open_database(settings.database_url, settings.encryption_keys, settings.clock)
    _runtime = Runtime(settings, http.Door(), connect(settings.redis_url), connect_once(settings.redis_url))
    return _runtime


def runtime() -> Runtime:
    """The process's runtime. Raises RuntimeError before `start`."""
    if _runtime is None:
        raise RuntimeError("start(settings) comes first")
    return _runtime


def autotask_for(connection: AutotaskConnection, *, lane: str = "work", limit: float | None = None) -> Autotask:
    """A client for the stored log-in. Raises AuthRefused without any call while the breaker is open."""
    if connection.state != "live":
        # Every further bad log-in brings the API user nearer to being locked.
        with naming("Autotask"):
            raise AuthRefused(connection.refused_said or "the log-in was refused earlier")
    here = runtime()
    return Autotask(
        here.door,
        connection.zone_url,
        connection.user_name,
        connection.secret,
        here.settings.autotask_integration_code,
        budget.AutotaskGate(here.redis, connection.ci),
        lane=lane,
        limit=limit,
    )


def xero_for(ledger: Ledger, *, lane: str = "work", limit: float | None = None) -> Xero:
    """A client for the ledger's organisation. Raises AuthRefused when the ledger is disconnected."""
    if ledger.state == "disconnected" or ledger.grant_id is None:
        with naming("Xero"):
            raise AuthRefused(ledger.disconnected_said or "the organisation is disconnected")
    here = runtime()
    return Xero(
        here.door,
        here.settings.xero_api_url,
        ledger.tenant_id,
        tokens_for(ledger.grant_id),
        budget.XeroGate(here.redis, ledger.tenant_id),
        lane=lane,
        limit=limit,
    )


def tokens_for(grant_id: int) -> Tokens:
    """The grant's tokens, refreshed safely when many workers need them at once."""
    here = runtime()
    return Tokens(GrantStore(grant_id), lambda token: oauth.refresh(here.settings, token))


class GrantStore:
    """Keeps one grant's token pair; the lease says who may refresh it."""

    def __init__(self, grant_id: int) -> None:
        self.grant_id = grant_id

    def read(self) -> StoredTokens:
        with db.reading() as session:
            grant = session.get_one(XeroGrant, self.grant_id)
            return StoredTokens(
                access_token=grant.access_token,
                refresh_token=grant.refresh_token,
                expires_at=grant.expires_at,
                previous_refresh_token=grant.previous_refresh_token,
                rotated_at=grant.rotated_at,
                state=grant.state,
            )

    def take_lease(self, seconds: float = 30) -> str | None:
        token = secrets.token_hex(8)
        with db.unit_of_work() as session:
            now = db.database_now(session)
            taken = session.execute(
                update(XeroGrant)
                .where(
                    XeroGrant.id == self.grant_id,
                    or_(XeroGrant.refreshing_until.is_(None), XeroGrant.refreshing_until < now),
                )
                .values(refreshing_token=token, refreshing_until=now + timedelta(seconds=seconds))
            )
        return token if taken.rowcount else None  # type: ignore[attr-defined]

    def save(self, lease: str, new: TokenSet) -> bool:
        """Store the new pair, keep the old refresh token for its half hour; False when the lease was lost."""
        with db.unit_of_work() as session:
            saved = session.execute(
                update(XeroGrant)
                .where(XeroGrant.id == self.grant_id, XeroGrant.refreshing_token == lease)
                .values(
                    previous_refresh_token=XeroGrant.refresh_token,
                    access_token=new.access_token,
                    refresh_token=new.refresh_token,
                    expires_at=datetime.fromisoformat(new.expires_at),
                    rotated_at=clock.now(),
                    refreshing_token=None,
                    refreshing_until=None,
                )
            )
        return bool(saved.rowcount)  # type: ignore[attr-defined]

    def release(self, lease: str) -> None:
        with db.unit_of_work() as session:
            session.execute(
                update(XeroGrant)
                .where(XeroGrant.id == self.grant_id, XeroGrant.refreshing_token == lease)
                .values(refreshing_token=None, refreshing_until=None)
            )

    def refuse(self, said: str) -> None:
        with db.unit_of_work() as session:
            session.execute(
                update(XeroGrant).where(XeroGrant.id == self.grant_id).values(state="refused", refused_said=said)
            )
