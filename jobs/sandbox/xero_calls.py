"""One call of the Accounting API, taken apart."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jobs.sandbox import wire, xero_problems
from jobs.sandbox.store import Row, Table, World
from jobs.sandbox.wire import Reply, Request
from jobs.sandbox.xero_problems import Refusal

ROOT = "/api.xro/2.0/"
ZERO = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Call:
    """*name* is the id, number or code after the resource; *sub* the list below it; *args* have lower-case names."""

    world: World
    request: Request
    tenant: str
    client: str
    resource: str
    name: str | None
    sub: str | None
    sub_name: str | None
    args: Mapping[str, str]

    @property
    def method(self) -> str:
        return self.request.method

    @property
    def writes(self) -> bool:
        return self.method in ("PUT", "POST", "DELETE")

    def table(self, name: str) -> Table:
        return self.world.table(name)

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of that table that belong to this organisation."""
        return (row for row in self.world.table(name).values() if row["TenantID"] == self.tenant)

    @property
    def organisation(self) -> Row:
        return next(self.rows("xero.organisations"))

    def wants(self, argument: str, *, otherwise: bool = False) -> bool:
        """A true or false of the query, in any case."""
        said = self.args.get(argument.lower())
        return otherwise if said is None else said.lower() == "true"

    @property
    def four_decimals(self) -> bool:
        return self.args.get("unitdp") == "4"

    def content(self) -> Any:
        """The body. Raises Refusal when it is no JSON."""
        if "json" not in self.request.headers.get("content-type", "").lower():
            raise Refusal(xero_problems.unreadable("Content-Type must be application/json"))
        try:
            return wire.decode(self.request.body)
        except ValueError as error:
            raise Refusal(xero_problems.unreadable(str(error))) from error

    def elements(self, plural: str | None = None) -> list[Row]:
        """The elements sent: a bare object, a list, or an envelope with the plural resource name."""
        content, plural = self.content(), plural or self.resource
        if isinstance(content, dict) and plural in content:
            if len(content) > 1:
                stray = next(name for name in content if name != plural)
                raise Refusal(xero_problems.unreadable(f"Could not find member '{stray}' on object"))
            content = content[plural]
        elements = content if isinstance(content, list) else [content]
        if not elements or not all(isinstance(each, dict) and each for each in elements):
            raise Refusal(xero_problems.nothing_sent(plural.removesuffix("s")))
        return elements


def envelope(call: Call, plural: str, elements: list[Any], **more: Any) -> Reply:
    """The answer to most calls."""
    now = call.world.now()
    content = {
        "Id": str(uuid.uuid4()),
        "Status": "OK",
        "ProviderName": "Tallystick",
        "DateTimeUTC": f"/Date({int(now.timestamp() * 1000)})/",
        **more,
        plural: elements,
    }
    return Reply.json(content)
