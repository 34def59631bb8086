"""Connects a workspace to both vendors: tests a log-in, walks Xero's consent, and lets go again."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobs.autotask import client as autotask
from jobs.autotask.records import Currency, Zone
from jobs.clients import runtime, tokens_for
from jobs.faults import close_faults
from jobs.history import tell
from jobs.models import AutotaskConnection, Ledger, XeroGrant
from jobs.plumbing import budget, clock, db
from jobs.plumbing.config import Settings
from jobs.plumbing.errors import AuthRefused, Rejected, VendorError
from jobs.succession import inherit
from jobs.xero import oauth
from jobs.xero.grants import TenantConnection

NEEDED = (("Invoices", True), ("BillingItems", False), ("Companies", False))  # entity, must be updatable
NONE = 0  # Autotask's level of rights


class Check(NamedTuple):
    """One step of the connection test, in the order it was tried."""

    name: str
    ok: bool
    said: str


class Found(NamedTuple):
    """What a working log-in leads to."""

    zone: Zone
    ci: int
    internal_currency: str | None
    checks: tuple[Check, ...]


class Offered(NamedTuple):
    """An organisation that was just picked on Xero's page; *taken*: another workspace has it."""

    tenant_id: str
    name: str
    connection_id: str
    grant_id: int
    taken: bool


class Taken(Exception):
    """The Autotask database or the Xero organisation belongs to another live workspace."""


class WrongOrganisation(Exception):
    """A ledger was to be re-connected, and another organisation was picked."""

    def __init__(self, wanted: str, picked: str) -> None:
        super().__init__(f"wanted {wanted}, picked {picked}")
        self.wanted, self.picked = wanted, picked


def test_autotask(settings: Settings, user_name: str, secret: str, *, limit: float = 10) -> Found:  # noqa: PT028
    """Try a log-in step by step. Raises AuthRefused, Unreachable, RateLimited, or Rejected naming the missing right."""
    here = runtime()
    until = clock.stopwatch() + limit
    zone = autotask.look_up_zone(here.door, settings.autotask_zone_lookup_url, user_name)
    client = autotask.Autotask(
        here.door,
        zone.url,
        user_name,
        secret,
        settings.autotask_integration_code,
        budget.AutotaskGate(here.redis, zone.ci),
        lane="person",
        limit=max(1.0, until - clock.stopwatch()),
    )
    client.version()
    checks = [Check("Zone found", True, zone.zone_name), Check("Log-in accepted", True, user_name)]
    for entity, writes in NEEDED:
        checks.append(_check_right(client, entity, writes))
        if clock.stopwatch() > until:
            raise VendorError("Autotask took longer than ten seconds")
    internal = [
        currency.name
        for currency in client.query(Currency, [{"op": "exist", "field": "id"}])
        if currency.is_internal_currency
    ]
    return Found(zone, zone.ci, internal[0] if internal else None, tuple(checks))


def _check_right(client: autotask.Autotask, entity: str, writes: bool) -> Check:
    access = client.access(entity)
    if access.user_access_for_query == NONE:
        raise Rejected((f"This API user may not read {entity}.",))
    if writes and access.user_access_for_update == NONE:
        raise Rejected((f"This API user may not edit {entity}, which is needed for the web service date.",))
    return Check(f"May read {entity}" + (" and stamp them" if writes else ""), True, "")


def save_autotask(workspace_id: int, user_name: str, secret: str, found: Found) -> None:
    """Store a tested log-in and close the breaker. Raises Taken when another workspace has this Autotask database."""
    values = {
        "user_name": user_name,
        "secret": secret,
        "zone_name": found.zone.zone_name,
        "zone_url": found.zone.url,
        "web_url": found.zone.web_url,
        "ci": found.ci,
        "internal_currency": found.internal_currency,
        "state": "live",
        "refused_at": None,
        "refused_said": None,
        "zone_checked_at": None,
        "answered_at": clock.now(),
        "saved_at": clock.now(),
    }
    try:
        with db.unit_of_work() as session:
            stored = _autotask_of(session, workspace_id)
            if stored is None:
                session.add(AutotaskConnection(workspace_id=workspace_id, **values))
            else:
                for name, value in values.items():
                    setattr(stored, name, value)
            close_faults(session, workspace_id, "autotask", "reconnected")
            tell(session, workspace_id, "AUTOTASK_CONNECTED", level="done", user=user_name)
    except IntegrityError as error:
        raise Taken("another workspace uses this Autotask database") from error


