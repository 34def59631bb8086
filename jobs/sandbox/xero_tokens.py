"""Makes Xero's tokens: an access token shaped like a JWT, and a refresh token that replaces the one before."""

import base64
import secrets
import uuid

from jobs.sandbox import clock, wire
from jobs.sandbox.store import Row, World

ACCESS_LIFE = 1800
REFRESH_LIFE = 60 * 86400
ISSUER = "https://identity.xero.com"


def issue(world: World, grant: str, auth_event_id: str, used: set[str]) -> Row:
    """A new pair; the refresh token it was paid with is on its way out."""
    now = world.now_text()
    held = world.table("xero.grants")[grant]
    refresh_tokens = world.table("xero.refresh_tokens")
    for name in used:
        if refresh_tokens[name]["replaced"] is None:
            refresh_tokens.change(name, replaced=now)
    access = _access_token(world, held, auth_event_id)
    world.table("xero.access_tokens")[access] = {
        "grant": grant,
        "scopes": held["scopes"],
        "expires": clock.later(now, ACCESS_LIFE),
    }
    reply = {"access_token": access, "expires_in": ACCESS_LIFE, "token_type": "Bearer", "scope": held["scopes"]}
    if "offline_access" in held["scopes"].split():
        name = secrets.token_urlsafe(32)
        refresh_tokens[name] = {
            "grant": grant,
            "auth_event_id": auth_event_id,
            "expires": clock.later(now, REFRESH_LIFE),
            "replaced": None,
        }
        reply["refresh_token"] = name
    if "openid" in held["scopes"].split():
        reply["id_token"] = _id_token(world, held)
    return reply


def _access_token(world: World, grant: Row, auth_event_id: str) -> str:
    at = int(world.now().timestamp())
    return _jwt(
        {
            "nbf": at,
            "exp": at + ACCESS_LIFE,
            "iss": ISSUER,
            "aud": f"{ISSUER}/resources",
            "client_id": grant["client_id"],
            "sub": grant["user_id"],
            "auth_time": at,
            "xero_userid": grant["user_id"],
            "global_session_id": uuid.uuid4().hex,
            "jti": uuid.uuid4().hex,
            "authentication_event_id": auth_event_id,
            "scope": grant["scopes"].split(),
        }
    )


def _id_token(world: World, grant: Row) -> str:
    at = int(world.now().timestamp())
    user = world.table("xero.users").get(grant["user_id"], {})
    return _jwt(
        {
            "nbf": at,
            "exp": at + 300,
            "iss": ISSUER,
            "aud": grant["client_id"],
            "iat": at,
            "sub": grant["user_id"],
            "xero_userid": grant["user_id"],
            "email": user.get("EmailAddress", ""),
            "given_name": user.get("FirstName", ""),
            "family_name": user.get("LastName", ""),
        }
    )


def _jwt(claims: Row) -> str:
    """Shaped like a signed token; its signature is a word, as nobody has the sandbox's key."""
    parts = (wire.encode({"alg": "RS256", "typ": "JWT"}), wire.encode(claims), b"sandbox")
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
