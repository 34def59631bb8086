"""The page on which a person lets our app into an organisation; it says that it is an imitation."""

import secrets
import uuid
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from jobs.sandbox import clock, xero_scopes
from jobs.sandbox.store import Row, World
from jobs.sandbox.xero_oauth import CODE_LIFE

ADDRESS = "/identity/connect/authorize"
STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#eef1f5, #14181d); }
* { box-sizing: border-box; }
main { width: min(30rem, 100% - 2rem); margin: 1rem; padding: 1.75rem; border-radius: .75rem;
  background: light-dark(#fff, #1e242b); box-shadow: 0 1px 4px #0003; }
h1 { font-size: 1.25rem; margin: 0 0 .75rem; }
.imitation { border-inline-start: .25rem solid #b7791f; padding: .25rem .75rem; margin: 0 0 1.25rem; font-size: .9rem; }
fieldset { border: 0; padding: 0; margin: 0 0 1.25rem; } legend { font-weight: 600; padding: 0; }
label { display: flex; gap: .6rem; padding: .55rem 0; align-items: baseline; }
ul { margin: 0 0 1.25rem; padding-inline-start: 1.2rem; font-size: .9rem; }
.buttons { display: flex; gap: .75rem; flex-wrap: wrap; }
button { font: inherit; padding: .55rem 1.1rem; border-radius: .4rem; border: 1px solid #2a6f97; cursor: pointer; }
button.allow { background: #1d5f86; color: #fff; }
button.cancel { background: transparent; color: inherit; }
"""
MEANINGS = {
    "accounting.invoices": "See and change sales invoices, bills and credit notes",
    "accounting.payments": "See payments",
    "accounting.contacts": "See and change contacts",
    "accounting.settings": "See the organisation's accounts, tax rates and currencies",
    "accounting.attachments": "See and add attached files",
    "offline_access": "Keep access until you disconnect",
}


def blueprint(world: World) -> Blueprint:
    """The consent page and the answer to it."""
    pages = Blueprint("xero_consent", __name__)

    @pages.get(ADDRESS)
    def ask() -> ResponseReturnValue:
        wrong = _wrong(world)
        return wrong if wrong is not None else _page(world)

    @pages.post(ADDRESS)
    def decide() -> ResponseReturnValue:
        wrong = _wrong(world)
        if wrong is not None:
            return wrong
        if request.form.get("choice") != "allow":
            return _back({"error": "access_denied"})
        with world.lock("xero"):
            return _allow(world)

    return pages


def _wrong(world: World) -> ResponseReturnValue | None:
    """What Xero would not even ask a person about."""
    asked = request.args
    if asked.get("client_id") != world.setting("app").get("client_id", "sandbox-client"):
        return _refusal("unauthorized_client", "Unknown client or client not enabled")
    if not _may_return_to(asked.get("redirect_uri", "")):
        return _refusal("invalid_request", "Invalid redirect_uri")
    if asked.get("response_type") != "code":
        return _back({"error": "unsupported_response_type"})
    if not asked.get("scope") or xero_scopes.unknown(asked["scope"]):
        return _refusal("invalid_scope", "Invalid scope for client")
    return None


def _may_return_to(address: str) -> bool:
    """https anywhere, http on localhost only; 127.0.0.1 is refused either way, as Xero refuses it."""
    parts = urlsplit(address)
    if parts.hostname == "127.0.0.1" or not parts.hostname:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == "localhost")


def _refusal(error: str, said: str) -> ResponseReturnValue:
    return _framed(Markup("<h1>Sorry, something went wrong</h1><p>Error: {}<br>{}</p>").format(error, said)), 400


def _back(members: dict[str, str]) -> ResponseReturnValue:
    state = {"state": request.args["state"]} if "state" in request.args else {}
    address = request.args["redirect_uri"]
    joint = "&" if urlsplit(address).query else "?"
    return redirect(f"{address}{joint}{urlencode({**members, **state})}")


def _page(world: World) -> ResponseReturnValue:
    organisations = list(world.table("xero.organisations").values())
    scopes = {each.removesuffix(".read") for each in request.args["scope"].split()}
    choices = Markup("").join(_choice(each, place == 0) for place, each in enumerate(organisations))
    allowed = Markup("").join(Markup("<li>{}</li>").format(said) for name, said in MEANINGS.items() if name in scopes)
    content = Markup(
        '<h1>Let Tallystick into an organisation</h1><form method="post">'
        "<fieldset><legend>Choose one</legend>{}</fieldset><p>It will be able to:</p><ul>{}</ul>"
        '<div class="buttons"><button class="allow" name="choice" value="allow">Allow access</button>'
        '<button class="cancel" name="choice" value="cancel">Cancel</button></div></form>'
    )
    return _framed(content.format(choices, allowed))


def _choice(organisation: Row, chosen: bool) -> Markup:
    mark = Markup(" checked") if chosen else Markup("")
    return Markup('<label><input type="radio" name="tenant" value="{}"{}> {}</label>').format(
        organisation["TenantID"], mark, organisation["Name"]
    )


def _framed(content: Markup) -> str:
    note = "This is an imitation of Xero's consent page, made for trying things out. Nothing here reaches Xero."
    return str(
        Markup(
            '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Imitated Xero: allow access</title>'
            '<meta name="viewport" content="width=device-width"><style>{}</style></head>'
            '<body><main><p class="imitation">{}</p>{}</main></body></html>'
        ).format(Markup(STYLE), escape(note), content)  # noqa: S704 (our own constant)
    )


def _allow(world: World) -> ResponseReturnValue:
    tenant = request.form.get("tenant", "")
    if tenant not in {each["TenantID"] for each in world.table("xero.organisations").values()}:
        return _refusal("invalid_request", "Choose an organisation")
    grant = _grant(world, request.args["client_id"], request.args["scope"])
    event = str(uuid.uuid4())
    _connect(world, grant, tenant, event)
    code = secrets.token_urlsafe(24)
    world.table("xero.codes")[code] = {
        "grant": grant,
        "auth_event_id": event,
        "redirect_uri": request.args["redirect_uri"],
        "expires": clock.later(world.now_text(), CODE_LIFE),
    }
    return _back({"code": code, "scope": request.args["scope"]})


def _grant(world: World, client_id: str, scope: str) -> str:
    """The one grant of this person to this app; scopes only ever add up (scopes page)."""
    users = list(world.table("xero.users"))
    user = str(users[0]) if users else "00000000-0000-4000-8000-0000000000aa"
    name = f"{client_id}:{user}"
    grants = world.table("xero.grants")
    held = grants.get(name, {}).get("scopes", "").split()
    scopes = " ".join(dict.fromkeys([*held, *scope.split()]))
    grants[name] = {"id": name, "client_id": client_id, "user_id": user, "scopes": scopes}
    return name


def _connect(world: World, grant: str, tenant: str, event: str) -> None:
    table, now = world.table("xero.connections"), world.now().strftime("%Y-%m-%dT%H:%M:%S.%f0")
    for key, row in table.items():
        if row["grant"] == grant and row["tenantId"] == tenant:
            table.change(key, authEventId=event, updatedDateUtc=now)
            return
    name = str(uuid.uuid4())
    table[name] = {
        "id": name,
        "grant": grant,
        "authEventId": event,
        "tenantId": tenant,
        "createdDateUtc": now,
        "updatedDateUtc": now,
    }
