"""Calls the imitated Xero in the tests' own process, as a person's browser and as our product."""

import base64
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from jobs.sandbox import wire
from jobs.sandbox.front import Front
from jobs.sandbox.seed_xero import HARBOURLINE
from jobs.sandbox.store import World
from jobs.sandbox.wire import Reply, Request

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
