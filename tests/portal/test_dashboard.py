"""The first page: the answer, the flow, the tally, the chart and its buttons."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from jobs import pressed
from jobs.models import AutotaskConnection, Ledger, SweepState
from jobs.plumbing import clock, db
from tests.portal.builders import Place, make_document, make_fault

HTMX = {"HX-Request": "true"}


@pytest.fixture
def place(people: Any, ledger: Ledger, autotask: AutotaskConnection) -> Place:
    set_ledger(state="active")
    with db.unit_of_work() as session:
        session.add(SweepState(workspace_id=ledger.workspace_id, flow="invoices", ended_at=clock.now()))
    return Place(ledger.workspace_id, ledger.id)


def set_ledger(**values: Any) -> None:
    with db.unit_of_work() as session:
        session.execute(update(Ledger).values(**values))


def put(place: Place, autotask_id: int, disposition: str = "waiting", **more: Any) -> None:
    with db.unit_of_work() as session:
        make_document(session, place, autotask_id, disposition, **more)


def heading(page: str) -> str:
    return page.split("<h1>")[1].split("</h1>")[0]


def cell(page: str, disposition: str) -> str:
    return page.split(f'id="flow-{disposition}"')[1].split("<b>")[1].split("</b>")[0]


def halves(page: str) -> list[str]:
    return [part.split("</b>")[0].split()[-1] for part in page.split('<div class="ts-half">')[1:]]


def test_all_is_well(ada: Any, place: Place) -> None:
    put(place, 10001, "done")
    page = ada.get("/").text
    assert heading(page) == "Everything tallies"
    assert "The 1 document in Xero this month equals Autotask to the cent." in page
    assert '<section class="ts-card ts-tally" aria-label="Tally">' in page


def test_a_lost_connection_comes_before_everything(ada: Any, place: Place) -> None:
    put(place, 10001)
    set_ledger(state="disconnected", disconnected_at=clock.now())
    page = ada.get("/").text
    assert heading(page) == "Xero is disconnected"
    assert "1 document waits and goes by itself once Xero is back." in page
    assert "Xero disconnected" in page
    assert page.split('id="sync-button"')[1].split(">")[0].endswith("disabled")


def test_a_refused_log_in_is_named(ada: Any, place: Place) -> None:
    with db.unit_of_work() as session:
        session.execute(update(AutotaskConnection).values(state="refused", refused_at=clock.now()))
    assert heading(ada.get("/").text) == "Autotask is disconnected"


def test_faults_are_counted_and_listed_by_cause(ada: Any, place: Place) -> None:
    with db.unit_of_work() as session:
        for autotask_id in (10001, 10002):
            document = make_document(session, place, autotask_id, "fault")
            make_fault(session, place, document, "DATE_MISSING")
    page = ada.get("/").text
    assert heading(page) == "2 faults need you"
    assert "The invoice has no date in Autotask" in page
    assert 'href="/faults#cause-fault-date_missing"' in page


def test_paused_says_what_still_works(ada: Any, place: Place) -> None:
    set_ledger(state="paused")
    page = ada.get("/").text
    assert heading(page) == "Paused"
    assert "One invoice can still be synced." in page
    assert 'id="activate-button"' in page
    assert 'id="pause-button"' not in page


def test_the_strip_counts_open_documents_and_this_months_done(ada: Any, place: Place) -> None:
    for autotask_id in (10001, 10002):
        put(place, autotask_id)
    put(place, 10003, "done")
    put(place, 10004, "done", posted_at=clock.now() - timedelta(days=70))
    put(place, 10005, hidden=True)
    page = ada.get("/").text
    assert [cell(page, name) for name in ("waiting", "done", "fault")] == ["2", "1", "0"]
    assert 'href="/documents?disposition=waiting"' in page


def test_what_is_on_its_way_is_the_known_difference(ada: Any, place: Place) -> None:
    put(place, 10001, "done", net=Decimal(100), xero_net=Decimal(100))
    put(place, 10002, net=Decimal(30))
    put(place, 10003, "fault", net=Decimal("7.50"))
    page = ada.get("/").text
    assert halves(page) == ["137.50", "100.00"]
    assert "37.50 apart, all of it known: 7.50 in fault, 30.00 on the way." in page


def test_credit_notes_count_against_the_month(ada: Any, place: Place) -> None:
    put(place, 10001, "done", net=Decimal(100), xero_net=Decimal(100))
    put(place, 10002, "done", target_kind="credit_note", net=Decimal(-30), xero_net=Decimal(30))
    assert halves(ada.get("/").text) == ["70.00", "70.00"]


def test_other_currencies_are_counted_and_not_added_up(ada: Any, place: Place) -> None:
    put(place, 10001, "done", net=Decimal(100), xero_net=Decimal(100))
    put(place, 10002, "done", currency="AUD", net=Decimal(900), xero_net=Decimal(900))
    page = ada.get("/").text
    assert halves(page) == ["100.00", "100.00"]
    assert "1 document in another currency is not added up here." in page


def test_an_amount_that_differs_in_xero_is_red(ada: Any, place: Place) -> None:
    put(place, 10001, "done", net=Decimal(100), xero_net=Decimal("99.99"))
    page = ada.get("/").text
    assert heading(page) == "This month does not tally"
    assert "ts-tally is-off" in page


def test_the_chart_has_its_numbers_as_a_table(ada: Any, place: Place) -> None:
    put(place, 10001, "done", xero_total=Decimal("1234.50"))
    page = ada.get("/").text
    assert page.count('<rect class="bar"') == 11
    assert page.count('<rect class="now"') == 1
    assert '<td class="ts-right ts-num">1,234.50</td>' in page


def test_a_year_without_documents_has_a_sentence_and_no_axes(ada: Any, place: Place) -> None:
    page = ada.get("/").text
    assert "Nothing was posted in the last twelve months." in page
    assert "ts-chart" not in page


def test_the_oldest_document_on_its_way_is_named(ada: Any, place: Place) -> None:
    put(place, 10001, "held", collected_at=clock.now() - timedelta(hours=2))
    put(place, 10002)
    page = ada.get("/").text.split('id="oldest-link"')[1]
    assert "AT-10001" in page.split("</a>")[0]
    assert "2 h ago" in page


def test_the_page_refreshes_itself_but_for_the_chart(ada: Any, place: Place) -> None:
    page = ada.get("/").text
    assert 'hx-trigger="every 5s"' in page
    poll = page.split('id="dashboard-live" hx-get="')[1].split('"')[0].replace("&amp;", "&")
    answer = ada.get(poll, headers=HTMX)
    assert answer.text.lstrip().startswith('<div id="dashboard-live"')
    assert '<section id="dashboard-chart" hx-preserve="true"></section>' in answer.text
    assert "HX-Request" in answer.headers["Vary"]


def test_a_changed_answer_is_announced_once(ada: Any, place: Place) -> None:
    poll = ada.get("/").text.split('id="dashboard-live" hx-get="')[1].split('"')[0].replace("&amp;", "&")
    assert 'id="dashboard-said"' not in ada.get(poll, headers=HTMX).text
    set_ledger(state="disconnected")
    assert 'id="dashboard-said" hx-swap-oob="innerHTML">Xero is disconnected.' in ada.get(poll, headers=HTMX).text


@pytest.mark.parametrize(("path", "function"), [("/sync", "sync_now"), ("/activate", "activate"), ("/pause", "pause")])
def test_a_button_works_with_and_without_script(
    ada: Any, people: Any, place: Place, monkeypatch: Any, path: str, function: str
) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(pressed, function, lambda *what: asked.append(what))
    answer = ada.post(path)
    assert (answer.status_code, answer.location) == (303, "/")
    about = place.workspace_id if function == "sync_now" else place.ledger_id
    assert asked == [(about, people.ada.id)]
    answer = ada.post(path, headers=HTMX)
    assert answer.text.lstrip().startswith('<div id="dashboard-live"')
    assert 'hx-swap-oob="beforeend:.ts-flashes"' in answer.text


def test_two_people_pressing_the_same_button_get_one_sync_and_a_sentence(
    ada: Any, place: Place, monkeypatch: Any
) -> None:
    def refuse(*_what: int) -> None:
        raise pressed.NotNow("Ben asked for it ten seconds ago.")

    monkeypatch.setattr(pressed, "sync_now", refuse)
    assert "Ben asked for it ten seconds ago." in ada.post("/sync", headers=HTMX).text


def test_people_who_only_read_have_no_buttons(ben: Any, place: Place) -> None:
    assert "-button" not in ben.get("/").text
    assert ben.post("/sync").status_code == 403
    assert ben.post("/pause").status_code == 403


def test_a_workspace_that_is_not_set_up_is_led_to_the_wizard(ada: Any, set_up_to: Any) -> None:
    set_up_to(2)
    assert ada.get("/").location == "/setup"


def test_figures_of_another_workspace_are_not_shown(cleo: Any, people: Any, place: Place) -> None:
    put(place, 10001, company_name="Kauri Dental")
    with db.unit_of_work() as session:
        session.add(
            Ledger(workspace_id=people.cleo.workspace_id, tenant_id="t2", name="Elsewhere", created_at=clock.now())
        )
    page = cleo.get("/").text
    assert "Kauri Dental" not in page
    assert cell(page, "waiting") == "0"


def test_a_limit_of_the_day_says_when_it_goes_on(ada: Any, place: Place) -> None:
    set_ledger(held_until=clock.now() + timedelta(hours=3))
    assert "limit for today is reached" in ada.get("/").text
