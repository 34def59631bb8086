"""The live list of faults and the buttons that end them."""

from typing import Any

import pytest
from sqlalchemy import update

from jobs import pressed
from jobs.models import Document, Fault, Ledger
from jobs.plumbing import clock, db
from jobs.wording.faults import FAULTS
from portal.fault_groups import SHOWN
from portal.telling import tell_cause
from tests.portal.builders import Place, make_document, make_fault

HTMX = {"HX-Request": "true"}


@pytest.fixture
def place(people: Any, ledger: Ledger) -> Place:
    return Place(people.ada.workspace_id, ledger.id)


def stop(place: Place, autotask_id: int, code: str = "TOTALS_DIFFER", **more: Any) -> Fault:
    with db.unit_of_work() as session:
        document = make_document(session, place, autotask_id, "fault" if more.get("kind") != "warning" else "done")
        return make_fault(session, place, document, code, **more)


def headings(page: str) -> list[str]:
    return [part.split("<h2")[1].split(">")[1].split("<")[0] for part in page.split("<article")[1:]]


@pytest.mark.parametrize(("state", "goes_on"), [("active", True), ("disconnected", False), ("paused", False)])
def test_nothing_else_is_said_to_go_on_while_nothing_goes(ada: Any, place: Place, state: str, goes_on: bool) -> None:
    stop(place, 10001)
    with db.unit_of_work() as session:
        session.get_one(Ledger, place.ledger_id).state = state
    assert ("everything else goes on" in ada.get("/faults").text) == goes_on


def test_one_card_for_a_cause_however_many_documents(ada: Any, place: Place) -> None:
    for autotask_id in (10001, 10002, 10003):
        stop(place, autotask_id, detail={"lines": "1.00", "total": str(autotask_id)})
    stop(place, 10004, "DATE_MISSING")
    page = ada.get("/faults").text
    assert "<h1>4 faults, 2 causes</h1>" in page
    assert headings(page) == ["The invoice has no date in Autotask", "Totals differ"]
    assert "The lines add up to 1.00, the invoice says 10002" in page
    assert "Retry all 3" in page


def test_why_and_what_to_do_stand_with_the_cause(ada: Any, place: Place) -> None:
    stop(place, 10001, support="ValidationException from Xero")
    page = ada.get("/faults").text
    assert "Some lines are missing or were changed." in page
    assert "Give the Autotask API user every line of business, then retry." in page
    assert "TOTALS_DIFFER" in page
    assert "ValidationException from Xero" in page


def test_a_cause_with_many_documents_lists_the_newest_and_counts_all(ada: Any, place: Place) -> None:
    for autotask_id in range(10001, 10001 + SHOWN + 3):
        stop(place, autotask_id, "DATE_MISSING")
    page = ada.get("/faults").text
    assert f"The newest {SHOWN} of {SHOWN + 3} are listed." in page
    assert page.count('class="ts-rowlink"') == SHOWN


def test_warnings_come_after_faults_and_can_be_dismissed(ada: Any, place: Place) -> None:
    stop(place, 10001)
    warning = stop(place, 10002, "XERO_WARNED", kind="warning", detail={"said": "Check it"})
    page = ada.get("/faults").text
    assert headings(page)[-1] == "Xero took the document with a warning"
    assert f'action="/faults/{warning.id}/dismiss"' in page


def test_closed_faults_are_gone(ada: Any, place: Place) -> None:
    stop(place, 10001)
    with db.unit_of_work() as session:
        session.execute(update(Fault).values(closed_at=clock.now()))
    assert "<h1>No faults</h1>" in ada.get("/faults").text


def test_a_connection_that_stopped_leads_to_reconnecting(ada: Any, place: Place) -> None:
    with db.unit_of_work() as session:
        make_fault(session, place, None, "AUTOTASK_REFUSED", detail={"said": "locked"})
    page = ada.get("/faults").text
    assert 'href="/connections/autotask"' in page
    assert "Retry all" not in page


def test_one_fault_is_retried_from_the_list_and_from_its_document(
    ada: Any, people: Any, place: Place, monkeypatch: Any
) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(pressed, "retry_fault", lambda *what: asked.append(what))
    fault = stop(place, 10001)
    assert ada.post(f"/faults/{fault.id}/retry").location == "/faults"
    back = {"back": "document"}
    assert ada.post(f"/faults/{fault.id}/retry", data=back).location == f"/documents/{fault.document_id}"
    assert ada.post(f"/faults/{fault.id}/retry", headers=HTMX).text.lstrip().startswith('<div id="faults-groups"')
    answer = ada.post(f"/faults/{fault.id}/retry", data=back, headers=HTMX)
    assert f'<div id="document-{fault.document_id}"' in answer.text
    assert asked == [(fault.id, people.ada.id)] * 4


def test_retrying_a_cause_says_first_how_many(ada: Any, people: Any, place: Place, monkeypatch: Any) -> None:
    asked: list[tuple[int, str, int]] = []

    def retry(*what: Any) -> int:
        asked.append(what)
        return 2

    monkeypatch.setattr(pressed, "retry_cause", retry)
    stop(place, 10001)
    stop(place, 10002)
    page = ada.get("/faults/cause/TOTALS_DIFFER").text
    assert "Retry 2 documents?" in page
    assert "AT-10002, AT-10001." in page
    assert not asked
    assert ada.post("/faults/cause/TOTALS_DIFFER/retry").location == "/faults"
    assert asked == [(place.workspace_id, "TOTALS_DIFFER", people.ada.id)]
    assert "2 are tried again." in ada.get("/faults").text


