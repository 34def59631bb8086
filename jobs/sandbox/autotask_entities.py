"""What Autotask answers when it is asked for records: pages of a search, counts, single records, children."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from jobs.sandbox import autotask_paging, clock
from jobs.sandbox.autotask_fields import Entity
from jobs.sandbox.autotask_query import Filter, candidates, lower_keys
from jobs.sandbox.autotask_requests import allowed, body_of, errors, query_of, wrong_verb
from jobs.sandbox.autotask_udfs import Udf, udfs
from jobs.sandbox.autotask_udfs import shown as shown_udfs
from jobs.sandbox.autotask_values import Refused, moment
from jobs.sandbox.store import Row, World
from jobs.sandbox.wire import Reply, Request

MOST = 500
SEARCH = {"maxrecords", "includefields", "filter"}


@dataclass(frozen=True)
class Shape:
    """How records are shown: *wanted* fields (None: all, what is empty as null) and the entity's *own*."""

    entity: Entity
    own: Mapping[str, Udf]
    wanted: tuple[str, ...] | None = None

    def of(self, row: Row) -> Row:
        """Fields left out are absent; user-defined ones come along always."""
        shown = {name: row.get(name) for name in (self.entity.names if self.wanted is None else self.wanted)}
        if self.entity.udfs:
            shown["userDefinedFields"] = shown_udfs(row, self.own)
        return shown


def query(world: World, request: Request, entity: Entity, _parent: int) -> Reply:
    """One page of a search; the next page's address goes with the verb and the body of the first."""
    paging = query_of(request).get("paging")
    place = None if paging is None else autotask_paging.read(paging)
    if place is not None and place.verb != request.method:
        return wrong_verb(request.method)
    body = _search(world, request, entity)
    size = body.get("maxrecords", MOST)
    if type(size) is not int or not 1 <= size <= MOST:
        return errors("The max records count must be between 1 and 500.")
    shape = Shape(entity, udfs(world, entity), _included(entity, body.get("includefields")))
    begun = autotask_paging.first(request, body, size)
    place = begun if place is None else place
    if place.search != begun.search:
        raise Refused("The search must be the same for all of its pages.")
    rows = _matching(world, request, entity, body)
    if place.mixed:
        found = {row["id"]: row for row in rows}
        rows = iter([found[key] for key in place.order(list(found))])
    page = list(islice(rows, place.start, place.start + place.size + 1))
    return _page(request, shape, place, page)


def _page(request: Request, shape: Shape, place: autotask_paging.Place, rows: list[Row]) -> Reply:
    following = None
    if len(rows) > place.size:
        following = autotask_paging.address(request, shape.entity.name, replace(place, start=place.start + place.size))
    items = [shape.of(row) for row in rows[: place.size]]
    details = {"count": len(items), "requestCount": place.size, "prevPageUrl": None, "nextPageUrl": following}
    return Reply.json({"items": items, "pageDetails": details})


def count(world: World, request: Request, entity: Entity, _parent: int) -> Reply:
    body = _search(world, request, entity)
    return Reply.json({"queryCount": sum(1 for _ in _matching(world, request, entity, body))})


def one(world: World, request: Request, entity: Entity, key: int) -> Reply:
    allowed(world, entity, "query")
    row = world.table(entity.table).contents.get(key)
    visible = seen(world, request, row) if row else None
    return Reply.json({"item": Shape(entity, udfs(world, entity)).of(visible) if visible else None})


def seen(world: World, request: Request, row: Row) -> Row | None:
    """The row as this request may see it."""
    return _seen(world, row, _horizon(world, request))


def of_parent(world: World, request: Request, entity: Entity, parent: int) -> Reply:
    """All children of one record; these cannot be filtered."""
    allowed(world, entity, "query")
    own = {"filter": [{"op": "eq", "field": "companyID", "value": parent}]}
    rows = list(islice(_matching(world, request, entity, own), MOST))
    return _page(request, Shape(entity, udfs(world, entity)), autotask_paging.Place("GET", "", MOST), rows)


def _search(world: World, request: Request, entity: Entity) -> dict[str, Any]:
    allowed(world, entity, "query")
    body = body_of(request)
    if unknown := sorted(set(body) - SEARCH):
        raise Refused(f"A query has no property {unknown[0]}.")
    return body


def _matching(world: World, request: Request, entity: Entity, body: dict[str, Any]) -> Iterator[Row]:
    """Matching records as they may be seen, in order of id, read only as far as they are asked for."""
    filters = body.get("filter") or []
    test = Filter(entity, filters, udfs(world, entity))
    _check_asked_by(entity, filters)
    table = world.table(entity.table)
    horizon = _horizon(world, request)
    rows = (table.contents[key] for key in candidates(table, entity, filters))
    seen = (_seen(world, row, horizon) for row in rows)
    return (row for row in seen if row is not None and test(row))


def _check_asked_by(entity: Entity, filters: list[dict[str, Any]]) -> None:
    """Some records are only found by what they belong to. Raises Refused."""
    named = {
        str(each.get("field", "")).lower()
        for each in map(lower_keys, filters)
        if str(each.get("op", "")).lower() in ("eq", "in")
    }
    if entity.asked_by and not named & {each.lower() for each in entity.asked_by}:
        raise Refused(f"A query of {entity.name} must filter on one of {', '.join(entity.asked_by)}.")


def _horizon(world: World, request: Request) -> datetime | None:
    """Changes younger than this are not seen yet, when look-ups lag."""
    lag = float(request.marks.get("lag", 0))
    return world.now() - timedelta(seconds=lag) if lag else None


def _seen(world: World, row: Row, horizon: datetime | None) -> Row | None:
    """The row as this user sees it; one still to come, or of a hidden line of business, is missing, not refused."""
    at = row.get("_visibleAt")
    if at is not None and clock.instant(at) > (horizon or world.now()):
        return None
    business = row.get("_business")
    if business is not None and business in world.setting("autotask").get("hidden_business", ()):
        return None
    if horizon is None:
        return row
    created = row.get("createDateTime")
    if at is None and created and moment(created) > horizon:
        return None
    changed = row.get("_changedAt")
    return {**row, **row["_before"]} if changed and clock.instant(changed) > horizon else row


def _included(entity: Entity, names: Any) -> tuple[str, ...] | None:
    if names is None:
        return None
    if not isinstance(names, list):
        raise Refused("IncludeFields must be a list of names.")
    return tuple(
        _known(entity, str(name)) for name in names if not (entity.udfs and str(name).lower() == "userdefinedfields")
    )


def _known(entity: Entity, name: str) -> str:
    field = entity.field(name)
    if field is None:
        raise Refused(f"Unable to find {name} in the {entity.name} Entity.")
    return field.name
