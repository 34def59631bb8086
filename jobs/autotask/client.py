"""The only place that talks to Autotask: whole queries, single changes, rights, lists and the hour's use."""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import count as counter
from typing import Any, TypeVar
from urllib.parse import urlsplit

from msgspec import Struct

from jobs.autotask import protocol, records
from jobs.autotask.names import letters
from jobs.autotask.paging import Query, read_all
from jobs.autotask.protocol import Envelope, Filter, Page
from jobs.autotask.refusals import Busy, given_up, unclear
from jobs.autotask.zone import look_up_zone as look_up_zone
from jobs.plumbing import clock, http
from jobs.plumbing.budget import AutotaskGate
from jobs.plumbing.errors import AuthRefused, RateLimited, Rejected, Unreachable, naming

R = TypeVar("R", bound=Struct)
T = TypeVar("T")

PAUSES = (0.5, 1.5, 4.0)  # seconds before each further try of a call that met a lock or the thread limit
PATIENCE = 30.0  # seconds to wait for a free place among the three calls at once
ASK_EVERY = 400  # calls between two questions how full the hour is


class Autotask:
    """One API user's database; may be used by several threads at once."""

    def __init__(
        self,
        door: http.Door,
        zone_url: str,
        user_name: str,
        secret: str,
        integration_code: str | None,
        gate: AutotaskGate,
        *,
        lane: str = "work",
        limit: float | None = None,
        pause: Callable[[float], None] = clock.pause,
    ) -> None:
        self.door, self.gate, self.lane, self.limit = door, gate, lane, limit
        self.root = f"{zone_url.rstrip('/')}/V1.0/"
        self.headers = {
            "UserName": user_name,
            "Secret": secret,
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        if integration_code:
            self.headers["ApiIntegrationCode"] = integration_code
        self._pause = pause
        self._calls = counter(1)
        self._refused: AuthRefused | None = None

    # Reading records

    @naming("Autotask")
    def query(self, kind: type[R], filters: Sequence[Filter], *, fields: Iterable[str] | None = None) -> list[R]:
        """Every record of *kind* that matches. With *fields*, all others are left at None or their default."""
        fields = None if fields is None else tuple(fields)
        first = protocol.query_body(kind, filters, fields, None)

        def above(last: int | None) -> Page:
            return self._page(kind, protocol.query_body(kind, filters, fields, last))

        # A GET to the next page of a POST is refused, or answered with no rows at all: the same body goes again.
        def at(url: str) -> Page:
            return self._page(kind, first, url)

        return read_all(Query(above, at, lambda last: self.count(kind, filters, up_to=last)))

    def query_among(
        self,
        kind: type[R],
        field: str,
        values: Collection[int] | Collection[str],
        *,
        filters: Sequence[Filter] = (),
        fields: Iterable[str] | None = None,
    ) -> list[R]:
        """Every record whose *field* is one of *values*, however many those are."""
        wanted: list[Any] = sorted(set(values))
        fields = None if fields is None else tuple(fields)
        found: list[R] = []
        for start in range(0, len(wanted), protocol.PAGE):
            among = {"op": "in", "field": field, "value": wanted[start : start + protocol.PAGE]}
            found += self.query(kind, [among, *filters], fields=fields)
        return found

    def count(self, kind: type[Struct], filters: Sequence[Filter], *, up_to: int | None = None) -> int:
        """How many match, without reading them; *up_to* leaves out larger ids."""
        entity = protocol.ENTITIES[kind]
        body = protocol.count_body(filters, up_to)
        return self._ask("POST", f"{entity}/query/count", body, protocol.read_count)

    def _page(self, kind: type[Struct], body: bytes, url: str | None = None) -> Page:
        entity = protocol.ENTITIES[kind]
        if url is not None and urlsplit(url)[:2] != urlsplit(self.root)[:2]:
            raise Unreachable(f"Autotask named a next page elsewhere: {url}")
        return self._ask("POST", url or f"{entity}/query", body, lambda reply: protocol.read_page(kind, reply), entity)

    # Writing

    @naming("Autotask")
    def patch(self, entity: str, id: int, **fields: Any) -> None:
        """Change only *fields* of one record. Raises OutcomeUnknown when nothing certain was heard."""
        body = protocol.patch_body(id, fields)
        # PUT would blank every field that is not sent.
        reply = self._call("PATCH", entity, entity, body, writes=True)
        try:
            written = protocol.read_written_id(reply)
        except ValueError as error:
            raise unclear(f"Autotask did not confirm {entity} {id}: {error}", writes=True) from error
        if written != id:
            raise unclear(f"Autotask confirmed {entity} {written} instead of {id}", writes=True)

    # What this database is like

    def fields(self, entity: str) -> tuple[records.Field, ...]:
        """The entity's fields as this database has them, pick lists included."""
        return self._ask("GET", f"{entity}/entityInformation/fields", None, protocol.read_fields)

    @naming("Autotask")
    def picklist(self, entity: str, field: str) -> dict[str, str]:
        """Label → value of one pick list; a label in use wins over the same label retired."""
        for each in self.fields(entity):
            if letters(each.name) == letters(field):
                values = sorted(each.picklist_values or (), key=lambda value: value.is_active)
                return {value.label: value.value for value in values}
        raise Rejected((f"Autotask has no field {field} on {entity}.",))

    def access(self, entity: str) -> records.EntityAccess:
        """What this API user may do with the entity."""
        return self._ask("GET", f"{entity}/entityInformation", None, protocol.read_access)

    def version(self) -> None:
        """The cheapest call that proves the log-in. Raises AuthRefused when it is not accepted."""
        self._call("GET", "Version", "Version")

    def threshold(self) -> records.Threshold:
        """How much of the hour all the customer's integrations have used; tells the gate."""
        used = self._ask(
            "GET", "ThresholdInformation", None, lambda reply: protocol.read_record(records.Threshold, reply)
        )
        self.gate.heard_threshold(used.current_timeframe_request_count, used.external_request_threshold)
        return used

    # One call

    @naming("Autotask")
    def _ask(
        self, method: str, path: str, body: bytes | None, read: Callable[[Envelope], T], endpoint: str | None = None
    ) -> T:
        reply = self._call(method, path, endpoint or path.split("/")[0], body)
        try:
            return read(reply)
        except (ValueError, KeyError) as error:
            raise Unreachable(f"Autotask's reply to {path} cannot be read: {error}") from error

    @naming("Autotask")
    def _call(
        self, method: str, path: str, endpoint: str, body: bytes | None = None, *, writes: bool = False
    ) -> Envelope:
        if next(self._calls) % ASK_EVERY == 0 and self.lane == "work":
            self.threshold()
        for pause in PAUSES if self.limit is None else PAUSES[:1]:  # with a limit, a person is waiting
            try:
                return self._once(method, path, endpoint, body, writes)
            except Busy as busy:
                if busy.narrow:
                    self.gate.narrow(endpoint)
                self._pause(pause)
        try:
            return self._once(method, path, endpoint, body, writes)
        except Busy as busy:
            raise given_up(busy) from busy

    def _once(self, method: str, path: str, endpoint: str, body: bytes | None, writes: bool) -> Envelope:
        if self._refused is not None:
            # Each further bad log-in brings the API user nearer to being locked, for every integration of the customer.
            raise AuthRefused(self._refused.said, status=401)
        url = path if "://" in path else self.root + path
        with self.gate.take(endpoint, lane=self.lane, wait=min(PATIENCE, self.limit or PATIENCE)):
            answer = self.door.call(method, url, headers=self.headers, body=body, writes=writes, limit=self.limit)
        try:
            return protocol.read_reply(answer, writes=writes, now=clock.now)
        except RateLimited:
            self.gate.heard(answer.status, answer.headers)
            raise
        except AuthRefused as refused:
            self._refused = refused
            raise
