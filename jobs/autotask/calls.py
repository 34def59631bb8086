"""The only place that talks to Autotask: one call with its place at the gate, its patience, and its breaker."""

from collections.abc import Callable
from itertools import count as counter
from typing import TypeVar

from jobs.autotask import protocol, records
from jobs.autotask.protocol import Envelope
from jobs.autotask.refusals import Busy, given_up
from jobs.plumbing import clock, http
from jobs.plumbing.budget import AutotaskGate
from jobs.plumbing.errors import AuthRefused, RateLimited, Unreachable, naming

T = TypeVar("T")

PAUSES = (0.5, 1.5, 4.0)  # seconds before each further try of a call that met a lock or the thread limit
PATIENCE = 30.0  # seconds to wait for a free place among the three calls at once
ASK_EVERY = 400  # calls between two questions how full the hour is


class Calls:
    """One API user's line to its database; may be used by several threads at once."""

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

    def threshold(self) -> records.Threshold:
        """How much of the hour all the customer's integrations have used; tells the gate."""
        used = self._ask(
            "GET", "ThresholdInformation", None, lambda reply: protocol.read_record(records.Threshold, reply)
        )
        self.gate.heard_threshold(used.current_timeframe_request_count, used.external_request_threshold)
        return used
