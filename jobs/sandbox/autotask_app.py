"""Autotask, imitated: zone, log-in, queries, entity information and the few writable fields of its REST interface."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, unquote

from flask import Flask
from flask import request as flask_request
from werkzeug.wrappers import Response

from jobs.sandbox import autotask_limits, clock, wire
from jobs.sandbox.autotask_fields import ENTITIES, PICKLISTS, Entity, Field
from jobs.sandbox.autotask_query import Refused, candidates, compile_filter, lower_keys
from jobs.sandbox.front import here
from jobs.sandbox.store import Row, World
from jobs.sandbox.wire import Reply, Request

ROOT = "/atservicesrest/v1.0/"
MOST = 500
VERBS = ["GET", "POST", "PATCH", "PUT", "DELETE"]
NO_ROUTE = b"<html><body><h2>404 - File or directory not found.</h2></body></html>"

Work = Callable[[World, Request, Entity, int], Reply]


def make_app(world: World) -> Flask:
    """The Autotask side of the sandbox, behind its guards."""
    app = Flask("autotask_sandbox")
    places = autotask_limits.Places()

    @app.before_request
    def guard() -> Response | None:
        request = here()
        path = _path_of(request)
        if path is None or path.lower() == "zoneinformation" or "late" in request.marks:
            return None
        refusal = autotask_limits.refusal(world, request)
        if refusal is None and not places.take(path, flask_request.environ):
            refusal = errors("Thread limit exceeded for this object endpoint. Code: Itgenatr005")
        return _as_response(refusal) if refusal is not None else None

    @app.teardown_request
    def leave(_error: BaseException | None) -> None:
        places.leave(flask_request.environ)

    @app.route("/", defaults={"path": ""}, methods=VERBS)
    @app.route("/<path:path>", methods=VERBS)
    def every(path: str) -> Response:
        return _as_response(answer(world, here()))

    return app


def _as_response(reply: Reply) -> Response:
    return Response(reply.body, reply.status, list(reply.headers))


def _path_of(request: Request) -> str | None:
    """What follows the root; None outside it."""
    if not request.path.lower().startswith(ROOT):
        return None
    return request.path[len(ROOT) :].rstrip("/")


def answer(world: World, request: Request) -> Reply:
    """Answer one request that has passed the guards."""
    path = _path_of(request)
    if path is None:
        return _no_route()
    if path.lower() == "zoneinformation":
        return _zone(world, request)
    try:
        return _route(world, request, path)
    except Refused as refused:
        return errors(str(refused))


def errors(*messages: str) -> Reply:
    """Autotask's usual way to say no: HTTP 500 with the reasons."""
    return Reply.json({"errors": list(messages)}, 500)


def _no_route() -> Reply:
    return Reply(404, (("Content-Type", "text/html"),), NO_ROUTE)


def _wrong_verb(verb: str) -> Reply:
    return Reply.json({"Message": f"The requested resource does not support http method '{verb}'."}, 405)


def _route(world: World, request: Request, path: str) -> Reply:
    if path.lower() == "version":
        return Reply.json({"majorVersion": 2026, "minorVersion": 3, "build": "1", "customerType": "MSP"})
    if path.lower() == "thresholdinformation":
        return Reply.json(autotask_limits.threshold(world))
    name, _, rest = path.partition("/")
    verbs = ROUTES.get(re.sub(r"\d+", "#", rest.lower()))
    if verbs is None:
        return _no_route()
    work = verbs.get(request.method)
    if work is None:
        return _wrong_verb(request.method)
    number = re.search(r"\d+", rest)
    with world.lock("autotask"):
        return work(world, request, _entity(name), int(number[0]) if number else 0)


def _zone(world: World, request: Request) -> Reply:
    user = unquote(_query_of(request).get("user", ""))
    known = world.table("autotask.users").contents.get(user.lower())
    if known is None:
        return errors("User name or password is incorrect.")
    root = f"http://{request.headers.get('host', 'localhost')}"
    return Reply.json(
        {
            "zoneName": known.get("zoneName", "Sandbox"),
            "url": known.get("zoneUrl") or f"{root}/ATServicesRest/",
            "webUrl": f"{root}/console/",
            "ci": known["ci"],
        }
    )


def _query_of(request: Request) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(request.query).items()}


def _entity(name: str) -> Entity:
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
        text = _query_of(request).get("search", "{}").encode()
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


def _query(world: World, request: Request, entity: Entity, _key: int) -> Reply:
    body = lower_keys(_body(request))
    most = body.get("maxrecords", MOST)
    if not isinstance(most, int) or not 1 <= most <= MOST:
        return errors("The max records count must be between 1 and 500.")
    wanted = _included(entity, body.get("includefields"))
    rows = _matching(world, entity, body)
    start = int(_query_of(request).get("paging", "0") or 0)
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


def _count(world: World, request: Request, entity: Entity, _key: int) -> Reply:
    return Reply.json({"queryCount": len(_matching(world, entity, lower_keys(_body(request))))})


def _one(world: World, _request: Request, entity: Entity, key: int) -> Reply:
    row = world.table(f"autotask.{entity.name}").contents.get(key)
    return Reply.json({"item": _shown(entity, row, None) if row and _visible(world, row) else None})


def _information(world: World, _request: Request, entity: Entity, _key: int) -> Reply:
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


def _fields(_world: World, _request: Request, entity: Entity, _key: int) -> Reply:
    return Reply.json({"fields": [_described(entity, field) for field in entity.fields.values()]})


def _no_udfs(_world: World, _request: Request, _entity: Entity, _key: int) -> Reply:
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


def _patch(world: World, request: Request, entity: Entity, _key: int) -> Reply:
    return _write(world, entity, _body(request), replace=False)


def _put(world: World, request: Request, entity: Entity, _key: int) -> Reply:
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


ROUTES: dict[str, dict[str, Work]] = {
    "entityinformation": {"GET": _information},
    "entityinformation/fields": {"GET": _fields},
    "entityinformation/userdefinedfields": {"GET": _no_udfs},
    "query": {"POST": _query, "GET": _query},
    "query/next": {"POST": _query},  # a GET after a POST is refused
    "query/count": {"POST": _count, "GET": _count},
    "#": {"GET": _one},
    "": {"PATCH": _patch, "PUT": _put},
}
