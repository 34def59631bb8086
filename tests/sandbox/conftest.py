"""One vendor of the sandbox, asked in the tests' own process: no ports, no waiting."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from jobs.sandbox import autotask_app, seed, wire
from jobs.sandbox.front import Front
from jobs.sandbox.seed_autotask import CODE, SECRET, USER
from jobs.sandbox.seed_xero import HARBOURLINE
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


AUTHORISE = "/identity/connect/authorize"
RETURN = "http://localhost:5000/setup/xero/return"
SCOPES = (
    "openid profile email offline_access accounting.invoices accounting.payments accounting.contacts "
    "accounting.settings.read accounting.attachments"
)
FORM = {"content-type": "application/x-www-form-urlencoded"}


@dataclass
class XeroCaller:
    """Calls the imitated Xero; its headers may be changed to log in wrongly."""

    world: World
    front: Front
    headers: dict[str, str] = field(default_factory=dict)

    def authorise(self, choice: str = "allow", tenant: str = HARBOURLINE, **asked: str | None) -> Reply:
        """What the consent page answers to a person's choice; *asked* changes the address (None leaves out)."""
        usual = {
            "response_type": "code",
            "client_id": "sandbox-client",
            "redirect_uri": RETURN,
            "scope": SCOPES,
            "state": "s1",
        }
        query = urlencode({name: value for name, value in {**usual, **asked}.items() if value is not None})
        body = urlencode({"choice": choice, "tenant": tenant}).encode()
        return self.front.answer(Request("xero", "POST", AUTHORISE, query, FORM, body))

    def code(self, **asked: str) -> str:
        (location,) = [value for name, value in self.authorise(**asked).headers if name == "Location"]
        return parse_qs(urlsplit(location).query)["code"][0]

    def token(self, *, client: str = "sandbox-client:sandbox-secret", path: str = "token", **form: str) -> Reply:
        headers = {**FORM, "authorization": f"Basic {base64.b64encode(client.encode()).decode()}"}
        return self.front.answer(Request("xero", "POST", f"/connect/{path}", "", headers, urlencode(form).encode()))

    def connect(self, **asked: str) -> dict[str, Any]:
        """Consent and exchange the code; calls from now on carry the new token."""
        reply = self.token(grant_type="authorization_code", code=self.code(**asked), redirect_uri=RETURN)
        assert reply.status == 200, reply.body
        pair: dict[str, Any] = wire.decode(reply.body)
        self.headers = {
            "authorization": f"Bearer {pair['access_token']}",
            "xero-tenant-id": asked.get("tenant", HARBOURLINE),
            "accept": "application/json",
            "content-type": "application/json",
        }
        return pair

    def call(self, method: str, path: str, body: Any = None, *, query: str = "", **headers: str) -> Reply:
        """Header names have underscores here: idempotency_key="k"."""
        sent = b"" if body is None else body if isinstance(body, bytes) else wire.encode(body)
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        address = path if path.startswith("/") else f"/api.xro/2.0/{path}"
        return self.front.answer(Request("xero", method, address, query, {**self.headers, **more}, sent))

    def ask(self, method: str, path: str, body: Any = None, *, query: str = "", **headers: str) -> Any:
        """The JSON of a call that succeeds."""
        reply = self.call(method, path, body, query=query, **headers)
        assert reply.status == 200, (reply.status, reply.body)
        return wire.decode(reply.body)

    def put(self, resource: str, *elements: dict[str, Any], query: str = "summarizeErrors=false") -> list[Any]:
        """The elements that come back for *elements*."""
        found: list[Any] = self.ask("PUT", resource, {resource: list(elements)}, query=query)[resource]
        return found

    def errors(self, resource: str, element: dict[str, Any], *, method: str = "PUT") -> list[str]:
        """What is wrong with one element, in Xero's words."""
        found = self.ask(method, resource, {resource: [element]}, query="summarizeErrors=false")[resource][0]
        return [each["Message"] for each in found.get("ValidationErrors", [])]


@pytest.fixture
def xero() -> XeroCaller:
    """One organisation, already connected, without contacts or documents."""
    world = World()
    seed.bare(world)
    from jobs.sandbox import xero_app

    caller = XeroCaller(world, Front(world, "xero", xero_app.make_app(world)))
    caller.connect()
    return caller