CANDIDATES = [{"id": "x-1", "number": "INV-1", "contact": "Kauri", "total": "5.00"}]


@pytest.mark.parametrize(("answer", "chosen"), [("x-1", "x-1"), ("none", None)])
def test_a_person_says_which_document_in_xero_is_ours(
    ada: Any, people: Any, place: Place, monkeypatch: Any, answer: str, chosen: str | None
) -> None:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(pressed, "choose_candidate", lambda *what: asked.append(what))
    fault = stop(place, 10001, "XERO_MAY_HAVE_IT", detail={"count": 1, "candidates": CANDIDATES})
    page = ada.get(f"/documents/{fault.document_id}").text
    assert "INV-1" in page
    assert "None of these, send it" in page
    assert ada.post(f"/faults/{fault.id}/choose", data={"xero_id": answer}).status_code == 303
    assert asked == [(fault.document_id, chosen, people.ada.id)]


@pytest.mark.parametrize("answer", ["", "x-2", "x-1 "])
def test_a_document_that_was_not_offered_cannot_be_chosen(
    ada: Any, place: Place, monkeypatch: Any, answer: str
) -> None:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(pressed, "choose_candidate", lambda *what: asked.append(what))
    fault = stop(place, 10001, "XERO_MAY_HAVE_IT", detail={"count": 1, "candidates": CANDIDATES})
    ada.post(f"/faults/{fault.id}/choose", data={"xero_id": answer})
    assert not asked


def test_a_stamp_is_asked_for_by_document(ada: Any, people: Any, place: Place, monkeypatch: Any) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(pressed, "stamp_again", lambda *what: asked.append(what))
    fault = stop(place, 10001, "STAMP_REFUSED", detail={"said": "no right"})
    ada.post(f"/faults/{fault.id}/stamp")
    assert asked == [(fault.document_id, people.ada.id)]


def test_every_remedy_that_has_words_has_a_button(ada: Any, place: Place) -> None:
    for autotask_id, code in enumerate(sorted(FAULTS), 10001):
        if FAULTS[code][3] is None:
            continue
        fault = stop(place, autotask_id, code)
        page = ada.get("/faults").text
        assert f'id="fault-{fault.id}-' in page.replace(f'id="fault-{fault.id}-document"', ""), code


def test_a_cause_that_has_ended_is_not_there_to_retry(ada: Any, place: Place) -> None:
    assert ada.get("/faults/cause/TOTALS_DIFFER").status_code == 404
    assert ada.post("/faults/cause/TOTALS_DIFFER/retry").status_code == 404


def test_the_second_press_gets_a_sentence(ada: Any, place: Place, monkeypatch: Any) -> None:
    def refuse(*_what: int) -> None:
        raise pressed.NotNow("Somebody has retried it already.")

    monkeypatch.setattr(pressed, "retry_fault", refuse)
    fault = stop(place, 10001)
    assert "Somebody has retried it already." in ada.post(f"/faults/{fault.id}/retry", headers=HTMX).text


def test_faults_of_another_workspace_are_not_there(cleo: Any, place: Place, people: Any) -> None:
    fault = stop(place, 10001)
    with db.unit_of_work() as session:
        session.add(Ledger(workspace_id=people.cleo.workspace_id, tenant_id="t2", name="Else", created_at=clock.now()))
    assert cleo.post(f"/faults/{fault.id}/retry").status_code == 404
    assert "AT-10001" not in cleo.get("/faults").text


def test_people_who_only_read_may_look(ben: Any, place: Place) -> None:
    fault = stop(place, 10001)
    page = ben.get("/faults").text
    assert "Totals differ" in page or "The lines add up" in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
    assert ben.post(f"/faults/{fault.id}/retry").status_code == 403


def test_changes_are_announced_and_come_in_by_themselves_only_at_the_top(ada: Any, place: Place) -> None:
    stop(place, 10001)
    poll = ada.get("/faults").text.split('id="faults-news" hx-get="')[1].split('"')[0]
    assert ada.get(poll, headers=HTMX).status_code == 204
    stop(place, 10002, "DATE_MISSING")
    answer = ada.get(poll, headers=HTMX).text
    assert "The faults have changed." in answer
    assert 'id="faults-top" hx-swap-oob="true"' in answer
    assert 'hx-trigger="intersect once"' in answer
    assert ada.get("/faults/news?seen=" + answer.split("seen=")[1].split('"')[0], headers=HTMX).status_code == 204


def test_a_document_stopped_in_another_currency_has_no_sum(ada: Any, place: Place) -> None:
    fault = stop(place, 10001)
    with db.unit_of_work() as session:
        session.execute(update(Document).where(Document.id == fault.document_id).values(currency="AUD"))
    page = ada.get("/faults").text
    assert "1 document · since" in page
    assert '<span class="ts-cur">AUD</span>' in page


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("TOTALS_DIFFER", "Totals differ"),
        ("XERO_REFUSED", "Xero refused"),
        ("NAME_DIFFERS_BY_CASE", "Name differs by case"),
    ],
)
def test_a_cause_reads_as_words(code: str, words: str) -> None:
    assert tell_cause(code) == words
