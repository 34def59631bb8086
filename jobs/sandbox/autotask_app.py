"""Autotask, imitated: zone, log-in, queries, entity information and the few writable fields of its REST interface."""

import re
from collections.abc import Callable

from flask import Flask
from flask import request as flask_request
from werkzeug.wrappers import Response

from jobs.sandbox import autotask_console, autotask_files
from jobs.sandbox import autotask_entities as entities
from jobs.sandbox import autotask_information as information
from jobs.sandbox import autotask_requests as requests
from jobs.sandbox import autotask_writing as writing
from jobs.sandbox.autotask_fields import ENTITIES, Entity
from jobs.sandbox.autotask_limits import Hour, Places, logged_in, unauthorised
from jobs.sandbox.autotask_values import Refused
from jobs.sandbox.front import here
from jobs.sandbox.store import World
from jobs.sandbox.wire import Reply, Request

# A database that was moved lives under another zone, here a folder such as /zone2 before the root.
ROOT = re.compile(r"(?:/(?P<zone>zone\d+))?/atservicesrest/(?P<rest>.*)", re.IGNORECASE)
VERSION = "v1.0/"
LONGEST_ADDRESS = 2000  # IIS answers 404 beyond (seen by several clients)
VERBS = ["GET", "POST", "PATCH", "PUT", "DELETE"]
NO_ROUTE = b"<html><body><h2>404 - File or directory not found.</h2></body></html>"

Work = Callable[[World, Request, Entity, int], Reply]


def make_app(world: World) -> Flask:
    """The Autotask side of the sandbox, behind its guards."""
    app = Flask("autotask_sandbox")
    places, hour = Places(), Hour(world)

    @app.before_request
    def guard() -> Response | None:
        request = here()
        zone, path = _split(request)
        if path is None or path.lower() == "zoneinformation" or "late" in request.marks:
            return None  # zoneInformation asks for no log-in and counts nowhere
        if not logged_in(world, request, zone):
            return _as_response(unauthorised())
        if (refusal := hour.refusal()) is not None:
            return _as_response(refusal)
        if not places.take(request, path, flask_request.environ):
            text = "The number of concurrent threads for this object endpoint has been exceeded. Code: Itgenatr005"
            return _as_response(requests.errors(text))
        return None

    @app.teardown_request
    def leave(_error: BaseException | None) -> None:
        places.leave(flask_request.environ)

    @app.route("/", defaults={"path": ""}, methods=VERBS)
    @app.route("/<path:path>", methods=VERBS)
    def every(path: str) -> Response:
        return _as_response(answer(world, here(), hour))

    return app


def _as_response(reply: Reply) -> Response:
    return Response(reply.body, reply.status, list(reply.headers))


def _split(request: Request) -> tuple[str, str | None]:
    """The zone, and what follows the root and version; None for everything else."""
    found = ROOT.fullmatch(request.path)
    if found is None or not found["rest"].lower().startswith(VERSION):
        return "", None
    return (found["zone"] or "").lower(), found["rest"][len(VERSION) :].rstrip("/")


def answer(world: World, request: Request, hour: Hour) -> Reply:
    """Answer one request that has passed the guards."""
    _zone, path = _split(request)
    if request.path.startswith(autotask_console.PREFIX):
        return autotask_console.page(world, request)
    if path is None:
        found = ROOT.fullmatch(request.path)
        is_versions = found is not None and found["rest"].lower() == "versioninformation"
        return Reply.json({"apiVersions": ["1.0"]}) if is_versions else _no_route()
    try:
        return _route(world, request, path, hour)
    except Refused as refused:
        return requests.errors(str(refused))


def _no_route() -> Reply:
    return Reply(404, (("Content-Type", "text/html"),), NO_ROUTE)


def _route(world: World, request: Request, path: str, hour: Hour) -> Reply:
    match path.lower():
        case "zoneinformation":
            return _zone_of(world, request)
        case "version":
            return Reply.json({"majorVersion": 2026, "minorVersion": 3, "build": "1", "customerType": "MSP"})
        case "thresholdinformation":
            return Reply.json(hour.threshold())
    name, _, rest = path.partition("/")
    if request.method == "GET" and (file := autotask_files.FILES.get(_shape_of(path))) is not None:
        with world.lock("autotask"):
            return file(world, request, *map(int, re.findall(r"(?<=/)\d+", path)))
    entity, verbs, key = _handlers(name, rest)
    too_long = request.method == "GET" and len(request.path) + len(request.query) > LONGEST_ADDRESS
    if entity is None or too_long:
        return _no_route()
    work = verbs.get(request.method)
    if work is None:
        return requests.wrong_verb(request.method)
    with world.lock("autotask"):
        return work(world, request, entity, key)


def _shape_of(path: str) -> str:
    """The address with a # for each id in it."""
    return re.sub(r"(?<=/)\d+", "#", path).lower()


def _handlers(name: str, rest: str) -> tuple[Entity | None, dict[str, Work], int]:
    """The entity that an address is about, what may be done there, and the id in it (0 when there is none)."""
    number = re.match(r"\d+", rest)
    key = int(number[0]) if number else 0
    shape = rest.lower() if number is None else f"#{rest[number.end() :].lower()}"
    if name.lower() == "companies" and shape == "#/contacts":
        return ENTITIES["contacts"], CHILDREN, key
    verbs = ROUTES.get(shape)
    return (ENTITIES.get(name.lower()), verbs, key) if verbs is not None else (None, {}, 0)


def _zone_of(world: World, request: Request) -> Reply:
    user = requests.query_of(request).get("user", "")
    with world.lock("autotask"):
        known = world.table("autotask.users").contents.get(user.lower())
    if known is None:
        return requests.errors("User name or password is incorrect.")
    host = f"http://{request.headers.get('host', 'localhost')}"
    zone = known.get("zone", "")
    return Reply.json(
        {
            "zoneName": known.get("zoneName", "Sandbox Zone"),
            "url": f"{host}/{zone}/ATServicesRest/" if zone else f"{host}/ATServicesRest/",
            "webUrl": f"{host}{autotask_console.PREFIX}",
            "ci": known["ci"],
        }
    )


ROUTES: dict[str, dict[str, Work]] = {
    "entityinformation": {"GET": information.rights},
    "entityinformation/fields": {"GET": information.fields},
    "entityinformation/userdefinedfields": {"GET": information.udfs},
    "query": {"POST": entities.query, "GET": entities.query},
    "query/next": {"POST": entities.query, "GET": entities.query},
    "query/count": {"POST": entities.count, "GET": entities.count},
    "#": {"GET": entities.one},
    "": {"PATCH": writing.patch, "PUT": writing.put, "POST": writing.create},
}
CHILDREN: dict[str, Work] = {
    "GET": entities.of_parent,
    "POST": writing.create,
    "PATCH": writing.patch,
    "PUT": writing.put,
}
