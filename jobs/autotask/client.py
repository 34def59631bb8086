"""What is asked of Autotask: whole queries, single changes, files, rights, lists and the hour's use."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from msgspec import Struct

from jobs.autotask import files, protocol, records, work
from jobs.autotask.calls import Calls
from jobs.autotask.names import letters
from jobs.autotask.paging import Query, read_all
from jobs.autotask.protocol import Filter, Page
from jobs.autotask.refusals import unclear
from jobs.autotask.zone import look_up_zone as look_up_zone
from jobs.plumbing.errors import Rejected, Unreachable, naming

R = TypeVar("R", bound=Struct)


class Autotask(Calls):
    """One API user's database; may be used by several threads at once."""

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

    # Files, each one call

    @naming("Autotask")
    def attachment(self, ticket_id: int, id: int) -> work.File:
        """One file of a ticket with its content. Raises NotFound when the ticket has no such file."""
        return self._ask("GET", f"Tickets/{ticket_id}/Attachments/{id}", None, files.read_attachment)

    @naming("Autotask")
    def invoice_pdf(self, invoice_id: int) -> work.File:
        """The invoice as Autotask prints it."""
        return self._ask("GET", f"Invoices/{invoice_id}/InvoicePdf", None, files.read_pdf)

    # What this database is like

    def fields(self, entity: str) -> tuple[records.Field, ...]:
        """The entity's fields as this database has them, pick lists included."""
        return self._ask("GET", f"{entity}/entityInformation/fields", None, protocol.read_fields)

    def user_defined_fields(self, entity: str) -> tuple[records.Field, ...]:
        """The entity's own fields of this database; a list's choices are its pick list."""
        return self._ask("GET", f"{entity}/entityInformation/userDefinedFields", None, protocol.read_fields)

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
