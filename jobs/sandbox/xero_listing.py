"""Lists of Xero: what is filtered, in which order it comes, and page by page."""

from collections.abc import Callable, Iterable
from email.utils import parsedate_to_datetime
from typing import Any

from jobs.sandbox import clock, xero_problems
from jobs.sandbox.store import Row
from jobs.sandbox.wire import Reply
from jobs.sandbox.xero_calls import Call, envelope
from jobs.sandbox.xero_problems import Refusal
from jobs.sandbox.xero_where import compiled

USUAL_PAGE = 100
BIGGEST_PAGE = 1000
SORTABLE = ("UpdatedDateUTC", "Date", "Name")
ALWAYS_PAGED = ("statuses", "summaryonly")


def listing(
    call: Call,
    rows: Iterable[Row],
    id_name: str,
    shown: Callable[[Row, bool], Row],
    chosen: Callable[[Row], bool] = lambda row: True,
) -> Reply:
    """The answer to a GET of a paged resource; *shown* gets whether the row is shown in full (paged lists only)."""
    found = _ordered(call, id_name, [row for row in filtered(call, rows) if chosen(row)])
    if not is_paged(call):
        return envelope(call, call.resource, [shown(row, False) for row in found])
    page, size = page_of(call)
    part = found[(page - 1) * size : page * size]
    if call.request.marks.get("unordered"):
        part = part[::-1]
    pages = -(-len(found) // size)
    pagination = {"page": page, "pageSize": size, "pageCount": pages, "itemCount": len(found)}
    return envelope(call, call.resource, [shown(row, True) for row in part], pagination=pagination)


def is_paged(call: Call) -> bool:
    return "page" in call.args or "pagesize" in call.args or any(name in call.args for name in ALWAYS_PAGED)


def page_of(call: Call) -> tuple[int, int]:
    """Page and its size; a size out of range is moved into it, not refused."""
    try:
        page, size = int(call.args.get("page", 1)), int(call.args.get("pagesize", USUAL_PAGE))
    except ValueError as error:
        raise Refusal(xero_problems.bad_query("page and pageSize must be whole numbers")) from error
    return max(1, page), min(max(1, size), BIGGEST_PAGE)


def filtered(call: Call, rows: Iterable[Row]) -> list[Row]:
    """The rows after If-Modified-Since, `where`, and what a lagging list does not show yet."""
    kept = list(rows)
    since = modified_since(call)
    lag = call.request.marks.get("lag")
    if lag:
        seen = clock.later(call.world.now_text(), -lag)
        kept = [row for row in kept if row.get("CreatedAt", "") <= seen]
        if since is not None:  # the change is not in the list of changes yet
            kept = [row for row in kept if row["UpdatedDateUTC"] <= seen]
    if since is not None:
        kept = [row for row in kept if row["UpdatedDateUTC"][:19] >= since]
    if where := call.args.get("where"):
        contacts = call.table("xero.contacts")
        test = compiled(call.resource, where, lambda row: contacts.get(row["Contact"]["ContactID"], row["Contact"]))
        kept = [row for row in kept if test(row)]
    return kept


def modified_since(call: Call) -> str | None:
    """UTC, accurate to the second."""
    said = call.request.headers.get("if-modified-since")
    if not said:
        return None
    try:
        instant = parsedate_to_datetime(said) if "," in said else clock.instant(said)
    except ValueError as error:
        raise Refusal(xero_problems.bad_query(f"The If-Modified-Since value '{said}' is not a date")) from error
    return clock.text(instant)[:19]


def _ordered(call: Call, id_name: str, rows: list[Row]) -> list[Row]:
    name, _, direction = call.args.get("order", "UpdatedDateUTC").partition(" ")
    field = {each.lower(): each for each in (*SORTABLE, id_name)}.get(name.lower())
    if field is None:
        raise Refusal(xero_problems.bad_query(f"'{name}' is not an optimised order"))

    def place(row: Row) -> tuple[Any, Any]:
        return row.get(field) or "", row[id_name]

    return sorted(rows, key=place, reverse=direction.strip().upper() == "DESC")


def listed(call: Call, argument: str) -> set[str] | None:
    """The values of a comma-separated parameter, without case; None when it is not given."""
    said = call.args.get(argument)
    return None if said is None else {each.strip().casefold() for each in said.split(",") if each.strip()}
