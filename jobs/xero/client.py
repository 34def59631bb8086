"""The only place that talks to Xero's Accounting API: whole lists, and one attempt of one write."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from jobs.plumbing import http
from jobs.plumbing.budget import XeroGate
from jobs.plumbing.errors import AuthRefused, NotFound, naming
from jobs.plumbing.permits import Permit
from jobs.xero import elements, lists, paging, records, replies
from jobs.xero.tokens import PATIENCE, Tokens

R = TypeVar("R")

READ_WAIT = 30.0  # seconds a read waits for a place; a write's place is taken by whoever sends
BILLS_AND_INVOICES = "Invoices"


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
        self._sent_with: str | None = None

    # Lists

    def organisation(self) -> records.Organisation:
        """The organisation with its lock dates and terms."""
        found = self._all("Organisation", lists.organisation, named="Organisations")
        if not found:
            raise NotFound("Xero's answer has no organisation")
        return found[0]

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
        """One contact, archived or not. Raises NotFound."""
        found = self._all(f"Contacts/{quote(contact_id, safe='')}", lists.contact, named="Contacts")
        if not found:
            raise NotFound("Xero knows no such contact")
        return found[0]

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
        if resource != BILLS_AND_INVOICES and (numbers or ids):
            # Xero would leave the unknown parameter aside and list everything.
            raise ValueError(f"{resource} cannot be asked for by number or id")
        every = {"unitdp": "4"}  # unit prices come rounded to cents otherwise
        if not numbers and not ids:
            return self._pages(resource, elements.document, every, changed_since)
        found: list[records.Document] = []
        for name, values in (("InvoiceNumbers", numbers), ("IDs", ids)):
            for some in paging.short_lists(values):
                found += self._pages(resource, elements.document, {**every, name: some}, changed_since)
        return found

    def _all(self, path: str, as_record: Callable[[dict[str, Any]], R], *, named: str | None = None) -> list[R]:
        with naming("Xero"):
            return paging.all_records(named or path, as_record, self._read(path, {}))

    def _pages(
        self,
        resource: str,
        as_record: Callable[[dict[str, Any]], paging.Listed],
        query: Mapping[str, str],
        changed_since: datetime | None,
    ) -> list[paging.Listed]:
        def read_page(page: int) -> dict[str, Any]:
            # Without a page the list has no lines and only a stub of each contact.
            return self._read(resource, {**query, "page": str(page), "pageSize": str(paging.PAGE)}, changed_since)

        with naming("Xero"):
            return paging.every_page(resource, as_record, read_page)

    # One call

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

    def send(
        self, resource: str, method: str, path: str, body: bytes, key: str, *, permit: Permit | None = None
    ) -> records.Reply:
        """Exactly one attempt of one write; *key* makes Xero recognise a repeat for six minutes.

        Raises RateLimited, AuthRefused or Unreachable when this attempt did nothing, Rejected when the whole request
        was refused, OutcomeUnknown when nobody can tell.
        """
        token = self._sent_with = self._token()
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        place = permit or self.gate.take(lane=self.lane)
        try:
            answer = self._call(method, f"{self.api_url}/{path}", token, headers, body, writes=True)
        finally:
            if permit is None:
                place.release()
        found = self._heard(answer, writes=True)
        told = replies.xero_time(answer.headers)
        return records.Reply(
            elements=_echoed(resource, found),
            xero_time=told.isoformat() if told else None,
            correlation_id=answer.headers.get(replies.CORRELATION),
        )

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


def _echoed(resource: str, found: dict[str, Any]) -> tuple[records.Document | records.Contact, ...]:
    """A write's elements; none when nothing in the answer tells of ours, which leaves them unknown."""
    as_record = lists.contact if resource == "Contacts" else elements.document
    try:
        return tuple(as_record(each) for each in elements.elements(resource, found))
    except (KeyError, TypeError, ValueError):
        return ()
