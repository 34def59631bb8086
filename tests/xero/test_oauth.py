"""Consent, tokens and connections: every answer of the identity service is sorted by what happens next."""

import base64
import json
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import responses

from jobs.plumbing import http
from jobs.plumbing.errors import AuthRefused, NotFound, RateLimited, Rejected, Unreachable
from jobs.xero import oauth
from jobs.xero.grants import TenantConnection

TOKEN = "https://identity.xero.com/connect/token"
REVOKE = "https://identity.xero.com/connect/revocation"
CONNECTIONS = "https://api.xero.com/connections"
RETURN = "https://app.example.com/setup/xero/return"
SETTINGS = SimpleNamespace(
    xero_client_id="client-1",
    xero_client_secret="s3cret",
    xero_authorize_url="https://login.xero.com/identity/connect/authorize",
    xero_token_url=TOKEN,
    xero_revocation_url=REVOKE,
    xero_connections_url=CONNECTIONS,
)
BASIC = "Basic " + base64.b64encode(b"client-1:s3cret").decode()


def jwt(claims):
    parts = (json.dumps({"alg": "RS256"}), json.dumps(claims), "signature")
    return ".".join(base64.urlsafe_b64encode(each.encode()).rstrip(b"=").decode() for each in parts)


def pair(**more):
    access = jwt({"authentication_event_id": "e-1", "xero_userid": "u-1"})
    return {"access_token": access, "expires_in": 1800, "token_type": "Bearer", "refresh_token": "r-2", **more}


def exchange(**more):
    return oauth.exchange(SETTINGS, "code-1", RETURN, **more)


def refresh():
    return oauth.refresh(SETTINGS, "r-1")


def form(call):
    return {name: values[0] for name, values in parse_qs(call.request.body).items()}


def test_a_person_is_sent_with_every_scope_and_the_state():
    address = urlsplit(oauth.authorise_url(SETTINGS, RETURN, "state-1"))
    assert address.hostname == "login.xero.com"
    assert {name: values[0] for name, values in parse_qs(address.query).items()} == {
        "response_type": "code",
        "client_id": "client-1",
        "redirect_uri": RETURN,
        "scope": "openid profile email offline_access accounting.invoices accounting.payments.read "
        "accounting.contacts accounting.settings.read accounting.attachments",
        "state": "state-1",
    }


def test_a_code_is_traded_once_with_our_own_log_in(vendor, still_clock):
    vendor.post(TOKEN, json=pair())
    found = exchange()
    assert form(vendor.calls[0]) == {"grant_type": "authorization_code", "code": "code-1", "redirect_uri": RETURN}
    assert vendor.calls[0].request.headers["Authorization"] == BASIC
    assert (found.refresh_token, found.auth_event_id, found.xero_user_id) == ("r-2", "e-1", "u-1")
    assert oauth.instant(found.expires_at) == still_clock + timedelta(minutes=30)


def test_a_refresh_sends_the_token_and_brings_the_next(vendor):
    vendor.post(TOKEN, json=pair())
    assert refresh().refresh_token == "r-2"
    assert form(vendor.calls[0]) == {"grant_type": "refresh_token", "refresh_token": "r-1"}


@pytest.mark.parametrize("token", ["opaque", "a.b.c", "a.e30.c", "..", "a.WzFd.c"])
def test_an_access_token_that_tells_nothing_is_used_all_the_same(vendor, token):
    vendor.post(TOKEN, json=pair(access_token=token))
    found = refresh()
    assert (found.access_token, found.auth_event_id, found.xero_user_id) == (token, None, None)


@pytest.mark.parametrize("call", [exchange, refresh])
def test_a_refused_grant_needs_a_person(vendor, call):
    vendor.post(TOKEN, json={"error": "invalid_grant"}, status=400)
    with pytest.raises(AuthRefused, match="invalid_grant") as caught:
        call()
    assert caught.value.vendor == "Xero"


@pytest.mark.parametrize(
    "answer",
    [
        {"json": {"error": "invalid_client"}, "status": 400},
        {"json": {"error": "invalid_client", "error_description": "who?"}, "status": 401},
        {"json": {"error": "unauthorized_client"}, "status": 400},
        {"body": "", "status": 401},
    ],
)
def test_a_wrong_app_is_our_own_fault_and_not_the_persons(vendor, answer):
    vendor.post(TOKEN, **answer)
    with pytest.raises(Rejected):
        refresh()


