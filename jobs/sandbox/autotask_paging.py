"""Autotask's pages: what a next page's address carries, and what is refused when it is asked for differently."""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import parse_qs, quote

import msgspec

from jobs.sandbox import wire
from jobs.sandbox.autotask_values import Refused
from jobs.sandbox.wire import Request


@dataclass(frozen=True)
class Place:
    """Where a page starts within its search. *mixed*: this search comes in no order of id, from its first page on."""

    verb: str
    search: str
    size: int
    start: int = 0
    mixed: bool = False

    def order(self, keys: list[Any]) -> list[Any]:
        """The matching ids in this search's order; always the same one, so that its pages fit together."""
        return sorted(keys, key=_scattered) if self.mixed else keys


def _scattered(key: int) -> int:
    return key * 2_654_435_761 % 4_294_967_296  # Knuth's multiplicative hash


def first(request: Request, body: dict[str, Any], size: int) -> Place:
    return Place(request.method, _fingerprint(body), size, mixed=bool(request.marks.get("unordered")))


def read(text: str) -> Place:
    """The place that a next page's address names."""
    try:
        return msgspec.json.decode(text, type=Place)
    except msgspec.DecodeError as error:
        raise Refused("The paging parameter is not valid.") from error


def address(request: Request, entity: str, place: Place) -> str:
    """The next page's address; after a GET it carries the search, after a POST the same body must be sent again."""
    host = request.headers.get("host", "localhost")
    root = request.path[: request.path.lower().index("/v1.0/") + len("/v1.0/")]
    following = f"http://{host}{root}{entity}/query/next?paging={quote(wire.encode(asdict(place)).decode())}"
    search = parse_qs(request.query).get("search")
    return f"{following}&search={quote(search[-1])}" if request.method == "GET" and search else following


def _fingerprint(body: dict[str, Any]) -> str:
    return hashlib.sha256(wire.encode(body)).hexdigest()[:16]
