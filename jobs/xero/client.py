"""The only place that talks to Xero's Accounting API: whole lists, and one attempt of one write."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from jobs.plumbing import http
from jobs.plumbing.budget import XeroGate
from jobs.plumbing.errors import AuthRefused, Unreachable, naming
from jobs.plumbing.permits import Permit
from jobs.xero import lists, records, replies
from jobs.xero.tokens import Tokens

R = TypeVar("R")

PAGE = 1000  # the most Xero gives (limits page)
NUMBERS_A_CALL = 40  # longer lists have met a cap on the length of an address
READ_WAIT = 30.0  # seconds a read waits for a place; a write's place is taken by whoever sends


class Xero:
    """One organisation. Each call takes a place at the gate; only a read whose token had expired is repeated."""

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
        self._refused_token: str | None = None
        self._last_token: str | None = None

    # Lists

    def organisation(self) -> records.Organisation:
        """The organisation with its lock dates and terms."""
        return self._all("Organisation", lists.organisation, named="Organisations")[0]

    def accounts(self) -> list[records.Account]:
        return self._all("Accounts", lists.account)

    def tax_rates(self) -> list[records.TaxRate]:
        return self._all("TaxRates", lists.tax_rate)

    def currencies(self) -> list[records.Currency]:
        return self._all("Currencies", lists.currency)

    def contacts(self, *, changed_since: datetime | None = None) -> list[records.Contact]:
        """Every contact, archived ones included."""
        return self._pages("Contacts", lists.contact, {"includeArchived": "true"}, changed_since)

    def contact(self, contact_id: str) -> records.Contact:
        """One contact. Raises NotFound."""
        found = self._read(f"Contacts/{contact_id}", {})
        return lists.contact(self._elements("Contacts", found)[0])

    def documents(
        self,
        resource: str,
        *,
        changed_since: datetime | None = None,
        numbers: Collection[str] = (),
        ids: Collection[str] = (),
    ) -> list[records.Document]:
        """Invoices or CreditNotes with their lines, of every status, all pages.

        *numbers* and *ids* (Invoices only) ask for those alone, forty a call: never in a path, where a number could
        name another resource.
        """
        wanted = {"InvoiceNumbers": list(numbers), "IDs": list(ids)}
        found: list[records.Document] = []
        asked = False
        for name, values in wanted.items():
            for start in range(0, len(values), NUMBERS_A_CALL):
                asked = True
                some = {name: ",".join(values[start : start + NUMBERS_A_CALL])}
                found += self._pages(resource, replies.document, some, changed_since)
        return found if asked else self._pages(resource, replies.document, {}, changed_since)

    def _all(self, resource: str, as_record: Callable[[dict[str, Any]], R], *, named: str | None = None) -> list[R]:
        found = self._read(resource, {})
        return self._records(named or resource, found, as_record)

    def _pages(
        self,
        resource: str,
        as_record: Callable[[dict[str, Any]], R],
        query: Mapping[str, str],
        changed_since: datetime | None,
    ) -> list[R]:
        records_found: list[R] = []
        page = 1
        while True:
            # Without a page the list has no lines and only a stub of each contact.
            found = self._read(resource, {**query, "page": str(page), "pageSize": str(PAGE)}, changed_since)
            rows = self._records(resource, found, as_record)
            records_found += rows
            pages = (found.get("pagination") or {}).get("pageCount")
            if page >= pages if isinstance(pages, int) else len(rows) < PAGE:
                return records_found
            page += 1

    def _records(self, resource: str, found: dict[str, Any], as_record: Callable[[dict[str, Any]], R]) -> list[R]:
        try:
            return [as_record(each) for each in self._elements(resource, found)]
        except (KeyError, TypeError, ValueError) as error:
            raise Unreachable(f"Xero's {resource} cannot be read: {error!r}") from error

    def _elements(self, resource: str, found: dict[str, Any]) -> list[dict[str, Any]]:
        try:
            return replies.elements(resource, found)
        except KeyError as error:
            raise Unreachable(f"Xero's answer has no {resource}") from error

    # One call

    def _read(self, path: str, query: Mapping[str, str], changed_since: datetime | None = None) -> dict[str, Any]:
        headers = {}
        if changed_since is not None:
            headers["If-Modified-Since"] = changed_since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        url = f"{self.api_url}/{path}" + (f"?{urlencode(query)}" if query else "")
        for last in (False, True):
            try:
                with self.gate.take(lane=self.lane, wait=min(READ_WAIT, self.limit or READ_WAIT)):
                    answer = self._call("GET", url, headers, None, writes=False)
                return self._heard(answer, writes=False)
            except AuthRefused as error:
                error.vendor = "Xero"
                if last or not error.expired:
                    raise
                self.renew_token()
        raise AuthRefused("the token is refused again and again")

    def send(
        self, resource: str, method: str, path: str, body: bytes, key: str, *, permit: Permit | None = None
    ) -> records.Reply:
        """Exactly one attempt of one write; *key* makes Xero recognise a repeat for six minutes.

        Raises RateLimited, AuthRefused or Unreachable when this attempt did nothing, Rejected when the whole request
        was refused, OutcomeUnknown when nobody can tell.
        """
        own = permit is None
        place = permit or self.gate.take(lane=self.lane)
        try:
            headers = {"Content-Type": "application/json", "Idempotency-Key": key}
            answer = self._call(method, f"{self.api_url}/{path}", headers, body, writes=True)
        finally:
            if own:
                place.release()
        found = self._heard(answer, writes=True)
        as_record = lists.contact if resource == "Contacts" else replies.document
        try:
            rows = tuple(as_record(each) for each in replies.elements(resource, found))
        except (KeyError, TypeError, ValueError):
            rows = ()  # nothing in it tells of our elements: they stay unknown
        told = replies.xero_time(answer.headers)
        return records.Reply(
            elements=rows,
            xero_time=told.isoformat() if told else None,
            correlation_id=answer.headers.get("Xero-Correlation-Id"),
        )

    def _call(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, *, writes: bool
    ) -> http.Answer:
        with naming("Xero"):
            token = self.tokens.fresh(not_this=self._refused_token)
            sent = {
                "Authorization": f"Bearer {token}",
                "xero-tenant-id": self.tenant_id,
                "Accept": "application/json",  # XML otherwise
                **headers,
            }
            self._last_token = token
            return self.door.call(method, url, headers=sent, body=body, writes=writes, limit=self.limit)

    def _heard(self, answer: http.Answer, *, writes: bool) -> dict[str, Any]:
        self.gate.heard(answer.headers, answer.status)
        with naming("Xero"):
            return replies.read(answer, writes=writes)

    def renew_token(self) -> None:
        """The last token was refused as expired: the next call uses another."""
        self._refused_token = self._last_token
        self.tokens.fresh(not_this=self._refused_token)