@pytest.mark.parametrize(
    "answer",
    [
        {"body": "<html>", "status": 500},
        {"json": {"error": "invalid_grant"}, "status": 503},
        {"body": "", "status": 429},
        {"json": {"Message": "slow down"}, "status": 429},
        {"body": "", "status": 302, "headers": {"Location": "https://elsewhere.example"}},
        {"body": "<html>", "status": 200},
        {"json": {}, "status": 200},
        {"json": [], "status": 200},
        {"json": {"access_token": "a", "refresh_token": "r", "expires_in": "soon"}, "status": 200},
        {"json": {"error": "temporarily_unavailable"}, "status": 400},
        {"body": requests.ReadTimeout("slow")},
        {"body": requests.ConnectionError("reset")},
    ],
)
def test_no_clear_answer_leaves_the_tokens_alone(vendor, answer):
    vendor.post(TOKEN, **answer)
    with pytest.raises(Unreachable):
        refresh()
    assert len(vendor.calls) == 1


def test_the_secret_stands_in_no_error(vendor):
    vendor.post(TOKEN, json={"error": "invalid_client"}, status=401)
    with pytest.raises(Rejected) as caught:
        refresh()
    assert "s3cret" not in repr(caught.value) + caught.value.said


def test_only_the_organisations_of_one_consent_are_listed(vendor):
    vendor.get(
        CONNECTIONS,
        json=[{"id": "k-1", "tenantId": "t-1", "tenantType": "ORGANISATION", "tenantName": None, "authEventId": "e-1"}],
        match=[responses.matchers.query_param_matcher({"authEventId": "e-1"})],
    )
    found = oauth.connections(http.Door(), SETTINGS, "access-1", "e-1")
    assert found == [TenantConnection("k-1", "t-1", "", "ORGANISATION", "e-1")]
    assert vendor.calls[0].request.headers["Authorization"] == "Bearer access-1"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"json": {"Detail": "AuthenticationUnsuccessful"}, "status": 401}, AuthRefused),
        ({"body": "", "status": 429, "headers": {"Retry-After": "9"}}, RateLimited),
        ({"body": "", "status": 500}, Unreachable),
        ({"body": "<html>", "status": 200}, Unreachable),
        ({"json": {"Message": "odd"}, "status": 200}, Unreachable),
    ],
)
def test_a_list_of_connections_that_does_not_come_is_sorted(vendor, answer, kind):
    vendor.get(CONNECTIONS, **answer)
    with pytest.raises(kind):
        oauth.connections(http.Door(), SETTINGS, "access-1")


def test_a_connection_is_ended_by_its_own_id(vendor):
    vendor.delete(f"{CONNECTIONS}/k-1", status=204)
    oauth.disconnect(http.Door(), SETTINGS, "access-1", "k-1")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"status": 404}, NotFound),
        ({"status": 403}, AuthRefused),
        ({"status": 500}, Unreachable),
        ({"body": requests.ReadTimeout("slow")}, Unreachable),
    ],
)
def test_a_connection_that_cannot_be_ended_says_why(vendor, answer, kind):
    vendor.delete(f"{CONNECTIONS}/k-1", **answer)
    with pytest.raises(kind):
        oauth.disconnect(http.Door(), SETTINGS, "access-1", "k-1")


def test_a_grant_is_given_back_with_our_own_log_in(vendor):
    vendor.post(REVOKE, body="")
    oauth.revoke(SETTINGS, "r-1")
    assert form(vendor.calls[0])["token"] == "r-1"
    assert vendor.calls[0].request.headers["Authorization"] == BASIC


@pytest.mark.parametrize(("status", "kind"), [(400, Rejected), (401, Rejected), (429, Unreachable), (500, Unreachable)])
def test_a_grant_that_cannot_be_given_back_says_why(vendor, status, kind):
    vendor.post(REVOKE, body="", status=status)
    with pytest.raises(kind):
        oauth.revoke(SETTINGS, "r-1")
