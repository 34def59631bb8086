"""Xero's consent and tokens: the address to send a person to, and the calls about tokens and connections."""

import base64
import binascii
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from urllib.parse import quote

from authlib.common.errors import AuthlibBaseError

from jobs.plumbing import clock, http
from jobs.plumbing.errors import AuthRefused, OutcomeUnknown, Rejected, Unreachable, naming
from jobs.xero import replies
from jobs.xero.grants import TenantConnection, TokenSet

# Granular scopes: an app made since March 2026 may ask for no others (scopes page, read 2026-11).
SCOPES = (
    "openid",
    "profile",
    "email",
    "offline_access",
    "accounting.invoices",
    "accounting.payments.read",
    "accounting.contacts",
    "accounting.settings.read",
    "accounting.attachments",
)
READ_LIMIT = 30.0
UNAUTHORIZED = 401
# Our own configuration is wrong: stored tokens are not touched.
OURS = ("invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_request", "invalid_scope")


class Addresses(Protocol):
    """The settings that this file needs."""

    @property
    def xero_client_id(self) -> str | None: ...
    @property
    def xero_client_secret(self) -> str | None: ...
    @property
    def xero_authorize_url(self) -> str: ...
    @property
    def xero_token_url(self) -> str: ...
    @property
    def xero_revocation_url(self) -> str: ...
    @property
    def xero_connections_url(self) -> str: ...


def _session(settings: Addresses, limit: float = READ_LIMIT, **options: Any) -> http.OAuthSession:
    return http.oauth_session(
        limit=limit,
        client_id=settings.xero_client_id,
        client_secret=settings.xero_client_secret,
        token_endpoint_auth_method="client_secret_basic",  # noqa: S106 (the name of a method)
        **options,
    )


def authorise_url(settings: Addresses, redirect_uri: str, state: str, scopes: tuple[str, ...] = SCOPES) -> str:
    """Xero's page on which a person lets us in; *state* comes back unchanged."""
    session = _session(settings, scope=" ".join(scopes), redirect_uri=redirect_uri)
    address, _ = session.create_authorization_url(settings.xero_authorize_url, state=state)
    return str(address)


def exchange(settings: Addresses, code: str, redirect_uri: str, *, limit: float = READ_LIMIT) -> TokenSet:
    """Trade the code (good once, for five minutes) for tokens. Raises AuthRefused, Rejected or Unreachable."""
    with naming("Xero"), _session(settings, limit, redirect_uri=redirect_uri) as session:
        return _token_call(
            lambda: session.fetch_token(settings.xero_token_url, code=code, grant_type="authorization_code")
        )


def refresh(settings: Addresses, refresh_token: str) -> TokenSet:
    """A new pair for the refresh token. Raises AuthRefused when a person must consent again."""
    with naming("Xero"), _session(settings) as session:
        return _token_call(lambda: session.refresh_token(settings.xero_token_url, refresh_token=refresh_token))


def _token_call(call: Callable[[], dict[str, Any]]) -> TokenSet:
    try:
        return _read_tokens(call())
    except AuthlibBaseError as error:
        raise _sorted(str(error.error), str(error.description or error.error)) from error
    except OSError as error:  # Authlib raises requests' HTTPError, an OSError, for a status without JSON
        status = getattr(getattr(error, "response", None), "status_code", None)
        if status == UNAUTHORIZED:
            raise Rejected(("Xero does not accept this app's client id and secret.",), status=status) from error
        raise Unreachable(f"Xero's token service answered {status}", status=status) from error
    except (ValueError, KeyError, TypeError) as error:
        raise Unreachable(f"Xero's token reply cannot be read ({type(error).__name__})") from error


def _sorted(code: str, said: str) -> AuthRefused | Rejected | Unreachable:
    if code == "invalid_grant":
        return AuthRefused(said)
    return Rejected((said,)) if code in OURS else Unreachable(said)


def _read_tokens(reply: dict[str, Any]) -> TokenSet:
    claims = _claims(reply["access_token"])
    expires = clock.now() + timedelta(seconds=int(reply["expires_in"]))
    return TokenSet(
        access_token=reply["access_token"],
        refresh_token=reply["refresh_token"],
        expires_at=expires.isoformat(),
        auth_event_id=claims.get("authentication_event_id"),
        xero_user_id=claims.get("xero_userid"),
    )


def _claims(token: str) -> dict[str, Any]:
    """What the access token says of itself. It came straight from Xero over TLS: a signature adds nothing."""
    try:
        body = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (IndexError, ValueError, binascii.Error):
        return {}
    return claims if isinstance(claims, dict) else {}


def instant(text: str) -> datetime:
    """An instant of a TokenSet."""
    return datetime.fromisoformat(text).astimezone(UTC)


def connections(
    door: http.Door,
    settings: Addresses,
    access_token: str,
    auth_event_id: str | None = None,
    *,
    limit: float = READ_LIMIT,
) -> list[TenantConnection]:
    """The organisations the person let us into; with *auth_event_id* only those of that one consent."""
    with naming("Xero"):
        answer = door.call(
            "GET",
            settings.xero_connections_url,
            headers=_bearer(access_token),
            params={"authEventId": auth_event_id} if auth_event_id else None,
            writes=False,
            limit=limit,
        )
        if answer.status != 200:
            raise replies.refusal(answer, writes=False)
        try:
            return [_connection(each) for each in json.loads(answer.body)]
        except (ValueError, KeyError, TypeError) as error:
            raise Unreachable("Xero's list of connections cannot be read") from error


def _connection(each: dict[str, Any]) -> TenantConnection:
    return TenantConnection(
        id=each["id"],
        tenant_id=each["tenantId"],
        tenant_name=each.get("tenantName") or "",
        tenant_type=each.get("tenantType") or "",
        auth_event_id=each.get("authEventId"),
    )


def disconnect(
    door: http.Door, settings: Addresses, access_token: str, connection_id: str, *, limit: float = READ_LIMIT
) -> None:
    """End one organisation's connection. Raises NotFound when Xero had ended it already."""
    with naming("Xero"):
        try:
            answer = door.call(
                "DELETE",
                f"{settings.xero_connections_url.rstrip('/')}/{quote(connection_id, safe='')}",
                headers=_bearer(access_token),
                writes=True,
                limit=limit,
            )
        except OutcomeUnknown as error:  # asking twice to disconnect does no harm
            raise Unreachable(error.said) from error
        if answer.status not in (200, 204):
            raise replies.refusal(answer, writes=False)


def revoke(settings: Addresses, refresh_token: str) -> None:
    """Give the grant back: this ends every connection of that person. Raises Rejected or Unreachable."""
    with naming("Xero"), _session(settings) as session:
        answer = session.revoke_token(settings.xero_revocation_url, token=refresh_token)
        if answer.status_code in (400, UNAUTHORIZED):
            raise Rejected(("Xero does not accept this app's client id and secret.",), status=answer.status_code)
        if answer.status_code != 200:
            raise Unreachable(f"Xero answered {answer.status_code}", status=answer.status_code)


def _bearer(access_token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}
