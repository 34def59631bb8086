"""The live log: its sentences, its filters, and how it never loses the reader's place."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jobs.models import Document, Ledger, LogEntry
from jobs.plumbing import clock, db
from tests.portal.builders import Place, make_document, make_line

HTMX = {"HX-Request": "true"}


@pytest.fixture
def place(people: Any, ledger: Ledger) -> Place:
    return Place(people.ada.workspace_id, ledger.id)


def tell(place: Place, code: str, document: int | None = None, **more: Any) -> int:
    with db.unit_of_work() as session:
        about = session.get_one(Document, document) if document else None
        return make_line(session, place, code, about, **more).id


def put(place: Place, autotask_id: int, **more: Any) -> int:
    with db.unit_of_work() as session:
        return make_document(session, place, autotask_id, **more).id


def lines(page: str) -> list[int]:
    return [int(part.split('"')[0]) for part in page.split('<li id="line-')[1:]]


def test_lines_are_sentences_newest_first_with_seconds(ada: Any, place: Place) -> None:
    row = put(place, 10001)
    first = tell(place, "SENT", row, detail={"count": 2}, at=datetime(2026, 11, 2, 22, 3, 17, tzinfo=UTC))
    second = tell(place, "POSTED", row, detail={"number": "INV-1", "total": "5.00"}, level="done")
    page = ada.get("/log").text
    assert lines(page) == [second, first]
    assert "Sent to Xero in a request of 2" in page
    assert "11:03:17 am" in page
    assert f'href="/documents/{row}">AT-10001</a>' in page


def test_faults_are_marked_and_lead_to_their_remedy(ada: Any, place: Place) -> None:
    tell(place, "FAULTED", put(place, 10001), level="fault", detail={"title": "No date"})
    page = ada.get("/log").text
    assert 'class="is-fault"' in page
    assert 'href="/faults">See the remedy' in page


def test_text_is_found_in_words_values_and_names(ada: Any, place: Place) -> None:
    row = put(place, 10001, company_name="Kauri Dental")
    about = tell(place, "SENT", row, detail={"count": 2})
    other = tell(place, "LIMIT_WAIT", detail={"vendor": "Autotask", "scope": "hour", "until": "soon"})
    assert lines(ada.get("/log?q=request+kauri").text) == [about]
    assert lines(ada.get("/log?q=AUTOTASK+limit").text) == [other]
    assert lines(ada.get("/log?q=nothing+of+it").text) == []


@pytest.mark.parametrize("name", ["AT-10001", "at-10001", "10001", "inv-7"])
def test_one_documents_lines_are_its_history(ada: Any, place: Place, name: str) -> None:
    row = put(place, 10001, xero_number="INV-7")
    mine = tell(place, "SENT", row, detail={"count": 1})
    tell(place, "SENT", put(place, 10002), detail={"count": 1})
    assert lines(ada.get("/log", query_string={"document": name}).text) == [mine]


def test_level_and_people_narrow_the_log(ada: Any, place: Place) -> None:
    tell(place, "SWEEP_BEGAN")
    fault = tell(place, "FAULTED", level="fault", detail={"title": "x"})
    person = tell(place, "PRESSED_SYNC", detail={"by": "Ada"})
    assert lines(ada.get("/log?level=fault").text) == [fault]
    assert lines(ada.get("/log?level=person").text) == [person]


def test_a_day_is_the_readers_day(ada: Any, place: Place) -> None:
    # 3 November, 00:30 in Auckland is still 2 November in UTC.
    early = tell(place, "SWEEP_BEGAN", at=datetime(2026, 11, 2, 11, 30, tzinfo=UTC))
    tell(place, "SWEEP_BEGAN", at=datetime(2026, 11, 3, 11, 30, tzinfo=UTC))
    assert lines(ada.get("/log?on=2026-11-03").text) == [early]
    assert "Write the day as year-month-day" in ada.get("/log?on=tomorrow").text


def test_older_and_newer_meet_every_line_once(ada: Any, place: Place) -> None:
    told = [tell(place, "SWEEP_BEGAN", at=clock.now() - timedelta(minutes=each)) for each in range(120)]
    seen, path = [], "/log"
    while path:
        page = ada.get(path).text
        seen += lines(page)
        older = page.split('id="log-to-older"')
        path = older[1].split('href="')[1].split('"')[0] if len(older) > 1 else ""
    assert seen == sorted(told, reverse=True)
    newer = page.split('id="log-to-newer"')[1].split('href="')[1].split('"')[0]
    assert lines(ada.get(newer).text) == sorted(told, reverse=True)[50:100]


def test_new_lines_are_announced_and_not_pushed_in(ada: Any, place: Place) -> None:
    tell(place, "SWEEP_BEGAN")
    poll = ada.get("/log").text.split('id="log-news" hx-get="')[1].split('"')[0].replace("&amp;", "&")
    assert ada.get(poll, headers=HTMX).status_code == 204
    new = [tell(place, "SWEEP_BEGAN"), tell(place, "LISTS_READ")]
    answer = ada.get(poll, headers=HTMX).text
    assert "2 new lines." in answer
    assert lines(answer) == []
    again = answer.split('id="log-news" hx-get="')[1].split('"')[0].replace("&amp;", "&")
    assert ada.get(again, headers=HTMX).status_code == 204
    shown = answer.split('id="log-top" hx-swap-oob="true" hx-get="')[1].split('"')[0].replace("&amp;", "&")
    fresh = ada.get(shown, headers=HTMX).text
    assert lines(fresh)[:2] == new[::-1]
    assert fresh.count("is-new") == 2
    assert 'id="log-news"' in fresh


def test_a_filter_announces_only_what_it_lets_through(ada: Any, place: Place) -> None:
    poll = ada.get("/log?level=fault").text.split('id="log-news" hx-get="')[1].split('"')[0].replace("&amp;", "&")
    tell(place, "SWEEP_BEGAN")
    assert ada.get(poll, headers=HTMX).status_code == 204


def test_hold_still_stops_asking(ada: Any, place: Place) -> None:
    tell(place, "SWEEP_BEGAN")
    assert 'hx-get="/log/news' in ada.get("/log").text
    page = ada.get("/log?live=off").text
    assert 'hx-get="/log/news' not in page
    assert "Held still" in page


def test_values_are_text_and_never_markup(ada: Any, place: Place) -> None:
    tell(place, "VENDOR_SILENT", detail={"vendor": "Xero", "said": "<script>alert(1)</script>"})
    page = ada.get("/log").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_moments_in_values_are_told_in_the_readers_zone(ada: Any, place: Place) -> None:
    until = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    tell(place, "LIMIT_WAIT", detail={"vendor": "Xero", "scope": "day", "until": until.isoformat()})
    assert "going on at 2 Mar, 11:30 am" in ada.get("/log").text


def test_lines_of_another_workspace_are_not_there(cleo: Any, place: Place) -> None:
    tell(place, "SWEEP_BEGAN")
    assert lines(cleo.get("/log").text) == []
    assert "from the first sweep on" in cleo.get("/log").text


def test_a_code_without_values_still_makes_a_sentence(ada: Any, place: Place, look: Any) -> None:
    tell(place, "POSTED")
    assert "In Xero as unknown, unknown" in ada.get("/log").text
    assert look(LogEntry).detail is None
