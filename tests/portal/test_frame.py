"""What every page shares: headers, errors, menu, health, assets."""

from typing import Any

import pytest

from jobs.models import Fault
from jobs.plumbing import clock, db, log
from jobs.plumbing.db import Mark
from portal import errors


def test_the_content_policy_allows_no_inline_script_and_knows_xeros_page(anyone: Any) -> None:
    policy = anyone.get("/sign-in").headers["Content-Security-Policy"]
    assert "script-src 'self'; style-src 'self'" in policy
    assert "form-action 'self' http://localhost:9101" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/sign-in", "/sign-up", "/reset", "/reset/sent", "/nowhere"])
def test_no_page_holds_inline_script_or_style(anyone: Any, path: str) -> None:
    page = anyone.get(path).text
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick" not in page
    assert page.count("<script") == page.count("<script src=")


def test_pages_are_not_kept_by_caches_and_assets_are(anyone: Any) -> None:
    assert anyone.get("/sign-in").headers["Cache-Control"] == "no-store"
    assert "max-age" in anyone.get("/assets/htmx.min.js").headers["Cache-Control"]


def test_htmx_and_bootstrap_come_out_of_their_packages(anyone: Any) -> None:
    assert b"htmx" in anyone.get("/assets/htmx.min.js").data
    assert b"Bootstrap" in anyone.get("/assets/bootstrap.min.css").data
    assert anyone.get("/assets/../app.py").status_code == 404
    assert anyone.get("/assets/other.js").status_code == 404


def test_an_address_that_leads_nowhere_says_so_in_plain_words(anyone: Any) -> None:
    reply = anyone.get("/nowhere")
    assert reply.status_code == 404
    assert errors.NOT_FOUND in reply.text


def test_a_form_that_is_too_large_is_refused_in_plain_words(anyone: Any) -> None:
    reply = anyone.post("/sign-in", data={"email": "x" * 1_100_000})
    assert reply.status_code == 413
    assert "larger than we accept" in reply.text


def test_a_page_that_breaks_says_that_nothing_was_lost(app: Any) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    app.add_url_rule("/broken", view_func=broken)
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    reply = app.test_client().get("/broken")
    assert reply.status_code == 500
    assert errors.BROKEN in reply.text


def test_a_line_of_the_log_says_whose_page_it_was(app: Any, people: Any, ada: Any, anyone: Any) -> None:
    seen: list[int | None] = []
    app.after_request(lambda response: seen.append(log.workspace.get()) or response)
    ada.get("/profile")
    anyone.get("/sign-in")
    assert seen == [people.ada.workspace_id, None]


def test_the_menu_marks_where_the_person_is(ada: Any) -> None:
    page = ada.get("/connections").text
    assert '<a href="/connections" aria-current="page">' in page
    assert 'href="/proof"' not in page


def test_staff_have_no_workspace_to_look_into(sam: Any) -> None:
    assert sam.get("/connections").status_code == 404
    assert sam.get("/setup").status_code == 404


def test_a_session_that_ended_leads_htmx_to_sign_in_as_a_whole_page(anyone: Any) -> None:
    reply = anyone.get("/connections", headers={"HX-Request": "true"})
    assert reply.headers["HX-Redirect"] == "/sign-in"


@pytest.mark.parametrize("cookie", ["x", "1", "1.x", "999999.0", "1.1"])
def test_a_cookie_that_names_nobody_is_nobodys(anyone: Any, people: Any, cookie: str) -> None:
    with anyone.session_transaction() as session:
        session["_user_id"] = cookie
    assert anyone.get("/profile").status_code == 302


def test_health_says_which_part_does_not_answer(app: Any) -> None:
    reply = app.test_client().get("/healthz")
    assert reply.json["database"] == "answers"
    assert (reply.status_code, reply.json["redis"]) == (503, "does not answer")


def test_health_is_well_when_both_parts_answer(app: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("jobs.plumbing.redis.answers", lambda _client: True)
    reply = app.test_client().get("/healthz")
    assert (reply.status_code, reply.json) == (200, {"database": "answers", "redis": "answers"})


@pytest.mark.usefixtures("ledger")
def test_the_lamp_asks_for_itself_and_brings_the_count_of_faults(ada: Any, people: Any) -> None:
    page = ada.get("/profile").text
    assert page.count('hx-get="/frame"') == 1
    with db.unit_of_work() as session:
        session.add(
            Fault(
                workspace_id=people.ada.workspace_id,
                subject="autotask",
                code="AUTOTASK_REFUSED",
                first_at=clock.now(),
                last_at=clock.now(),
            )
        )
    state = ada.get("/frame", headers={"HX-Request": "true"}).text
    assert 'hx-swap-oob="true">1<' in state
    assert "Paused" in state


@pytest.mark.usefixtures("ledger", "autotask")
@pytest.mark.parametrize("path", ["/connections", "/profile", "/frame", "/setup/finish", "/healthz"])
def test_a_page_that_only_looks_never_waits_for_a_writer(ada: Any, path: str) -> None:
    with db.unit_of_work() as session:
        session.add(Mark(name="busy", value="yes"))
        session.flush()
        began = clock.stopwatch()
        ada.get(path)
    assert clock.stopwatch() - began < 5
