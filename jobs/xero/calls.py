"""The only place that talks to Xero's Accounting API: one call with its token and its place at the gate."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from jobs.plumbing import http
from jobs.plumbing.budget import XeroGate
from jobs.plumbing.errors import AuthRefused, naming
from jobs.plumbing.permits import Permit
from jobs.xero import replies
from jobs.xero.tokens import PATIENCE, Tokens

READ_WAIT = 30.0  # seconds a read waits for a place; a write's place is taken by whoever sends


class Calls:
    """The line to one organisation: each call takes a place at the gate, a read whose token expired is repeated."""

    def __init__(
        self,
        door: http.Door,
        api_url: str,
        tenant_id: str,
        tokens: Tokens,
        gate: XeroGate,
        *,
        lane: str = "work",
        limit: float | None = None,
    ) -> None:
        self.door, self.api_url, self.tenant_id = door, api_url.rstrip("/"), tenant_id
        self.tokens, self.gate, self.lane, self.limit = tokens, gate, lane, limit
        self._sent_with: str | None = None

    def _read(self, path: str, query: Mapping[str, str], changed_since: datetime | None = None) -> dict[str, Any]:
        url = f"{self.api_url}/{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {} if changed_since is None else {"If-Modified-Since": _since(changed_since)}
        token = self._token()
        try:
            return self._get(url, headers, token)
        except AuthRefused as error:
            if not error.expired:
                raise
        return self._get(url, headers, self._token(not_this=token))

    def _get(self, url: str, headers: Mapping[str, str], token: str) -> dict[str, Any]:
        with self.gate.take(lane=self.lane, wait=min(READ_WAIT, self.limit or READ_WAIT)):
            answer = self._call("GET", url, token, headers, None, writes=False)
        return self._heard(answer, writes=False)

    def _write(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], permit: Permit | None = None
    ) -> tuple[dict[str, Any], http.Answer]:
        """Exactly one attempt, in the place handed in or in one of its own; what was answered, read and as it came."""
        token = self._sent_with = self._token()
        place = permit or self.gate.take(lane=self.lane)
        try:
            answer = self._call(method, f"{self.api_url}/{path}", token, headers, body, writes=True)
        finally:
            if permit is None:
                place.release()
        return self._heard(answer, writes=True), answer

    def renew_token(self) -> None:
        """Get another token than the one of the last `send`, which was refused as expired."""
        self._token(not_this=self._sent_with)

    def _token(self, not_this: str | None = None) -> str:
        with naming("Xero"):
            return self.tokens.fresh(not_this=not_this, wait=self.limit or PATIENCE)

    def _call(
        self, method: str, url: str, token: str, headers: Mapping[str, str], body: bytes | None, *, writes: bool
    ) -> http.Answer:
        sent = {
            "Authorization": f"Bearer {token}",
            "xero-tenant-id": self.tenant_id,
            "Accept": "application/json",  # XML otherwise
            **headers,
        }
        with naming("Xero"):
            return self.door.call(method, url, headers=sent, body=body, writes=writes, limit=self.limit)

    def _heard(self, answer: http.Answer, *, writes: bool) -> dict[str, Any]:
        self.gate.heard(answer.headers, answer.status)
        with naming("Xero"):
            return replies.read(answer, writes=writes)


def _since(moment: datetime) -> str:
    # Whether the comparison takes in the very second is not told: the second before does in either case.
    return (moment.astimezone(UTC) - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%S")
