"""Autotask's REST dialect without any I/O: what a request body holds, and what a reply means."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec import Raw, Struct

from jobs.autotask import records, work
from jobs.autotask.names import camel as camel
from jobs.autotask.names import snake as snake
from jobs.autotask.refusals import read_messages, refusal, unclear
from jobs.autotask.rows import Reader
from jobs.plumbing.http import Answer

R = TypeVar("R", bound=Struct)
Filter = Mapping[str, Any]
Envelope = dict[str, Raw]

PAGE = 500  # MaxRecords takes 1 to 500, and 500 values is the most one `in` may hold
ENTITIES: dict[type[Struct], str] = {
    records.Invoice: "Invoices",
    records.BillingItem: "BillingItems",
    records.Company: "Companies",
    records.Contact: "Contacts",
    records.Currency: "Currencies",
    records.Country: "Countries",
    records.BillingCode: "BillingCodes",
    records.PaymentTerm: "PaymentTerms",
    records.InvoiceTemplate: "InvoiceTemplates",
    records.TaxRegion: "TaxRegions",
    records.TaxCategory: "TaxCategories",
    records.Tax: "Taxes",
    records.OrganizationalLevel1: "OrganizationalLevel1s",
    records.OrganizationalLevel2: "OrganizationalLevel2s",
    records.OrganizationalLevelAssociation: "OrganizationalLevelAssociations",
    work.Resource: "Resources",
    work.TimeEntry: "TimeEntries",
    work.Ticket: "Tickets",
    work.TicketCharge: "TicketCharges",
    work.Task: "Tasks",
    work.Attachment: "TicketAttachments",
}
LEVELS = {"none": 0, "all": 1, "restricted": 2}

_encode = msgspec.json.Encoder(decimal_format="number").encode
_envelope = msgspec.json.Decoder(dict[str, Raw]).decode
_raw_list = msgspec.json.Decoder(list[Raw]).decode


class Page(NamedTuple):
    """One page of a query; *next_url* is None on the last one."""

    records: list[Any]
    next_url: str | None


# What we send


def query_body(kind: type[Struct], filters: Iterable[Filter], fields: Iterable[str] | None, after: int | None) -> bytes:
    """A page's worth of *kind*; *after* is the largest id already read."""
    walk: list[Filter] = [] if after is None else [{"op": "gt", "field": "id", "value": after}]
    body = {
        "MaxRecords": PAGE,
        "IncludeFields": include_fields(kind, fields),
        "filter": [_filter(each) for each in (*filters, *walk)],
    }
    return _encode(body)


def include_fields(kind: type[Struct], fields: Iterable[str] | None = None) -> list[str]:
    """Autotask's names of the fields to send back: all that our record has, or *fields* and the id."""
    wanted = kind.__struct_fields__ if fields is None else ("id", *fields)
    known = {camel(name): None for name in kind.__struct_fields__}
    names = {camel(name): None for name in wanted}
    if strange := names.keys() - known.keys():
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(strange))}")
    # User-defined fields are no field to ask for; they come by themselves.
    return [name for name in names if name != "userDefinedFields"]


def count_body(filters: Iterable[Filter], up_to: int | None = None) -> bytes:
    """How many match, leaving out ids above *up_to*."""
    bound: list[Filter] = [] if up_to is None else [{"op": "lte", "field": "id", "value": up_to}]
    return _encode({"filter": [_filter(each) for each in (*filters, *bound)]})


def patch_body(id: int, fields: Mapping[str, Any]) -> bytes:
    """A change of only the fields named."""
    return _encode({"id": id, **{camel(name): _value(value) for name, value in fields.items()}})


def _filter(given: Filter) -> dict[str, Any]:
    spelt: dict[str, Any] = dict(given)
    if "items" in spelt:
        spelt["items"] = [_filter(each) for each in spelt["items"]]
    if "field" in spelt and not spelt.get("udf"):
        spelt["field"] = camel(spelt["field"])
    if "value" in spelt:
        spelt["value"] = _value(spelt["value"])
    return spelt


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        # Calendar days are stored as midnight and never shifted between zones.
        return f"{value.isoformat()}T00:00:00.000Z"
    if isinstance(value, str | int | Decimal | None):
        return value
    if isinstance(value, Collection):
        return [_value(each) for each in value]
    raise TypeError(f"Autotask takes no {type(value).__name__}")


def _instant(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("an instant without a zone")
    # Timestamps are UTC in and out, written with milliseconds and Z (developer help on REST dates, read 2026-11).
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# What comes back


def read_reply(answer: Answer, *, writes: bool, now: Callable[[], datetime]) -> Envelope:
    """A reply's parts by their names in lower case. Raises what happens next when it is not a plain success."""
    if answer.status != 200:
        raise refusal(answer, writes=writes, now=now)
    try:
        envelope = {name.lower(): part for name, part in _envelope(answer.body).items()}
    except ValueError as error:
        said = "; ".join(read_messages(answer.body)[0]) or "an empty page"
        raise unclear(f"Autotask sent something other than JSON: {said}", writes=writes, status=200) from error
    # A 200 may carry a list of errors all the same.
    if "errors" in envelope and read_messages(answer.body)[1]:
        raise refusal(answer, writes=writes, now=now)
    return envelope


def read_page(kind: type[R], envelope: Envelope) -> Page:
    """One page of records. Raises ValueError when it is not a page, or a record of it has no id."""
    details = {name.lower(): value for name, value in _part(envelope, "pagedetails", dict[str, Any]).items()}
    items = envelope["items"]
    rows = _raw_list(items)
    # One page is spelt one way, so its first record tells how to read all of them.
    found = Reader.of(kind, tuple(_envelope(rows[0]))).read(items) if rows else []
    return Page(found, details.get("nextpageurl"))


def read_count(envelope: Envelope) -> int:
    return _part(envelope, "querycount", int)


def read_written_id(envelope: Envelope) -> int:
    return _part(envelope, "itemid", int)


def read_fields(envelope: Envelope) -> tuple[records.Field, ...]:
    return msgspec.convert(_ours(_part(envelope, "fields", list[Any])), tuple[records.Field, ...])


def read_access(envelope: Envelope) -> records.EntityAccess:
    """Rights on one entity; a level may come as a number or as its word."""
    info = _ours(_part(envelope, "info", dict[str, Any]))
    levels = {name: LEVELS.get(value.lower(), 0) for name, value in info.items() if isinstance(value, str)}
    return msgspec.convert(info | levels | {"name": info["name"]}, records.EntityAccess)


def read_record(kind: type[R], envelope: Envelope) -> R:
    """A reply that is itself the record, such as the zone."""
    return msgspec.convert(_ours({name: msgspec.json.decode(part) for name, part in envelope.items()}), kind)


T = TypeVar("T")


def _part(envelope: Envelope, name: str, kind: type[T]) -> T:
    if name not in envelope:
        raise ValueError(f"no {name} in the reply")
    return msgspec.json.decode(envelope[name], type=kind)


def _ours(found: Any) -> Any:
    """Plain data under our names; what is null is left to the record's default."""
    if isinstance(found, dict):
        return {snake(name): _ours(value) for name, value in found.items() if value is not None}
    if isinstance(found, list):
        return [_ours(each) for each in found]
    return found
