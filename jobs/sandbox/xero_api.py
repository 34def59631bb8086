"""The door of Xero's Accounting API: who calls, for which organisation, within which limits; then to the resource."""

import uuid
from urllib.parse import parse_qsl

from flask import Flask, Response, g
from flask import request as flask_request

from jobs.sandbox import clock, xero_problems, xero_scopes
from jobs.sandbox.front import HELD, here
from jobs.sandbox.store import Row, World
from jobs.sandbox.wire import HangUp, Reply, Request
from jobs.sandbox.xero_calls import ROOT, Call
from jobs.sandbox.xero_limits import Limits
from jobs.sandbox.xero_memory import Memory
from jobs.sandbox.xero_oauth import token_row
from jobs.sandbox.xero_problems import Refusal
from jobs.sandbox.xero_resources import RESOURCES, serve

VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
LONGEST_QUERY = 2048  # the usual cap of such servers; lists of some 52 ids met it (seen by a client library)


class Door:
    """What every call passes before and after its resource; its parts of one call are kept in Flask's `g`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.limits = Limits(world)
        self.memory = Memory(world)

    def open(self) -> Response | None:
        """Before the latency: log-in, limits, scope, then the memory of keys (limits come before it, Xero says)."""
        request = here()
        if not request.path.startswith(ROOT):
            return None
        refused = xero_problems.not_found() if len(request.query) > LONGEST_QUERY else self._judge(request)
        return _response(refused) if refused is not None else self._recall(request)

    def _judge(self, request: Request) -> Reply | None:
        with self.world.lock("xero"):
            token = token_row(self.world, request.headers.get("authorization", ""))
            if token is None:
                return xero_problems.unauthorised()
            if "late" not in request.marks and token["expires"] <= self.world.now_text():
                at = clock.instant(token["expires"])
                return xero_problems.unauthorised(f"TokenExpired: token expired at {at:%m/%d/%Y %H:%M:%S}")
            tenant = request.headers.get("xero-tenant-id", "")
            if "late" not in request.marks and not self._connected(token, tenant):
                return xero_problems.forbidden()
        if "late" not in request.marks:
            g.tenant = tenant
            refused = self.limits.enter(tenant)
            if refused is not None:
                return refused
            g.entered = True
        g.call = take_apart(self.world, request, tenant, str(token["grant"]).partition(":")[0])
        return _unfit(g.call, token)

    def _connected(self, token: Row, tenant: str) -> bool:
        rows = self.world.table("xero.connections").values()
        return any(each["grant"] == token["grant"] and each["tenantId"] == tenant for each in rows)

    def _recall(self, request: Request) -> Response | None:
        try:
            reply, g.token = self.memory.begin(request)
        except HangUp:
            flask_request.environ["sandbox.hang_up"] = True
            return Response(b"")
        return _response(reply) if reply is not None else None

    def close(self, response: Response) -> Response:
        """Remember the reply under its key, and tell what is left of the limits."""
        token = g.get("token")
        if token is not None and HELD not in response.headers:
            key = here().headers["idempotency-key"]
            headers = tuple((name, value) for name, value in response.headers.items() if name != "Content-Length")
            self.memory.end(key, token, Reply(response.status_code, headers, response.get_data()))
        if g.get("tenant"):
            response.headers.update(self.limits.headers(g.tenant))
        if here().path.startswith(ROOT):
            response.headers["Xero-Correlation-Id"] = str(uuid.uuid4())
        return response

    def leave(self, _error: BaseException | None) -> None:
        if g.pop("entered", False):
            self.limits.leave(g.tenant)


def _unfit(call: Call, token: Row) -> Reply | None:
    if call.resource not in RESOURCES:
        return xero_problems.not_found()
    if not xero_scopes.allows(token["scopes"], call.resource, call.sub, writes=call.writes):
        return xero_problems.scope_missing()
    # XML is the default representation: only a caller that asks for JSON gets it.
    is_file = call.sub == "Attachments" and call.sub_name is not None and call.method == "GET"
    if "application/json" not in call.request.headers.get("accept", "") and not is_file:
        return Reply(406, (("Content-Type", "text/xml"),), b"<Error>The imitated Xero answers in JSON only</Error>")
    return None


def take_apart(world: World, request: Request, tenant: str, client: str) -> Call:
    parts = [*request.path.removeprefix(ROOT).strip("/").split("/", 3), *[None] * 4][:4]
    names = {each.lower(): each for each in RESOURCES}
    resource = names.get((parts[0] or "").lower(), parts[0] or "")
    args = {name.lower(): value for name, value in parse_qsl(request.query, keep_blank_values=True)}
    return Call(world, request, tenant, client, resource, parts[1], parts[2], parts[3], args)


def _response(reply: Reply) -> Response:
    response = Response(reply.body, reply.status, list(reply.headers))
    if not any(name.lower() == "content-type" for name, _ in reply.headers):
        del response.headers["Content-Type"]
    return response


def add_to(app: Flask, world: World) -> None:
    """Put the Accounting API into *app*."""
    door = Door(world)
    app.before_request(door.open)
    app.after_request(door.close)
    app.teardown_request(door.leave)

    @app.route(f"{ROOT}<path:rest>", methods=VERBS)
    def resource(rest: str) -> Response:
        try:
            with world.lock("xero"):
                return _response(serve(g.call))
        except Refusal as refusal:
            return _response(refusal.reply)
