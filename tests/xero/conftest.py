"""A client whose gate and tokens remember what was asked of them, and the imitated Xero over a real socket."""

import threading
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import responses
from cryptography.fernet import Fernet

import jobs.models  # noqa: F401 (the tables)
from jobs.plumbing import clock, db, http
from jobs.plumbing.config import Settings, from_environment
from jobs.plumbing.permits import Permit
from jobs.sandbox import seed, xero_app
from jobs.sandbox.front import Front
from jobs.sandbox.seed_xero import HARBOURLINE
from jobs.sandbox.server import Server
from jobs.sandbox.store import World
from jobs.xero import oauth

RETURN = "http://localhost:8000/setup/xero/return"


class Gate:
    """Lets every call through, unless *refuses* is set; counts the places held."""

    def __init__(self):
        self.taken, self.told = [], []
        self.held = 0
        self.refuses = None

    def take(self, *, lane="work", wait=5.0):
        if self.refuses is not None:
            raise self.refuses
        self.taken.append((lane, wait))
        self.held += 1
        return Permit(self._end)

    def _end(self):
        self.held -= 1

    def heard(self, headers, status):
        self.told.append((status, dict(headers)))


class Tokens:
    """Hands out token-1 until that is refused, then token-2 and so on."""

    def __init__(self):
        self.number = 1
        self.asked = []

    def fresh(self, *, not_this=None, wait=45.0):
        self.asked.append((not_this, wait))
        if not_this == f"token-{self.number}":
            self.number += 1
        return f"token-{self.number}"


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def tokens():
    return Tokens()


@pytest.fixture
def vendor():
    with responses.RequestsMock() as vendor:
        yield vendor


@pytest.fixture
def still_clock(monkeypatch):
    """The clock stands still at the instant that is returned."""
    instant = clock.now()
    monkeypatch.setattr(clock, "now", lambda: instant)
    return instant


@dataclass
class ImitatedXero:
    """The imitated Xero behind its address, with the settings that lead there."""

    world: World
    environment: dict[str, str]

    @property
    def settings(self) -> Settings:
        return from_environment(self.environment)

    def consent(self, tenant=HARBOURLINE, scopes=oauth.SCOPES):
        """A person's *Allow access*; returns the code that comes back."""
        answer = http.Door().call(
            "POST",
            oauth.authorise_url(self.settings, RETURN, "state-1", scopes),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            body=urlencode({"choice": "allow", "tenant": tenant}).encode(),
            writes=True,
        )
        back = parse_qs(urlsplit(answer.headers["Location"]).query)
        assert back["state"] == ["state-1"]
        return back["code"][0]

    def exchange(self, **asked):
        return oauth.exchange(self.settings, self.consent(**asked), RETURN)

    def trouble(self, what, **more):
        self.world.trouble.add({"what": what, **more})

    def asked(self, path=""):
        """Method and path of every call so far under *path*."""
        return [(each["method"], each["path"]) for each in self.world.log.entries() if path in each["path"]]


@pytest.fixture
def imitated(tmp_path):
    world = World()
    seed.bare(world)
    server = Server(0, Front(world, "xero", xero_app.make_app(world)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    root = f"http://localhost:{server.port}"
    yield ImitatedXero(
        world,
        {
            "DATABASE_URL": f"sqlite:///{tmp_path / 'tallystick.sqlite'}",
            "REDIS_URL": "unix:///nowhere",
            "SECRET_KEY": "a secret of the tests",
            "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "PUBLIC_URL": "http://localhost:8000",
            "TALLYSTICK_DATA": str(tmp_path),
            "XERO_CLIENT_ID": "sandbox-client",
            "XERO_CLIENT_SECRET": "sandbox-secret",
            "XERO_AUTHORIZE_URL": f"{root}/identity/connect/authorize",
            "XERO_TOKEN_URL": f"{root}/connect/token",
            "XERO_REVOCATION_URL": f"{root}/connect/revocation",
            "XERO_CONNECTIONS_URL": f"{root}/connections",
            "XERO_API_URL": f"{root}/api.xro/2.0",
        },
    )
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def database(imitated):
    """A database file of the test's own with all tables, marked as a test database."""
    engine = db.open_database(imitated.settings.database_url, imitated.settings.encryption_keys)
    db.Base.metadata.create_all(engine)
    db.mark_as_test_database()
    yield engine
    engine.dispose()
