"""Autotask, imitated: zone, log-in, queries, entity information and the few writable fields of its REST interface."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from flask import Flask
from flask import request as flask_request
from werkzeug.wrappers import Response

from jobs.sandbox import autotask_entities as entities
from jobs.sandbox import autotask_limits
from jobs.sandbox.autotask_fields import Entity
from jobs.sandbox.autotask_query import Refused
from jobs.sandbox.front import here
from jobs.sandbox.store import World
from jobs.sandbox.wire import Reply, Request

ROOT = "/atservicesrest/v1.0/"
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
            refusal = entities.errors("Thread limit exceeded for this object endpoint. Code: Itgenatr005")
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
        return entities.errors(str(refused))


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
        return work(world, request, entities.entity_named(name), int(number[0]) if number else 0)


def _zone(world: World, request: Request) -> Reply:
    user = unquote(entities.query_of(request).get("user", ""))
    known = world.table("autotask.users").contents.get(user.lower())
    if known is None:
        return entities.errors("User name or password is incorrect.")
    root = f"http://{request.headers.get('host', 'localhost')}"
    return Reply.json(
        {
            "zoneName": known.get("zoneName", "Sandbox"),
            "url": known.get("zoneUrl") or f"{root}/ATServicesRest/",
            "webUrl": f"{root}/console/",
            "ci": known["ci"],
        }
    )


ROUTES: dict[str, dict[str, Work]] = {
    "entityinformation": {"GET": entities.information},
    "entityinformation/fields": {"GET": entities.fields},
    "entityinformation/userdefinedfields": {"GET": entities.no_udfs},
    "query": {"POST": entities.query, "GET": entities.query},
    "query/next": {"POST": entities.query},  # a GET after a POST is refused
    "query/count": {"POST": entities.count, "GET": entities.count},
    "#": {"GET": entities.one},
    "": {"PATCH": entities.patch, "PUT": entities.put},
}
