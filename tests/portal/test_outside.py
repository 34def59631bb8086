"""What lies before the window: listed on request, taken in between two days."""

from typing import Any

import pytest

from jobs.models import AutotaskConnection, Errand, ReferenceList
from jobs.plumbing import clock, db


def test_the_page_says_what_lies_outside_and_teaches(ada: Any, ledger: Any) -> None:
    page = ada.get("/documents/outside")
    assert page.status_code == 200
    assert "No list yet" in page.text


def test_amounts_of_the_list_are_written_like_money(ada: Any, ledger: Any) -> None:
    rows = [
        {"id": 9090, "number": "HL-9090", "dated_on": "2026-10-16", "net": "2546.0000"},
        {"id": 9091, "number": None, "dated_on": "2026-09-11", "net": None},
    ]
    with db.unit_of_work() as session:
        listed = {"workspace_id": ledger.workspace_id, "ledger_id": ledger.id, "kind": "outside_window"}
        session.add(ReferenceList(**listed, rows=rows, read_at=clock.now()))
    page = ada.get("/documents/outside").text
    assert ">2,546.00<" in page
    assert ">–<" in page


def test_listing_asks_autotask_in_a_job(ada: Any, people: Any, ledger: Any, autotask: Any, look: Any) -> None:
    assert ada.post("/documents/outside/look").status_code == 303
    asked = look(Errand)
    assert (asked.kind, asked.arguments) == ("list_outside", {"ledger_id": ledger.id})
    assert (asked.workspace_id, asked.member_id) == (ledger.workspace_id, people.ada.id)


def test_a_back_fill_names_its_days(ada: Any, ledger: Any, autotask: Any, look: Any) -> None:
    assert ada.post("/documents/outside/fill", data={"first": "2026-10-01", "last": "2026-10-31"}).status_code == 303
    asked = look(Errand)
    days = {"first": "2026-10-01", "last": "2026-10-31"}
    assert (asked.kind, asked.arguments) == ("fill_back", {"ledger_id": ledger.id} | days)


@pytest.mark.parametrize("days", [("2026-10-31", "2026-10-01"), ("", "2026-10-01"), ("soon", "later")])
def test_wrong_days_are_refused_and_kept(ada: Any, ledger: Any, look: Any, days: tuple[str, str]) -> None:
    page = ada.post("/documents/outside/fill", data={"first": days[0], "last": days[1]})
    assert page.status_code == 422
    assert look(Errand) is None


@pytest.mark.parametrize("path", ["look", "fill"])
def test_nothing_is_asked_of_an_autotask_that_is_not_connected(
    ada: Any, ledger: Any, autotask: Any, look: Any, path: str
) -> None:
    with db.unit_of_work() as session:
        session.get_one(AutotaskConnection, autotask.id).state = "refused"
    answer = ada.post(f"/documents/outside/{path}", data={"first": "2026-10-01", "last": "2026-10-31"})
    page = answer.text if path == "fill" else ada.get(answer.location).text
    assert "Autotask is not connected, so nothing was asked." in page
    assert look(Errand) is None
