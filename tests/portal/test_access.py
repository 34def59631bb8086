"""Who may open and press what, over every address there is: a new page that forgets its guard fails here."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from jobs.models import AutotaskConnection, Ledger
from jobs.plumbing import clock, db
from tests.portal.builders import Place, make_document, make_fault
from tests.portal.conftest import Browser, People

FOR_EVERYBODY = {
    "auth",
    "password_reset",
    "health",
    "htmx",
    "outbox",
    "static",
}  # blueprints before or without a sign-in
OF_ONESELF = {"profile.switch_theme"}  # also for visitors
OWN_AFFAIRS = {"profile.index", "profile.save", "profile.change_password"}  # of every member, whatever the role
FILLED = {"code": "TOTALS_DIFFER", "section_id": "dates"}


def guarded(app: Flask, method: str) -> list[tuple[Rule, str]]:
    """Every address behind the sign-in, its ids being 1: the first document, fault and ledger there are."""
    addresses = app.url_map.bind("localhost")
    return [
        (rule, addresses.build(rule.endpoint, {name: FILLED.get(name, 1) for name in rule.arguments}, method=method))
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ())
        and rule.endpoint.partition(".")[0] not in FOR_EVERYBODY
        and rule.endpoint not in OF_ONESELF
    ]


@pytest.fixture(autouse=True)
def _something_to_steal(people: People, ledger: Ledger, autotask: AutotaskConnection) -> None:
    place = Place(ledger.workspace_id, ledger.id)
    with db.unit_of_work() as session:
        document = make_document(session, place, 9001, "fault")
        make_fault(session, place, document, "TOTALS_DIFFER")
    assert (document.id, ledger.id) == (1, 1)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whoever_is_not_signed_in_is_sent_to_sign_in(app: Flask, anyone: Browser, method: str) -> None:
    found = {path: anyone.open(path, method=method) for _, path in guarded(app, method)}
    assert len(found) > 10
    assert {path for path, answer in found.items() if not (answer.location or "").startswith("/sign-in")} == set()


def test_who_may_only_look_presses_nothing(app: Flask, ben: Browser) -> None:
    for rule, path in guarded(app, "POST"):
        if rule.endpoint in OWN_AFFAIRS:
            continue
        answer = ben.post(path)
        assert (path, answer.status_code) == (path, 403)
        assert "Ask an administrator" in answer.text or "Only an administrator" in answer.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_rows_of_another_workspace_do_not_exist(app: Flask, cleo: Browser, people: People, method: str) -> None:
    with db.unit_of_work() as session:
        session.add(
            Ledger(
                workspace_id=people.cleo.workspace_id,
                tenant_id="cleo's",
                name="Elsewhere Ltd",
                created_at=clock.now(),
            )
        )
    with_ids = [path for rule, path in guarded(app, method) if any(name.endswith("_id") for name in rule.arguments)]
    assert with_ids
    found = {path: cleo.open(path, method=method).status_code for path in with_ids if "/options/" not in path}
    assert {path for path, status in found.items() if status != 404} == set()


def test_staff_look_into_no_workspace(app: Flask, sam: Browser) -> None:
    for rule, path in guarded(app, "GET"):
        if rule.endpoint not in OWN_AFFAIRS and path != "/":
            assert (path, sam.get(path).status_code) == (path, 404)


def test_every_form_needs_its_token(app: Flask, ada: Browser) -> None:
    for _, path in guarded(app, "POST"):
        answer = ada.open(path, method="POST", without_csrf=True)
        assert (path, answer.status_code, "This form is too old" in answer.text) == (path, 400, True)
