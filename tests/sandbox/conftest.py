"""One vendor of the sandbox, asked in the tests' own process: no ports, no waiting."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from xero_caller import XeroCaller

from jobs.sandbox import autotask_app, seed, wire
from jobs.sandbox.front import Front
from jobs.sandbox.seed_autotask import CODE, SECRET, USER
from jobs.sandbox.store import World
from jobs.sandbox.wire import Reply, Request

ROOT = "/ATServicesRest/V1.0/"


@dataclass
class AutotaskCaller:
    """Calls the imitated Autotask; its headers may be changed to log in wrongly."""

    world: World
    front: Front
    headers: dict[str, str] = field(
        default_factory=lambda: {
            "username": USER,
            "secret": SECRET,
            "apiintegrationcode": CODE,
            "host": "localhost:7000",
        }
    )

    def call(self, method: str, path: str, body: Any = None, *, query: str = "") -> Reply:
        sent = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        address = path if path.startswith("/") else ROOT + path
        return self.front.answer(Request("autotask", method, address, query, self.headers, sent))

    def ask(self, method: str, path: str, body: Any = None, *, query: str = "") -> Any:
        """The JSON of a call that succeeds."""
        reply = self.call(method, path, body, query=query)
        assert reply.status == 200, reply.body
        return wire.decode(reply.body)

    def query(self, entity: str, *filters: dict[str, Any], **more: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.ask("POST", f"{entity}/query", {"filter": list(filters), **more})
        return answer

    def ids(self, entity: str, *filters: dict[str, Any]) -> list[int]:
        return [each["id"] for each in self.query(entity, *filters)["items"]]

    def refusal(self, method: str, path: str, body: Any = None, *, query: str = "") -> str:
        """The one sentence of a call that is refused the usual way."""
        reply = self.call(method, path, body, query=query)
        assert reply.status == 500, reply.body
        (message,) = wire.decode(reply.body)["errors"]
        return str(message)

    def refused_query(self, entity: str, *filters: Any, **more: Any) -> str:
        return self.refusal("POST", f"{entity}/query", {"filter": list(filters), **more})

    def follow(self, method: str, address: str, body: Any = None) -> Reply:
        """Call an address that a reply named."""
        parts = urlsplit(address)
        return self.call(method, parts.path, body, query=parts.query)

    def get_search(self, entity: str, body: Any) -> Reply:
        return self.call("GET", f"{entity}/query", query=f"search={quote(json.dumps(body))}")

    def put_rows(self, entity: str, *rows: dict[str, Any]) -> None:
        for row in rows:
            self.world.table(f"autotask.{entity}")[row["id"]] = row


@pytest.fixture
def make_autotask() -> Callable[[World], AutotaskCaller]:
    return lambda world: AutotaskCaller(world, Front(world, "autotask", autotask_app.make_app(world)))


@pytest.fixture
def autotask(make_autotask: Callable[[World], AutotaskCaller]) -> AutotaskCaller:
    """A database with its small lists, without companies or invoices."""
    world = World()
    seed.bare(world)
    return make_autotask(world)


@pytest.fixture
def xero() -> XeroCaller:
    """One organisation, already connected, without contacts or documents."""
    world = World()
    seed.bare(world)
    from jobs.sandbox import xero_app

    caller = XeroCaller(world, Front(world, "xero", xero_app.make_app(world)))
    caller.connect()
    return caller
