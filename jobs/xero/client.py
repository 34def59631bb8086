"""What is asked of Xero's Accounting API: whole lists, files, and one attempt of one write."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

from jobs.plumbing.errors import NotFound, OutcomeUnknown, naming
from jobs.plumbing.permits import Permit
from jobs.xero import contacts, elements, lists, paging, protocol, records, replies
from jobs.xero.attachments import Attachment, attachment, path_of
from jobs.xero.calls import Calls

R = TypeVar("R")

BILLS_AND_INVOICES = "Invoices"


class Xero(Calls):
    """One organisation. Nothing but a read whose token had expired is ever repeated in here."""

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

    def tracking_categories(self) -> list[records.TrackingCategory]:
        """Every category with its options, archived ones included."""
        return self._all("TrackingCategories", lists.tracking_category, {"includeArchived": "true"})

    def branding_themes(self) -> list[records.BrandingTheme]:
        return self._all("BrandingThemes", lists.branding_theme)

    def contacts(self, *, changed_since: datetime | None = None) -> list[records.Contact]:
        """Every contact, archived ones included."""
        return self._pages("Contacts", contacts.contact, {"includeArchived": "true"}, changed_since)

    def contact(self, contact_id: str) -> records.Contact:
        """One contact, archived or not. Raises NotFound."""
        found = self._all(f"Contacts/{quote(contact_id, safe='')}", contacts.contact, named="Contacts")
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

    def _all(
        self,
        path: str,
        as_record: Callable[[dict[str, Any]], R],
        query: Mapping[str, str] | None = None,
        *,
        named: str | None = None,
    ) -> list[R]:
        with naming("Xero"):
            return paging.all_records(named or path, as_record, self._read(path, query or {}))

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

    # Writes

    def send(
        self, resource: str, method: str, path: str, body: bytes, key: str, *, permit: Permit | None = None
    ) -> records.Reply:
        """Exactly one attempt of one write; *key* makes Xero recognise a repeat for six minutes.

        Raises RateLimited, AuthRefused or Unreachable when this attempt did nothing, Rejected when the whole request
        was refused, OutcomeUnknown when nobody can tell.
        """
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        found, answer = self._write(method, path, body, headers, permit)
        told = replies.xero_time(answer.headers)
        return records.Reply(
            elements=_echoed(resource, found),
            xero_time=told.isoformat() if told else None,
            correlation_id=answer.headers.get(replies.CORRELATION),
        )

    def update_contacts(self, changes: Sequence[records.ContactChange], key: str) -> records.Reply:
        """Change contacts (at most 50 at once), each succeeding or failing alone; one attempt, as with `send`.

        *key* must be new for each attempt: one made of the content would replay an old answer to the same change.
        """
        body = protocol.envelope("Contacts", [protocol.change_element(each) for each in changes])
        return self.send("Contacts", "POST", protocol.path_for("Contacts"), body, key)

    # Files

    def attachments(self, resource: str, document_id: str) -> list[Attachment]:
        """The files of one document, without their content."""
        return self._all(f"{resource}/{document_id}/Attachments", attachment, named="Attachments")

    def attach(
        self, resource: str, document_id: str, name: str, content: bytes, *, content_type: str = "application/pdf"
    ) -> Attachment:
        """Hang a file on a document; one of the same name is replaced, so that repeating it is harmless.

        One attempt, as with `send`. Raises ValueError for a *name* that Xero does not take (see `file_name`).
        """
        path = path_of(resource, document_id, name)
        found = self._write("PUT", path, content, {"Content-Type": content_type})[0]
        try:
            return attachment(elements.elements("Attachments", found)[0])
        except (KeyError, IndexError, TypeError) as error:
            with naming("Xero"):
                raise OutcomeUnknown(f"Xero did not confirm the file {name}", replied=True) from error


def _echoed(resource: str, found: dict[str, Any]) -> tuple[records.Document | records.Contact, ...]:
    """A write's elements; none when nothing in the answer tells of ours, which leaves them unknown."""
    as_record = contacts.contact if resource == "Contacts" else elements.document
    try:
        return tuple(as_record(each) for each in elements.elements(resource, found))
    except (KeyError, TypeError, ValueError):
        return ()
