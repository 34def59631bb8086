"""A whole house for tests: store, databases, and a workspace connected to the imitated vendors."""

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from sandbox_client import SandboxClient
from sqlalchemy import create_engine, make_url, select, text

from jobs import invoices, options
from jobs.delivery import sending
from jobs.models import Document, Fault, LogEntry, SweepState
from jobs.plumbing import clock, db, supervisor
from jobs.plumbing.config import Settings
from jobs.plumbing.redis import connect_once
from jobs.sandbox.seed_autotask import SECRET as SECRET
from jobs.sandbox.seed_autotask import USER as USER
from jobs.sandbox.seed_xero import HARBOURLINE

KEY = Fernet.generate_key().decode()


class Store:
    """A real Redis of the tests' own, which may be stopped in the middle of things and started again."""

    def __init__(self, folder: Path) -> None:
        self._command, self.url = supervisor.store_command(folder)
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        supervisor.wait_for_store(self.url)

    def empty(self, *, known_epoch: bool = False) -> None:
        """Forget everything. With *known_epoch* the gate takes it for an old Redis that nobody has called through."""
        client = connect_once(self.url)
        client.flushall()
        if known_epoch:
            client.set(f"gate:xero:{HARBOURLINE}:epoch", "of the tests")
        client.close()

    def stop(self) -> None:
        """Stop it at once; what was written within the last second may be lost."""
        self._process.kill()
        self._process.wait()


class Databases:
    """Makes databases of one kind: an empty one with tables, and quick copies of a prepared one."""

    def __init__(self, folder: Path, server_url: str | None = None) -> None:
        self.folder, self.server_url = folder, server_url

    def new(self) -> str:
        name = f"t{uuid.uuid4().hex[:12]}"
        if self.server_url is None:
            return f"sqlite:///{self.folder / name}.db"
        self.say(f"CREATE DATABASE {name}")
        return self._address(name)

    def copy(self, url: str) -> str:
        name = f"t{uuid.uuid4().hex[:12]}"
        if self.server_url is None:
            source = Path(url.removeprefix("sqlite:///"))
            target = self.folder / f"{name}.db"
            for suffix in ("", "-wal", "-shm"):
                if (beside := Path(f"{source}{suffix}")).exists():
                    shutil.copy(beside, f"{target}{suffix}")
            return f"sqlite:///{target}"
        self.say(f"CREATE DATABASE {name} TEMPLATE {make_url(url).database}")
        return self._address(name)

    def drop(self, url: str) -> None:
        if self.server_url is None:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{url.removeprefix('sqlite:///')}{suffix}").unlink(missing_ok=True)

    def _address(self, name: str) -> str:
        assert self.server_url is not None
        address = make_url(self.server_url).set(database=name)
        return address.render_as_string(hide_password=False)

    def say(self, statement: str) -> None:
        assert self.server_url is not None
        engine = create_engine(
            self.server_url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
        )
        try:
            with engine.connect() as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()


