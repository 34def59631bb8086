"""A portal over a fresh database, and the three people who use it: Ada, Ben and Cleo."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from app import create_app
from jobs.models import AutotaskConnection, Ledger, Member, Plan, ReferenceList, Workspace
from jobs.plumbing import clock, db
from jobs.plumbing.config import Settings
from portal import passwords
from tests.portal.sights import FLAGS

KEY = Fernet.generate_key().decode()
PASSWORD = "three quiet words"
HASHED = passwords.hash_password(PASSWORD)
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CSRF = "the raw token of a test session"


class Browser(FlaskClient):
    """A browser with cookies; it sends the CSRF token of its session as htmx would."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("method") == "POST" and not kwargs.pop("without_csrf", False):
            with self.session_transaction() as session:
                session["csrf_token"] = CSRF
            token = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(CSRF)
            kwargs["headers"] = {**kwargs.get("headers", {}), "X-CSRFToken": token}
        return super().open(*args, **kwargs)

    def be(self, member: Member) -> "Browser":
        """Carry the session of *member*."""
        with self.session_transaction() as session:
            session["_user_id"] = f"{member.id}.{member.session_epoch}"
            session["_fresh"] = True
        return self


@dataclass(frozen=True)
class People:
    """Two members of Harbourline, one of another workspace, one of support."""

    ada: Member
    ben: Member
    cleo: Member
    sam: Member


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("portal") / "empty.sqlite"
    engine = db.open_database(f"sqlite:///{path}", (KEY,))
    db.Base.metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    shutil.copy(empty_database, tmp_path / "portal.sqlite")
    return Settings(
        database_url=f"sqlite:///{tmp_path / 'portal.sqlite'}",
        redis_url=f"unix://{tmp_path / 'nobody.sock'}",  # Redis is away: limits are counted in memory
        secret_key="a secret of the tests",
        encryption_keys=(KEY,),
        public_url="http://localhost:8000",
        data=tmp_path,
        xero_client_id="sandbox-client",
        xero_client_secret="sandbox-secret",
        xero_authorize_url="http://localhost:9101/identity/connect/authorize",
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.test_client_class = Browser
    app.testing = True
    yield app
    db.engine().dispose()


@pytest.fixture
def people(app: Flask) -> People:
    with db.unit_of_work() as session:
        session.add_all(
            Plan(name=f"Up to {limit}", invoices_a_month=limit, minutes_between_sweeps=minutes, sort_order=limit)
            for limit, minutes in ((100, 60), (500, 15))
        )
        ours = Workspace(name="Harbourline IT", zone="Pacific/Auckland", created_at=clock.now(), setup_step=5)
        other = Workspace(name="Elsewhere Ltd", created_at=clock.now(), setup_step=5)
        session.add_all([ours, other])
        session.flush()
        people = People(
            _member("ada@harbourline.example", "Ada", ours.id),
            _member("ben@harbourline.example", "Ben", ours.id, role="read_only"),
            _member("cleo@elsewhere.example", "Cleo", other.id),
            _member("sam@support.example", "Sam", None, is_staff=True, totp_secret=TOTP_SECRET),
        )
        session.add_all([people.ada, people.ben, people.cleo, people.sam])
    return people


def _member(email: str, name: str, workspace_id: int | None, **more: Any) -> Member:
    return Member(
        email=email,
        name=name,
        workspace_id=workspace_id,
        password_hash=HASHED,
        session_epoch=0,
        created_at=clock.now(),
        **more,
    )


@pytest.fixture
def anyone(app: Flask) -> Browser:
    return app.test_client()


@pytest.fixture
def ada(app: Flask, people: People) -> Browser:
    return app.test_client().be(people.ada)


@pytest.fixture
def ben(app: Flask, people: People) -> Browser:
    return app.test_client().be(people.ben)


@pytest.fixture
def cleo(app: Flask, people: People) -> Browser:
    return app.test_client().be(people.cleo)


@pytest.fixture
def sam(app: Flask, people: People) -> Browser:
    return app.test_client().be(people.sam)


@pytest.fixture
def set_up_to(people: People) -> Callable[[int], None]:
    """Move Harbourline's set-up to *step* finished steps."""

    def move(step: int) -> None:
        with db.unit_of_work() as session:
            session.get_one(Workspace, people.ada.workspace_id).setup_step = step

    return move


@pytest.fixture
def autotask(people: People) -> AutotaskConnection:
    with db.unit_of_work() as session:
        connection = AutotaskConnection(
            workspace_id=people.ada.workspace_id,
            user_name="tally@harbourline.example",
            secret="s3cret",
            zone_name="America East",
            zone_url="http://localhost:9102/atservicesrest/",
            web_url="http://localhost:9102/",
            ci=42,
            answered_at=clock.now(),
            saved_at=clock.now(),
        )
        session.add(connection)
    return connection


@pytest.fixture
def ledger(people: People) -> Ledger:
    """Harbourline's Xero organisation, its lists read."""
    with db.unit_of_work() as session:
        ledger = Ledger(
            workspace_id=people.ada.workspace_id,
            tenant_id="11111111-1111-4111-8111-111111111111",
            name="Harbourline IT Ltd",
            base_currency="NZD",
            created_at=clock.now(),
        )
        session.add(ledger)
        session.flush()
        for kind, rows in LISTS.items():
            session.add(
                ReferenceList(
                    workspace_id=ledger.workspace_id, ledger_id=ledger.id, kind=kind, rows=rows, read_at=clock.now()
                )
            )
    return ledger


def account(code: str, name: str, kind: str, **more: Any) -> dict[str, Any]:
    row = {"id": code, "code": code, "name": name, "type": kind, "class": None, "status": "ACTIVE"}
    return {**row, "system_account": None, "tax_type": None, **more}


LISTS = {
    "accounts": [
        account("200", "Sales", "REVENUE"),
        account("210", "Hardware", "REVENUE"),
        account("299", "Old sales", "REVENUE", status="ARCHIVED"),
        account("310", "Cost of Goods Sold", "DIRECTCOSTS"),
        account("425", "Freight & Courier", "EXPENSE"),
        account("610", "Accounts Receivable", "CURRENT", system_account="DEBTORS"),
    ],
    "currencies": [{"code": "NZD", "description": "New Zealand Dollar"}, {"code": "USD", "description": "US Dollar"}],
    "organisation": [{"name": "Harbourline IT Ltd", "timezone": "NEWZEALANDSTANDARDTIME"}],
}


@pytest.fixture
def look() -> Callable[..., Any]:
    """Read one row, outside any page."""

    def read(kind: Any, *where: Any) -> Any:
        with db.reading() as session:
            return session.scalars(select(kind).where(*where).order_by(kind.id.desc())).first()

    return read


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if path is None:
        pytest.fail("This browser test needs a Chromium; the README says how to install one.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def address(app: Any) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
