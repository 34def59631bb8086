"""What Autotask's entities answer: queries, counts, single records, their description, and the few writable fields."""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from jobs.sandbox import clock, wire
from jobs.sandbox.autotask_fields import ENTITIES, PICKLISTS, Entity, Field
from jobs.sandbox.autotask_query import Refused, candidates, compile_filter, lower_keys
from jobs.sandbox.store import Row, World
from jobs.sandbox.wire import Reply, Request

MOST = 500


def errors(*messages: str) -> Reply:
    """Autotask's usual way to say no: HTTP 500 with the reasons."""
    return Reply.json({"errors": list(messages)}, 500)


def query_of(request: Request) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(request.query).items()}


def entity_named(name: str) -> Entity:
    found = ENTITIES.get(name.lower())
    if found is None:
        raise Refused(f"The entity {name} does not exist.")
    return found


def _body(request: Request) -> dict[str, Any]:
    """The request's JSON: of a POST its body, of a GET its search parameter."""
    text = request.body
    if request.method == "GET":
        if len(request.query) > 1900:
            raise Refused("The address is too long.")
        text = query_of(request).get("search", "{}").encode()
    try:
        found = wire.decode(text)
    except ValueError as error:
        raise Refused("The request body is not valid JSON.") from error
    if not isinstance(found, dict):
        raise Refused("The request body must be an object.")
    return found


def _visible(world: World, row: Row) -> bool:
    """Rows that do not exist yet, or that the user's lines of business hide, are missing, not refused."""
    at = row.get("_visibleAt")
    if at is not None and clock.instant(at) > world.now():
        return False
    hidden = world.setting("autotask").get("hidden_business", [])
    return row.get("_business") is None or row["_business"] not in hidden


def _matching(world: World, entity: Entity, body: dict[str, Any]) -> list[Row]:
    filters = body.get("filter")
    test = compile_filter(entity, filters)
    table = world.table(f"autotask.{entity.name}")
    rows = [table.contents[key] for key in candidates(table, entity, filters or [])]
    return [row for row in rows if _visible(world, row) and test(row)]


def query(world: World, request: Request, entity: Entity, _key: int) -> Reply:
    body = lower_keys(_body(request))
    most = body.get("maxrecords", MOST)
    if not isinstance(most, int) or not 1 <= most <= MOST:
        return errors("The max records count must be between 1 and 500.")
    wanted = _included(entity, body.get("includefields"))
    rows = _matching(world, entity, body)
    start = int(query_of(request).get("paging", "0") or 0)
    page = rows[start : start + most]
    if request.marks.get("unordered"):
        page = page[::-1]
    following = None
    if start + most < len(rows):
        host = request.headers.get("host", "localhost")
        following = f"http://{host}/ATServicesRest/V1.0/{entity.name}/query/next?paging={start + most}"
    items = [_shown(entity, row, wanted) for row in page]
    details = {"count": len(items), "requestCount": most, "prevPageUrl": None, "nextPageUrl": following}
    return Reply.json({"items": items, "pageDetails": details})


def _included(entity: Entity, names: Any) -> list[str] | None:
    if names is None:
        return None
    wanted = []
    for name in names:
        if entity.udfs and str(name).lower() == "userdefinedfields":
            continue
        field = entity.field(str(name))
        if field is None:
            raise Refused(f"Unable to find {name} in the {entity.name} Entity.")
        wanted.append(field.name)
    return wanted


def _shown(entity: Entity, row: Row, wanted: list[str] | None) -> Row:
    names = wanted if wanted is not None else [field.name for field in entity.fields.values()]
    shown = {name: row.get(name) for name in names}
    if entity.udfs:
        shown["userDefinedFields"] = row.get("userDefinedFields") or []
    return shown


def count(world: World, request: Request, entity: Entity, _key: int) -> Reply:
    return Reply.json({"queryCount": len(_matching(world, entity, lower_keys(_body(request))))})


def one(world: World, _request: Request, entity: Entity, key: int) -> Reply:
    row = world.table(f"autotask.{entity.name}").contents.get(key)
    return Reply.json({"item": _shown(entity, row, None) if row and _visible(world, row) else None})


def information(world: World, _request: Request, entity: Entity, _key: int) -> Reply:
    rights = world.setting("autotask").get("rights", {}).get(entity.name, {})
    return Reply.json(
        {
            "info": {
                "name": entity.name,
                "canCreate": False,
                "canUpdate": True,
                "canQuery": True,
                "canDelete": False,
                "userAccessForCreate": 0,
                "userAccessForUpdate": rights.get("update", 1),
                "userAccessForQuery": rights.get("query", 1),
                "userAccessForDelete": 0,
                "hasUserDefinedFields": entity.udfs,
                "supportsWebhookCallouts": entity.name in ("Companies", "Contacts"),
            }
        }
    )


def fields(_world: World, _request: Request, entity: Entity, _key: int) -> Reply:
    return Reply.json({"fields": [_described(entity, field) for field in entity.fields.values()]})


def no_udfs(_world: World, _request: Request, _entity: Entity, _key: int) -> Reply:
    return Reply.json({"fields": []})


def _described(entity: Entity, field: Field) -> Row:
    labels = PICKLISTS.get((entity.name.lower(), field.name.lower()))
    types = {"int": "integer", "list": "integer", "text": "string", "date": "datetime", "bool": "boolean"}
    return {
        "name": field.name,
        "dataType": types.get(field.kind, field.kind),
        "length": field.length,
        "isRequired": field.required,
        "isReadOnly": not field.writable,
        "isQueryable": field.filterable,
        "isReference": False,
        "referenceEntityType": "",
        "isPickList": field.kind == "list",
        "picklistValues": [
            {"value": str(place), "label": label, "isDefaultValue": False, "sortOrder": place, "parentValue": "",
             "isActive": True, "isSystem": False}
            for place, label in enumerate(labels or (), start=1)
        ] if field.kind == "list" else None,
        "picklistParentValueField": "",
        "isSupportedWebhookField": False,
    }  # fmt: skip


def patch(world: World, request: Request, entity: Entity, _key: int) -> Reply:
    return _write(world, entity, _body(request), replace=False)


def put(world: World, request: Request, entity: Entity, _key: int) -> Reply:
    return _write(world, entity, _body(request), replace=True)


def _write(world: World, entity: Entity, body: Row, *, replace: bool) -> Reply:
    key = body.get("id")
    table = world.table(f"autotask.{entity.name}")
    if not isinstance(key, int) or key not in table:
        return errors(f"No {entity.name} record has the id {key}.")
    changes = {}
    for name, value in body.items():
        field = entity.field(name)
        if field is None:
            return errors(f"Unable to find {name} in the {entity.name} Entity.")
        if field.name == "id":
            continue
        if not field.writable:
            return errors(f"The field {field.name} is read only.")
        if problem := _wrong(field, value):
            return errors(problem)
        changes[field.name] = value
    if replace:  # PUT makes null what is not sent
        changes = {**{each.name: None for each in entity.fields.values() if each.writable}, **changes}
    table[key] = {**table[key], **changes}
    return Reply.json({"itemId": key})


def _wrong(field: Field, value: Any) -> str | None:
    if value is None:
        return None
    if field.kind == "text" and (not isinstance(value, str) or len(value) > field.length):
        return f"The value of {field.name} must be text of at most {field.length} characters."
    if field.kind == "date":
        try:
            datetime.fromisoformat(str(value).replace("Z", "+00:00"))
        except ValueError:
            return f"The value of {field.name} is not a date."
    return None
