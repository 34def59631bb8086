"""Consent, codes, tokens and connections of the imitated Xero."""

import base64
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from xero_caller import RETURN, XeroCaller

from jobs.sandbox import seed_xero, wire
from jobs.sandbox.seed_xero import CLOUD, HARBOURLINE
from jobs.sandbox.wire import Reply, Request

MINUTE = 60


def location(reply: Reply) -> dict[str, str]:
    (address,) = [value for name, value in reply.headers if name == "Location"]
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def error(reply: Reply) -> str:
    assert reply.status == 400
    return str(wire.decode(reply.body)["error"])


def claims(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    found: dict[str, Any] = wire.decode(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def refresh(xero: XeroCaller, token: str) -> Reply:
    return xero.token(grant_type="refresh_token", refresh_token=token)


def test_the_page_lists_organisations_and_says_that_it_is_an_imitation(xero: XeroCaller) -> None:
    query = f"response_type=code&client_id=sandbox-client&redirect_uri={RETURN}&scope=openid&state=s"
    reply = xero.front.answer(Request("xero", "GET", "/identity/connect/authorize", query, {}, b""))
    page = reply.body.decode()
    assert reply.status == 200
    assert "imitation" in page
    assert "Harbourline IT Ltd" in page
    assert 'value="cancel"' in page


def test_cancelling_returns_with_access_denied_and_the_state(xero: XeroCaller) -> None:
    assert location(xero.authorise("cancel", state="mine")) == {"error": "access_denied", "state": "mine"}


def test_allowing_returns_with_a_code_and_the_state(xero: XeroCaller) -> None:
    found = location(xero.authorise(state="mine"))
    assert found["state"] == "mine"
    assert found["code"]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:5000/return", "https://127.0.0.1/return", "http://example.com/return", "nowhere"]
)
def test_addresses_that_xero_refuses_are_never_returned_to(xero: XeroCaller, address: str) -> None:
    reply = xero.authorise(redirect_uri=address)
    assert reply.status == 400
    assert b"redirect_uri" in reply.body


@pytest.mark.parametrize("address", ["https://example.com/return", "http://localhost/return"])
def test_https_and_localhost_are_returned_to(xero: XeroCaller, address: str) -> None:
    assert xero.authorise(redirect_uri=address).status == 302


def test_a_stranger_client_is_refused(xero: XeroCaller) -> None:
    assert xero.authorise(client_id="stranger").status == 400


@pytest.mark.parametrize("scope", ["accounting.transactions", "openid app.connections", "openid unheard.of", None])
def test_scopes_that_a_new_app_cannot_have_are_refused(xero: XeroCaller, scope: str | None) -> None:
    reply = xero.authorise(scope=scope)
    assert reply.status == 400
    assert b"invalid_scope" in reply.body


def test_a_code_is_good_once(xero: XeroCaller) -> None:
    code = xero.code()
    assert xero.token(grant_type="authorization_code", code=code, redirect_uri=RETURN).status == 200
    again = xero.token(grant_type="authorization_code", code=code, redirect_uri=RETURN)
    assert error(again) == "invalid_grant"


def test_a_code_lives_five_minutes(xero: XeroCaller) -> None:
    code = xero.code()
    xero.world.advance(5 * MINUTE)
    assert error(xero.token(grant_type="authorization_code", code=code, redirect_uri=RETURN)) == "invalid_grant"


def test_a_code_belongs_to_its_return_address(xero: XeroCaller) -> None:
    reply = xero.token(grant_type="authorization_code", code=xero.code(), redirect_uri="http://localhost:1/other")
    assert error(reply) == "invalid_grant"


def test_a_wrong_secret_is_our_fault_not_the_grants(xero: XeroCaller) -> None:
    reply = xero.token(client="sandbox-client:wrong", grant_type="authorization_code", code=xero.code())
    assert error(reply) == "invalid_client"


def test_an_access_token_is_a_jwt_that_names_its_consent(xero: XeroCaller) -> None:
    pair = xero.connect()
    told = claims(pair["access_token"])
    assert pair["expires_in"] == 1800
    assert told["exp"] - told["nbf"] == 1800
    (mine,) = xero.ask("GET", "/connections", query=f"authEventId={told['authentication_event_id']}")
    assert mine["tenantId"] == HARBOURLINE
    assert mine["tenantName"] == "Harbourline IT Ltd"
    assert mine["tenantType"] == "ORGANISATION"
    assert not mine["createdDateUtc"].endswith("Z")


def test_connections_without_a_filter_are_all_of_that_person(xero: XeroCaller) -> None:
    seed_xero.seed(xero.world)
    xero.connect(tenant=CLOUD)
    assert {each["tenantId"] for each in xero.ask("GET", "/connections")} == {HARBOURLINE, CLOUD}


def test_without_offline_access_there_is_no_refresh_token(xero: XeroCaller) -> None:
    xero.world.table("xero.grants").clear()
    assert "refresh_token" not in xero.connect(scope="openid accounting.contacts")


def test_an_access_token_ends_after_thirty_minutes(xero: XeroCaller) -> None:
    xero.world.advance(30 * MINUTE)
    reply = xero.call("GET", "Organisation")
    told = wire.decode(reply.body)
    assert reply.status == 401
    assert told["Title"] == "Unauthorized"
    assert told["Detail"].startswith("TokenExpired: token expired at ")


def test_each_refresh_gives_a_new_pair(xero: XeroCaller) -> None:
    first = xero.connect()
    second = wire.decode(refresh(xero, first["refresh_token"]).body)
    assert second["refresh_token"] != first["refresh_token"]
    assert second["access_token"] != first["access_token"]


def test_the_previous_refresh_token_stays_good_for_thirty_minutes(xero: XeroCaller) -> None:
    first = xero.connect()["refresh_token"]
    refresh(xero, first)
    xero.world.advance(29 * MINUTE)
    assert refresh(xero, first).status == 200
    xero.world.advance(MINUTE)
    assert error(refresh(xero, first)) == "invalid_grant"


def test_an_unused_refresh_token_ends_after_sixty_days(xero: XeroCaller) -> None:
    token = xero.connect()["refresh_token"]
    xero.world.advance(60 * 86400)
    assert error(refresh(xero, token)) == "invalid_grant"


def test_revoking_ends_every_connection_of_that_person(xero: XeroCaller) -> None:
    pair = xero.connect()
    assert xero.token(path="revocation", token=pair["refresh_token"]).status == 200
    assert error(refresh(xero, pair["refresh_token"])) == "invalid_grant"
    assert xero.call("GET", "Organisation").status == 401


def test_disconnecting_one_organisation_leaves_the_token(xero: XeroCaller) -> None:
    (connection,) = xero.ask("GET", "/connections")
    assert xero.call("DELETE", f"/connections/{connection['tenantId']}").status == 404
    assert xero.call("DELETE", f"/connections/{connection['id']}").status == 204
    assert xero.ask("GET", "/connections") == []
    reply = xero.call("GET", "Organisation")
    assert reply.status == 403
    assert wire.decode(reply.body)["Detail"] == "AuthenticationUnsuccessful"


def test_connecting_again_keeps_the_connection_and_changes_its_event(xero: XeroCaller) -> None:
    (before,) = xero.ask("GET", "/connections")
    xero.connect()
    (after,) = xero.ask("GET", "/connections")
    assert after["id"] == before["id"]
    assert after["authEventId"] != before["authEventId"]
