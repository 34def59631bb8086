"""Xero's tokens: codes, access tokens of 30 minutes, refresh tokens that rotate, and the organisations let in."""

import uuid
from typing import Any
from urllib.parse import unquote_plus

from flask import Blueprint, request
from werkzeug.wrappers import Response

from jobs.sandbox import clock, wire
from jobs.sandbox.store import Row, World
from jobs.sandbox.xero_tokens import issue

# When the reply to a refresh is lost, the token that was sent stays good this long (token types page).
GRACE = 1800
CODE_LIFE = 300


def blueprint(world: World) -> Blueprint:
    """Token, revocation and connections addresses."""
    pages = Blueprint("xero_oauth", __name__)

    @pages.post("/connect/token")
    def token() -> Response:
        with world.lock("xero"):
            return _token(world)

    @pages.post("/connect/revocation")
    def revocation() -> Response:
        with world.lock("xero"):
            return _revocation(world)

    @pages.get("/connections")
    def connections() -> Response:
        with world.lock("xero"):
            return _connections(world)

    @pages.delete("/connections/<name>")
    def disconnect(name: str) -> Response:
        with world.lock("xero"):
            return _disconnect(world, name)

    return pages


def _refused(error: str, status: int = 400) -> Response:
    return _told({"error": error}, status)


def _told(value: Any, status: int = 200) -> Response:
    return Response(wire.encode(value), status, content_type="application/json")


def _is_our_client(world: World) -> bool:
    """HTTP Basic, or the same two in the form (the discovery document lists both)."""
    app = world.setting("app")
    given = request.authorization
    if given is not None and given.type == "basic":
        pair = (unquote_plus(given.username or ""), unquote_plus(given.password or ""))
    else:
        pair = (request.form.get("client_id", ""), request.form.get("client_secret", ""))
    return pair == (app.get("client_id", "sandbox-client"), app.get("client_secret", "sandbox-secret"))


def _token(world: World) -> Response:
    if not _is_our_client(world):
        return _refused("invalid_client", 400)
    kind = request.form.get("grant_type")
    if kind == "authorization_code":
        return _exchange(world)
    if kind == "refresh_token":
        return _refresh(world)
    return _refused("unsupported_grant_type")


def _exchange(world: World) -> Response:
    codes = world.table("xero.codes")
    row = codes.pop(request.form.get("code", ""), None)  # good once
    if row is None or row["expires"] <= world.now_text() or row["redirect_uri"] != request.form.get("redirect_uri"):
        return _refused("invalid_grant")
    return _told(issue(world, row["grant"], row["auth_event_id"], set()))


def _refresh(world: World) -> Response:
    tokens, now = world.table("xero.refresh_tokens"), world.now_text()
    name = request.form.get("refresh_token", "")
    row = tokens.get(name)
    if row is None or row["grant"] not in world.table("xero.grants") or row["expires"] <= now:
        return _refused("invalid_grant")
    if row["replaced"] is not None and clock.later(row["replaced"], GRACE) <= now:
        return _refused("invalid_grant")
    return _told(issue(world, row["grant"], row["auth_event_id"], {name}))


def _revocation(world: World) -> Response:
    """Gives back the whole grant: every connection of that person ends."""
    if not _is_our_client(world):
        return _refused("invalid_client", 400)
    row = world.table("xero.refresh_tokens").get(request.form.get("token", ""))
    if row is not None:
        end_grant(world, row["grant"])
    return Response(b"", 200)


def end_grant(world: World, grant: str) -> None:
    world.table("xero.grants").pop(grant, None)
    for name in ("xero.refresh_tokens", "xero.access_tokens", "xero.connections"):
        table = world.table(name)
        for key in [key for key, row in table.items() if row["grant"] == grant]:
            del table[key]


def token_row(world: World, authorization: str) -> Row | None:
    """What is known of the bearer's token, expired or not."""
    kind, _, token = authorization.partition(" ")
    return world.table("xero.access_tokens").get(token) if kind.lower() == "bearer" else None


def _allowed(world: World) -> Row | None:
    row = token_row(world, request.headers.get("Authorization", ""))
    return row if row is not None and row["expires"] > world.now_text() else None


def _unauthorised() -> Response:
    return _told({"Type": None, "Title": "Unauthorized", "Status": 401, "Detail": "AuthenticationUnsuccessful",
                  "Instance": str(uuid.uuid4())}, 401)  # fmt: skip


def _connections(world: World) -> Response:
    token = _allowed(world)
    if token is None:
        return _unauthorised()
    event = request.args.get("authEventId")
    rows = [each for each in world.table("xero.connections").values() if each["grant"] == token["grant"]]
    shown = [_shown(world, each) for each in rows if event in (None, each["authEventId"])]
    return _told(shown)


def _shown(world: World, row: Row) -> Row:
    organisation = world.table("xero.organisations").get(row["tenantId"], {})
    kept = {name: value for name, value in row.items() if name != "grant"}
    return {**kept, "tenantType": "ORGANISATION", "tenantName": organisation.get("Name")}


def _disconnect(world: World, name: str) -> Response:
    token = _allowed(world)
    if token is None:
        return _unauthorised()
    row = world.table("xero.connections").get(name)
    if row is None or row["grant"] != token["grant"]:
        return Response(b"", 404)
    del world.table("xero.connections")[name]
    return Response(b"", 204)
