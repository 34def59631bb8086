"""The databases that test houses are copied from: each kind made once a worker, from the same empty vendors."""

import contextlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import recording
from house import KEY, SECRET, USER, Databases, House, Store
from sandbox_client import SandboxClient

from jobs import clients, connections, options, reference_data
from jobs.models import Ledger, SweepState, Workspace, schema
from jobs.plans import make_sure_of_plans
from jobs.plumbing import clock, db
from jobs.plumbing.config import Settings, from_environment
from jobs.sandbox.seed_xero import HARBOURLINE

KINDS = ("sqlite", "postgresql")

on_both = pytest.mark.parametrize("house", KINDS, indirect=True)


@dataclass(frozen=True)
class Prepared:
    """A database in which a workspace is connected, and the vendors as its preparation left them."""

    databases: Databases
    store: Store
    sandbox: SandboxClient
    folder: Path
    url: str
    snapshot: str

    @contextlib.contextmanager
    def house(self) -> Iterator[House]:
        """A copy of the database, and the vendors as they were then."""
        recording.keep(self.sandbox)
        self.sandbox.restore(self.snapshot)
        self.sandbox.clear_trouble()
        url = self.databases.copy(self.url)
        settings = settings_for(url, self.store, self.sandbox, self.folder)
        clients.start(settings)
        self.store.empty(known_epoch=True)
        try:
            yield House(settings, self.sandbox, self.store)
        finally:
            recording.keep(self.sandbox)
            db.engine().dispose()
            clock.follow(None)
            self.databases.drop(url)


class Preparations:
    """Held by a fixture, not by a module: a conftest that a test imports is loaded twice, and would prepare twice."""

    def __init__(self, store: Store, vendors: SandboxClient, folder: Path, server: Callable[[], str]) -> None:
        """*server* gives PostgreSQL's address, and is asked only when a test wants that kind."""
        self._store, self._vendors, self._folder, self._server = store, vendors, folder, server
        self._empty_world = vendors.snapshot()
        self._made: dict[str, Prepared] = {}

    def of(self, kind: str) -> Prepared:
        """The prepared database of that kind; what tests have left with the vendors is not in it."""
        if kind not in self._made:
            self._vendors.restore(self._empty_world)
            databases = Databases(self._folder, self._server() if kind == "postgresql" else None)
            self._made[kind] = prepare(databases, self._store, self._vendors, self._folder)
        return self._made[kind]


def prepare(databases: Databases, store: Store, sandbox: SandboxClient, folder: Path) -> Prepared:
    """Make the database every test copies: migrated, one workspace connected to both vendors, its ledger active."""
    url = databases.new()
    settings = settings_for(url, store, sandbox, folder)
    db.open_database(url, settings.encryption_keys)
    schema.migrate()
    db.mark_as_test_database()
    clients.start(replace(settings, clock=None))
    make_sure_of_plans()
    with db.unit_of_work() as session:
        session.add(Workspace(name="Harbourline IT Ltd", zone="Pacific/Auckland", setup_step=5, created_at=clock.now()))
    found = connections.test_autotask(settings, USER, SECRET)
    connections.save_autotask(1, USER, SECRET, found)
    code = sandbox.consent_code(connections.consent_address(settings, "state"), HARBOURLINE)
    offered = connections.finish_consent(settings, 1, code)[0]
    ledger_id = connections.connect_ledger(settings, 1, offered.grant_id, offered.tenant_id)
    reference_data.read_lists(settings, ledger_id)
    with db.unit_of_work() as session:
        chosen = {"default_sales_account": "200", "default_currency": "NZD", "import_as": "approved", "days_back": 14}
        options.save(session, ledger_id, chosen, None)
        ledger = session.get_one(Ledger, ledger_id)
        ledger.state, ledger.activated_at, ledger.adopted_at = "active", clock.now(), clock.now()
        session.add(SweepState(workspace_id=1, flow="invoices", highest_id=0))
    db.engine().dispose()
    return Prepared(databases, store, sandbox, folder, url, sandbox.snapshot())


def settings_for(url: str, store: Store, sandbox: SandboxClient, folder: Path) -> Settings:
    """The settings of one test: its own database and clock, the shared vendors and store."""
    moved = folder / f"clock-{uuid.uuid4().hex[:8]}"
    moved.write_text("0")
    given = {
        **sandbox.environment(),
        "DATABASE_URL": url,
        "REDIS_URL": store.url,
        "SECRET_KEY": "a secret of the tests",
        "ENCRYPTION_KEYS": KEY,
        "PUBLIC_URL": "http://localhost:8000",
        "TALLYSTICK_DATA": str(folder),
    }
    return replace(from_environment(given), clock=moved)