def _autotask_of(session: Session, workspace_id: int) -> AutotaskConnection | None:
    return session.scalar(select(AutotaskConnection).where(AutotaskConnection.workspace_id == workspace_id))


def redirect_address(settings: Settings) -> str:
    """Where Xero sends the browser back to; registered with Xero word for word."""
    return f"{settings.public_url}/setup/xero/return"


def consent_address(settings: Settings, state: str) -> str:
    """Xero's page on which a person lets us in; *state* comes back unchanged."""
    return oauth.authorise_url(settings, redirect_address(settings), state)


def finish_consent(settings: Settings, workspace_id: int, code: str, *, limit: float = 10) -> list[Offered]:
    """Exchange the code, store the grant, and tell which organisations were just picked."""
    here = runtime()
    tokens = oauth.exchange(settings, code, redirect_address(settings), limit=limit)
    picked = oauth.connections(here.door, settings, tokens.access_token, tokens.auth_event_id, limit=limit)
    organisations = [each for each in picked if each.tenant_type == "ORGANISATION"]
    with db.unit_of_work() as session:
        grant = XeroGrant(
            workspace_id=workspace_id,
            xero_user_id=tokens.xero_user_id,
            access_token=tokens.access_token,
            refresh_token=tokens.refresh_token,
            expires_at=oauth.instant(tokens.expires_at),
            scopes=" ".join(oauth.SCOPES),
            created_at=clock.now(),
        )
        session.add(grant)
        session.flush()
        return [_offer(session, workspace_id, grant.id, each) for each in organisations]


def _offer(session: Session, workspace_id: int, grant_id: int, found: TenantConnection) -> Offered:
    holder = session.scalar(
        select(Ledger.workspace_id).where(Ledger.tenant_id == found.tenant_id, Ledger.state != "disconnected")
    )
    return Offered(found.tenant_id, found.tenant_name, found.id, grant_id, holder not in (None, workspace_id))


def connect_ledger(
    settings: Settings, workspace_id: int, grant_id: int, tenant_id: str, *, ledger_id: int | None = None
) -> int:
    """Make (or bring back) the ledger of an organisation just consented to; returns its id.

    With *ledger_id* a lost connection is mended: raises WrongOrganisation when another organisation was picked.
    Raises Taken when another workspace has the organisation.
    """
    found = _picked(settings, grant_id, tenant_id)
    try:
        with db.unit_of_work() as session:
            ledger = _ledger_to_connect(session, workspace_id, tenant_id, ledger_id, found)
            ledger.grant_id, ledger.connection_id, ledger.name = grant_id, found.id, found.tenant_name
            if ledger.state == "disconnected":
                ledger.state = "active" if ledger.activated_at else "paused"
            ledger.disconnected_at = ledger.disconnected_said = None
            session.flush()
            close_faults(session, workspace_id, f"ledger:{ledger.id}", "reconnected")
            inherit(session, ledger)
            tell(session, workspace_id, "XERO_CONNECTED", ledger_id=ledger.id, level="done", name=ledger.name)
            return ledger.id
    except IntegrityError as error:
        raise Taken("another workspace uses this Xero organisation") from error


def _picked(settings: Settings, grant_id: int, tenant_id: str) -> TenantConnection:
    token = tokens_for(grant_id).fresh()
    for each in oauth.connections(runtime().door, settings, token, limit=10):
        if each.tenant_id == tenant_id:
            return each
    raise AuthRefused("Xero no longer lists this organisation")


def _ledger_to_connect(
    session: Session, workspace_id: int, tenant_id: str, ledger_id: int | None, found: TenantConnection
) -> Ledger:
    if ledger_id is not None:
        ledger = session.get_one(Ledger, ledger_id)
        if ledger.tenant_id != tenant_id:
            raise WrongOrganisation(ledger.name, found.tenant_name)
        return ledger
    known = session.scalar(
        select(Ledger)
        .where(Ledger.workspace_id == workspace_id, Ledger.tenant_id == tenant_id)
        .order_by(Ledger.id.desc())
    )
    if known is not None:
        return known
    fresh = Ledger(workspace_id=workspace_id, tenant_id=tenant_id, name=found.tenant_name, created_at=clock.now())
    session.add(fresh)
    return fresh
