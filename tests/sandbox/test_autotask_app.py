"""The doors of the imitated Autotask: zone, log-in, routes and verbs."""

from typing import Any

import pytest

from jobs.sandbox import wire
from jobs.sandbox.seed_autotask import CI, USER


def test_the_zone_is_told_without_a_log_in(autotask: Any) -> None:
    autotask.headers = {"host": "localhost:7000"}
    zone = autotask.ask("GET", "zoneInformation", query="user=Tallystick-API%40harbourline.example")
    assert zone["url"] == "http://localhost:7000/ATServicesRest/"
    assert zone["webUrl"].startswith("http://localhost:7000/")
    assert zone["ci"] == CI


@pytest.mark.parametrize("query", ["user=nobody%40example.com", "user=", ""])
def test_an_unknown_user_has_no_zone_and_gets_500(autotask: Any, query: str) -> None:
    assert autotask.refusal("GET", "zoneInformation", query=query)


def test_the_path_ignores_case(autotask: Any) -> None:
    assert autotask.ask("GET", "/atservicesrest/v1.0/VERSION")["majorVersion"]
    assert autotask.ask("GET", "/ATServicesRest/VersionInformation") == {"apiVersions": ["1.0"]}


@pytest.mark.parametrize(
    ("header", "value"),
    [("username", "other@example.com"), ("secret", "wrong"), ("apiintegrationcode", "wrong"), ("secret", None)],
)
def test_any_bad_log_in_is_401_without_a_word(autotask: Any, header: str, value: str | None) -> None:
    del autotask.headers[header]
    if value is not None:
        autotask.headers[header] = value
    reply = autotask.call("GET", "Version")
    assert (reply.status, reply.body) == (401, b"")
    assert dict(reply.headers)["WWW-Authenticate"].startswith("Basic Realm=")


def test_a_user_is_locked_after_repeated_bad_log_ins(autotask: Any) -> None:
    good = autotask.headers["secret"]
    autotask.headers["secret"] = "wrong"
    for _ in range(5):
        assert autotask.call("GET", "Version").status == 401
    autotask.headers["secret"] = good
    assert autotask.call("GET", "Version").status == 401
    autotask.world.table("autotask.users").change(USER, locked=False, bad=0)
    assert autotask.call("GET", "Version").status == 200


def test_a_good_log_in_forgets_the_bad_ones(autotask: Any) -> None:
    good = autotask.headers["secret"]
    for _ in range(3):
        for secret in ("wrong", "wrong", "wrong", good):
            autotask.headers["secret"] = secret
            reply = autotask.call("GET", "Version")
    assert reply.status == 200


def test_a_database_that_was_moved_answers_only_in_its_new_zone(autotask: Any) -> None:
    autotask.world.table("autotask.users").change(USER, zone="zone2")
    for _ in range(9):
        assert autotask.call("GET", "Version").status == 401
    zone = autotask.ask("GET", "zoneInformation", query=f"user={USER}")
    assert zone["url"] == "http://localhost:7000/zone2/ATServicesRest/"
    assert autotask.call("GET", "/zone2/ATServicesRest/V1.0/Version").status == 200  # nobody was locked meanwhile


@pytest.mark.parametrize(
    "path", ["Sandwiches/query", "Invoices/9001/Sandwiches", "", "/elsewhere", "Contacts/1/Contacts"]
)
def test_an_unknown_route_is_a_page_of_the_web_server(autotask: Any, path: str) -> None:
    reply = autotask.call("GET", path)
    assert reply.status == 404
    assert reply.body.startswith(b"<html>")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "Invoices/9001"),
        ("PUT", "Invoices/9001"),
        ("DELETE", "Invoices/9001"),
        ("GET", "Invoices"),
        ("POST", "Invoices"),
        ("PATCH", "BillingCodes"),
        ("PATCH", "Contacts"),
        ("POST", "Invoices/entityInformation"),
        ("PATCH", "Invoices/query"),
    ],
)
def test_the_wrong_verb_is_405_with_a_message(autotask: Any, method: str, path: str) -> None:
    reply = autotask.call(method, path, {"id": 9001})
    assert reply.status == 405
    assert method in wire.decode(reply.body)["Message"]
