"""Sets up the demo's own workspace once: plans, two people, both connections, options, and an active ledger."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs import connections, options, reference_data
from jobs.clients import runtime
from jobs.models import Ledger, Member, Workspace
from jobs.plans import make_sure_of_plans, unlimited
from jobs.plumbing import clock, db
from jobs.plumbing.config import Settings
from jobs.plumbing.errors import Unreachable

CUSTOMER = ("mere@harbourline.example", "Mere Tamihana")
# The organisation in the imitated Xero that has the provider's contacts.
ORGANISATION = "7b1f0c6a-52d4-4a3e-9f10-000000000001"
STAFF = ("support@tallystick.example", "Sam Support")


@dataclass(frozen=True)
class Consent:
    """What a person would have done on the vendors' pages: an API user, and a code from Xero's consent page."""

    autotask_user: str
    autotask_secret: str
    xero_code: str


def is_set_up() -> bool:
    """Whether the demo's people are there."""
    with db.reading() as session:
        return session.scalar(select(Member.id).where(Member.email == CUSTOMER[0])) is not None


def set_up(settings: Settings, consent: Consent, password_hash: str) -> None:
    """Make the workspace the way a person would by the wizard, through the same functions."""
    make_sure_of_plans()
    with db.unit_of_work() as session:
        workspace = Workspace(name="Harbourline IT Ltd", zone="Pacific/Auckland", created_at=clock.now())
        session.add(workspace)
        session.flush()
        workspace_id = workspace.id
    found = connections.test_autotask(settings, consent.autotask_user, consent.autotask_secret)
    connections.save_autotask(workspace_id, consent.autotask_user, consent.autotask_secret, found)
    offered = connections.finish_consent(settings, workspace_id, consent.xero_code)[0]
    ledger_id = connections.connect_ledger(settings, workspace_id, offered.grant_id, offered.tenant_id)
    reference_data.read_lists(settings, ledger_id)
    with db.unit_of_work() as session:
        _choose(ledger_id, session, workspace_id)
        _people(session, workspace_id, password_hash)


def _choose(ledger_id: int, session: Session, workspace_id: int) -> None:
    accounts = reference_data.rows(session, ledger_id, "accounts")
    chosen = {
        "days_back": 14,
        "import_as": "approved",
        "ignore_name_case": True,
        "default_sales_account": reference_data.likely(accounts, "sales"),
        "default_cogs_account": reference_data.likely(accounts, "cogs"),
        "default_freight_account": reference_data.likely(accounts, "freight"),
        "default_currency": session.get_one(Ledger, ledger_id).base_currency,
    }
    options.save(session, ledger_id, chosen, None)
    workspace = session.get_one(Workspace, workspace_id)
    workspace.setup_step, workspace.plan_id = 5, unlimited(session)
    ledger = session.get_one(Ledger, ledger_id)
    ledger.state, ledger.activated_at = "active", clock.now()


def _people(session: Session, workspace_id: int, password_hash: str) -> None:
    now = clock.now()
    session.add(
        Member(
            workspace_id=workspace_id,
            email=CUSTOMER[0],
            name=CUSTOMER[1],
            password_hash=password_hash,
            role="administrator",
            created_at=now,
        )
    )
    session.add(
        Member(
            email=STAFF[0],
            name=STAFF[1],
            password_hash=password_hash,
            is_staff=True,
            totp_secret=pyotp.random_base32(),
            created_at=now,
        )
    )


def staff_code() -> tuple[str, str]:
    """The support person's current code and its key, for the line the demo prints."""
    with db.reading() as session:
        secret = session.scalar(select(Member.totp_secret).where(Member.email == STAFF[0])) or ""
    return pyotp.TOTP(secret).now(), secret


def wait_for_vendors(settings: Settings, seconds: float = 15.0) -> None:
    """Wait until both imitated vendors answer. Raises Unreachable."""
    until = clock.stopwatch() + seconds
    for address in (settings.autotask_zone_lookup_url, settings.xero_connections_url):
        while True:
            try:
                runtime().door.call("GET", address, writes=False, limit=2)
                break
            except Unreachable:
                if clock.stopwatch() > until:
                    raise
                clock.pause(0.1)


def consent_code(settings: Settings) -> str:
    """Press *Allow access* on the imitated consent page, as a person would, and take the code it sends back with."""
    address = connections.consent_address(settings, "demo")
    form = urlencode({"choice": "allow", "tenant": ORGANISATION}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = runtime().door.call("POST", address, headers=headers, body=form, writes=True)
    back = parse_qs(urlsplit(answer.headers["Location"]).query)
    return back["code"][0]