@dataclass(frozen=True)
class House:
    """What a test stands on; *settings* lead to a database of its own."""

    settings: Settings
    sandbox: SandboxClient
    store: Store
    workspace_id: int = 1
    ledger_id: int = 1

    # Making work

    def company(self, id: int = 501, name: str = "Rimu Cafe", **more: Any) -> int:
        row = {"id": id, "companyName": name, "companyNumber": f"C-{id}", "companyType": 1, "isActive": True,
               "phone": "04 555 0100", "currencyID": 1, "countryID": 153, "userDefinedFields": []}  # fmt: skip
        self.sandbox.put_rows("autotask.Companies", [{**row, **more}])
        return id

    def invoice(self, id: int, *amounts: str, company: int = 501, total: str | None = None, **more: Any) -> int:
        """An approved invoice with one line of quantity 1 for each amount, created a moment ago."""
        now = clock.now()
        net = sum((Decimal(each) for each in amounts), Decimal(0)) if total is None else Decimal(total)
        row = {
            "id": id, "companyID": company, "invoiceNumber": f"HL-{id}", "invoiceTotal": net, "totalTaxValue": net * Decimal("0.15"),
            "createDateTime": now.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "invoiceDateTime": now.strftime("%Y-%m-%dT00:00:00Z"),
            "dueDate": now.strftime("%Y-%m-%dT00:00:00Z"), "isVoided": False, "orderNumber": "", "paymentTerm": 4,
        }  # fmt: skip
        self.sandbox.put_rows("autotask.Invoices", [{**row, **more}])
        self.sandbox.put_rows(
            "autotask.BillingItems", [self.item(id, place, each) for place, each in enumerate(amounts)]
        )
        return id

    def item(self, invoice: int, place: int, amount: str, **more: Any) -> dict[str, Any]:
        row = {
            "id": invoice * 100 + place, "invoiceID": invoice, "billingItemType": 1, "subType": 1, "nonBillable": 0,
            "lineItemFullDescription": f"Work {invoice}/{place}", "quantity": Decimal(1), "rate": Decimal(amount),
            "extendedPrice": Decimal(amount), "totalAmount": Decimal(amount), "taxDollars": Decimal(amount) * Decimal("0.15"),
            "sortOrderID": place + 1,
        }  # fmt: skip
        return {**row, **more}

    # Moving on

    def advance(self, **time: float) -> None:
        """Move our clock and the vendors' together."""
        seconds = timedelta(**time).total_seconds()
        assert self.settings.clock is not None
        clock.advance(self.settings.clock, seconds)
        self.sandbox.advance(seconds)

    def sweep(self, times: int = 1, *, apart: float = 0.0) -> None:
        """Sweep here and now, one call at a time."""
        for place in range(times):
            if place and apart:
                self.advance(seconds=apart)
            invoices.sweep(self.workspace_id, at_once=1)

    def slow_contact(self, meanwhile: Callable[[], None]) -> None:
        """Sweep while making the contact takes a minute, in which *meanwhile* happens."""
        attempt = sending.attempt

        def slow(*args: Any, **options: Any) -> None:
            attempt(*args, **options)
            meanwhile()
            self.advance(seconds=55)

        sending.attempt = slow
        try:
            self.sweep()
        finally:
            sending.attempt = attempt

    def choose(self, **values: Any) -> None:
        with db.unit_of_work() as session:
            options.save(session, self.ledger_id, values, None)

    # Looking

    def documents(self) -> list[Document]:
        with db.reading() as session:
            return list(session.scalars(select(Document).order_by(Document.autotask_id)))

    def document(self, autotask_id: int) -> Document:
        return next(each for each in self.documents() if each.autotask_id == autotask_id)

    def faults(self, *, open_only: bool = True) -> list[Fault]:
        with db.reading() as session:
            found = session.scalars(select(Fault).order_by(Fault.id))
            return [each for each in found if not open_only or each.closed_at is None]

    def sweep_state(self) -> SweepState:
        with db.reading() as session:
            return session.scalars(select(SweepState)).one()

    def log(self) -> list[LogEntry]:
        with db.reading() as session:
            return list(session.scalars(select(LogEntry).order_by(LogEntry.id)))

    def xero_invoices(self) -> list[dict[str, Any]]:
        return self.sandbox.table("xero.invoices")

    def xero_credit_notes(self) -> list[dict[str, Any]]:
        return self.sandbox.table("xero.credit_notes")

    def in_autotask(self, invoice: int) -> dict[str, Any]:
        return next(each for each in self.sandbox.table("autotask.Invoices") if each["id"] == invoice)


def child_environment(settings: Settings) -> dict[str, str]:
    """What a child process needs to stand in the same house."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}
    given = {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": settings.secret_key,
        "ENCRYPTION_KEYS": ",".join(settings.encryption_keys),
        "PUBLIC_URL": settings.public_url,
        "TALLYSTICK_DATA": str(settings.data),
        "TALLYSTICK_CLOCK": str(settings.clock),
        "AUTOTASK_ZONE_LOOKUP_URL": settings.autotask_zone_lookup_url,
        "AUTOTASK_INTEGRATION_CODE": settings.autotask_integration_code or "",
        "XERO_CLIENT_ID": settings.xero_client_id or "",
        "XERO_CLIENT_SECRET": settings.xero_client_secret or "",
        "XERO_AUTHORIZE_URL": settings.xero_authorize_url,
        "XERO_TOKEN_URL": settings.xero_token_url,
        "XERO_REVOCATION_URL": settings.xero_revocation_url,
        "XERO_CONNECTIONS_URL": settings.xero_connections_url,
        "XERO_API_URL": settings.xero_api_url,
    }
    return {**keep, "PYTHONPATH": str(Path(__file__).parent.parent), **given}


def python() -> str:
    return sys.executable


def scratch() -> Path:
    return Path(tempfile.mkdtemp(prefix="house-"))
