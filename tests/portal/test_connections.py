"""The connections page."""

from typing import Any

import pytest

from jobs import connections
from jobs.models import AutotaskConnection, Errand, Ledger, XeroGrant
from jobs.plumbing import clock, db
from jobs.plumbing.budget import AutotaskGate, XeroGate
from jobs.plumbing.errors import AuthRefused
from jobs.plumbing.permits import Usage


@pytest.mark.usefixtures("autotask", "ledger")
def test_both_connections_are_shown_with_their_health(ada: Any) -> None:
    page = ada.get("/connections").text
    assert "Both connections work" in page
    assert "tally@harbourline.example" in page
    assert "s3cret" not in page


@pytest.mark.usefixtures("autotask", "ledger")
def test_used_calls_are_shown_when_they_are_known_and_left_out_when_redis_is_away(ada: Any, monkeypatch: Any) -> None:
    assert "Calls today" not in ada.get("/connections").text
    monkeypatch.setattr(XeroGate, "usage", lambda _gate: Usage(3, 60, 118, 5000))
    monkeypatch.setattr(AutotaskGate, "usage", lambda _gate: Usage(0, 0, 8_140, 10_000))
    page = ada.get("/connections").text
    assert "118 of 5,000" in page
    assert "8,140 of 10,000" in page
    assert page.count("is-high") == 1


def test_a_workspace_without_connections_is_led_to_set_up(ada: Any) -> None:
    page = ada.get("/connections").text
    assert "Both connections need you" in page
    assert "Go on with set-up" in page


@pytest.mark.usefixtures("ledger")
def test_a_refused_log_in_stands_as_a_banner_on_every_page(ada: Any, autotask: AutotaskConnection) -> None:
    with db.unit_of_work() as session:
        stored = session.get_one(AutotaskConnection, autotask.id)
        stored.state, stored.refused_at = "refused", clock.now()
    for path in ("/connections", "/profile"):
        assert "Autotask stopped accepting our log-in" in ada.get(path).text


@pytest.mark.usefixtures("autotask")
def test_a_lost_organisation_stands_as_a_banner_with_its_button(ada: Any, ledger: Ledger) -> None:
    with db.unit_of_work() as session:
        session.get_one(Ledger, ledger.id).state = "disconnected"
    page = ada.get("/profile").text
    assert "Harbourline IT Ltd is no longer connected." in page
    assert "Reconnect Xero" in page


@pytest.mark.parametrize("path", ["/connections/autotask", "/connections/xero/1/disconnect"])
@pytest.mark.usefixtures("ledger")
def test_only_administrators_change_connections(ben: Any, path: str) -> None:
    for reply in (ben.get(path), ben.post(path)):
        assert reply.status_code == 403
        assert "Only an administrator of your workspace may do this." in reply.text
    assert "Change the log-in" not in ben.get("/connections").text


def test_another_workspaces_ledger_does_not_exist(cleo: Any, ledger: Ledger) -> None:
    assert cleo.get(f"/connections/xero/{ledger.id}/disconnect").status_code == 404
    assert cleo.post(f"/connections/xero/{ledger.id}/disconnect").status_code == 404
    assert cleo.post("/setup/xero/connect", data={"ledger": ledger.id}).status_code == 404
    assert "Harbourline" not in cleo.get("/connections").text


def test_a_new_log_in_is_tested_before_it_replaces_the_old(
    ada: Any, autotask: AutotaskConnection, monkeypatch: Any, look: Any
) -> None:
    def refuse(*_args: Any, **_more: Any) -> None:
        raise AuthRefused("", status=401)

    monkeypatch.setattr(connections, "test_autotask", refuse)
    reply = ada.post("/connections/autotask", data={"user": "new@harbourline.example", "secret": "n3w"})
    assert reply.status_code == 422
    assert "new@harbourline.example" in reply.text
    assert look(AutotaskConnection).user_name == "tally@harbourline.example"


def test_disconnecting_asks_first_ends_it_here_and_lets_a_worker_tell_xero(ada: Any, ledger: Ledger, look: Any) -> None:
    with db.unit_of_work() as session:
        grant = XeroGrant(workspace_id=ledger.workspace_id, access_token="a", refresh_token="r",
                          expires_at=clock.now(), created_at=clock.now())  # fmt: skip
        session.add(grant)
        session.flush()
        held = session.get_one(Ledger, ledger.id)
        held.grant_id, held.connection_id = grant.id, "c-1"
    page = ada.get(f"/connections/xero/{ledger.id}/disconnect").text
    assert "Keep it connected" in page
    assert look(Ledger).state == "paused"
    assert ada.post(f"/connections/xero/{ledger.id}/disconnect").location == "/connections"
    assert look(Ledger).state == "disconnected"
    assert (look(Errand).kind, look(Errand).arguments) == (
        "end_connection",
        {"ledger_id": ledger.id, "connection_id": "c-1"},
    )


def test_reconnecting_with_another_organisation_names_both(ada: Any, ledger: Ledger, monkeypatch: Any) -> None:
    def wrong(*_args: Any, **_more: Any) -> int:
        raise connections.WrongOrganisation("Harbourline IT Ltd", "Somebody Else Ltd")

    offered = [connections.Offered("tenant-9", "Somebody Else Ltd", "connection-9", 7, False)]
    monkeypatch.setattr(connections, "consent_address", lambda _settings, state: f"http://xero/?state={state}")
    monkeypatch.setattr(connections, "finish_consent", lambda *_args, **_more: offered)
    monkeypatch.setattr(connections, "connect_ledger", wrong)
    state = ada.post("/setup/xero/connect", data={"ledger": ledger.id}).location.partition("state=")[2]
    assert ada.get(f"/setup/xero/return?code=c0de&state={state}").location == "/connections"
    page = ada.get("/connections").text
    assert "You chose Somebody Else Ltd; this ledger belongs to Harbourline IT Ltd." in page
