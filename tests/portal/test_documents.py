"""The list of documents, the page of one, and the buttons on it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from jobs import pressed
from jobs.models import AutotaskConnection, Document, Ledger, SweepState
from jobs.plumbing import clock, db
from jobs.plumbing.errors import Unreachable
from tests.portal.builders import Place, make_document, make_fault, make_line, statements

HTMX = {"HX-Request": "true"}


@pytest.fixture
def place(people: Any, ledger: Ledger) -> Place:
    return Place(people.ada.workspace_id, ledger.id)


@pytest.fixture
def elsewhere(people: Any) -> Place:
    with db.unit_of_work() as session:
        theirs = Ledger(workspace_id=people.cleo.workspace_id, tenant_id="t2", name="Elsewhere", created_at=clock.now())
        session.add(theirs)
        session.flush()
    return Place(people.cleo.workspace_id, theirs.id)


def put(place: Place, autotask_id: int, disposition: str = "waiting", **more: Any) -> int:
    with db.unit_of_work() as session:
        return make_document(session, place, autotask_id, disposition, **more).id


def walk(browser: Any, path: str) -> Iterator[str]:
    """Every page from *path* on, by its link to older ones."""
    while path:
        page = browser.get(path).text
        yield page
        older = page.split('id="documents-to-older"')
        path = older[1].split('href="')[1].split('"')[0].replace("&amp;", "&") if len(older) > 1 else ""


def numbers(page: str) -> list[str]:
    return [part.split(">")[1].split("<")[0] for part in page.split('id="document-link-')[1:]]


def test_every_document_is_met_once_however_many_there_are(ada: Any, place: Place) -> None:
    with db.unit_of_work() as session:
        for each in range(10000, 10123):
            make_document(session, place, each)
    seen = [number for page in walk(ada, "/documents") for number in numbers(page)]
    assert seen == [f"AT-{each}" for each in range(10122, 9999, -1)]


def test_newer_leads_back_to_the_same_page(ada: Any, place: Place) -> None:
    with db.unit_of_work() as session:
        for each in range(10000, 10123):
            make_document(session, place, each)
    first, second, _ = walk(ada, "/documents")
    newer = second.split('id="documents-to-newer"')[1].split('href="')[1].split('"')[0]
    assert numbers(ada.get(newer).text) == numbers(first)


def test_a_later_page_goes_on_from_an_id(ada: Any, place: Place) -> None:
    put(place, 10001)
    with statements() as asked:
        ada.get("/documents?before=999999")
    assert [statement for statement in asked if "documents.id < ?" in statement]


@pytest.mark.parametrize("path", ["/documents", "/documents?q=kauri", "/", "/faults", "/log"])
def test_the_number_of_queries_does_not_grow_with_rows(ada: Any, place: Place, path: str) -> None:
    def fill(first: int, last: int) -> None:
        with db.unit_of_work() as session:
            for each in range(first, last):
                document = make_document(session, place, each, "fault")
                make_fault(session, place, document, "TOTALS_DIFFER", detail={"lines": "1", "total": str(each)})
                make_line(session, place, "SENT", document, detail={"count": 1})

    fill(10000, 10003)
    ada.get(path)
    with statements() as few:
        ada.get(path)
    fill(10003, 10060)
    with statements() as many:
        ada.get(path)
    assert len(many) == len(few)


def test_a_document_page_asks_the_same_for_one_line_and_for_a_hundred(ada: Any, place: Place) -> None:
    line = {"description": "Hour", "quantity": "1", "rate": "10.00", "amount": "10.00"}
    short = put(place, 10001, snapshot={"lines": [line]})
    long = put(place, 10002, snapshot={"lines": [line] * 100})
    with db.unit_of_work() as session:
        for _ in range(100):
            make_line(session, place, "SENT", session.get_one(Document, long), detail={"count": 1})
    ada.get(f"/documents/{short}")
    with statements() as few:
        ada.get(f"/documents/{short}")
    with statements() as many:
        ada.get(f"/documents/{long}")
    assert len(many) == len(few)


def test_tabs_count_each_disposition(ada: Any, place: Place) -> None:
    for autotask_id, disposition in enumerate(["waiting", "waiting", "done", "fault"], 10001):
        put(place, autotask_id, disposition)
    page = ada.get("/documents").text
    assert 'All <span class="n">4</span>' in page
    assert 'Waiting <span class="n">2</span>' in page
    assert 'Fault <span class="ts-badge ms-0">1</span>' in page
    assert numbers(ada.get("/documents?disposition=done").text) == ["AT-10003"]


@pytest.mark.parametrize("text", ["AT-10002", "at-10002", "10002", "INV:10002", "fenwick", "INV-2", " Fenwick "])
def test_search_finds_by_number_company_id_and_xero_number(ada: Any, place: Place, text: str) -> None:
    put(place, 10001, company_name="Kauri Dental", xero_number="INV-1")
    put(place, 10002, company_name="Fenwick & Rowe", xero_number="INV-2")
    assert numbers(ada.get("/documents", query_string={"q": text}).text) == ["AT-10002"]


@pytest.mark.parametrize("text", ["%", "_", "'; drop table documents; --", "٣", "9" * 60])
def test_search_takes_odd_text_as_it_is(ada: Any, place: Place, text: str) -> None:
    put(place, 10001)
    answer = ada.get("/documents", query_string={"q": text})
    assert answer.status_code == 200
    assert "Nothing found" in answer.text


def test_dates_and_kind_narrow_the_list(ada: Any, place: Place) -> None:
    put(place, 10001, dated_on=date(2026, 11, 1))
    put(place, 10002, dated_on=date(2026, 11, 2), target_kind="credit_note")
    put(place, 10003, dated_on=date(2026, 11, 3))
    assert numbers(ada.get("/documents?from=2026-11-02").text) == ["AT-10003", "AT-10002"]
    assert numbers(ada.get("/documents?to=2026-11-01").text) == ["AT-10001"]
    assert numbers(ada.get("/documents?kind=credit_note").text) == ["AT-10002"]


def test_a_day_that_is_none_says_how_to_write_one(ada: Any, place: Place) -> None:
    put(place, 10001)
    page = ada.get("/documents?from=2026-02-31").text
    assert "Write the day as year-month-day" in page
    assert numbers(page) == ["AT-10001"]


def test_the_address_of_older_pages_holds_the_filter(ada: Any, place: Place) -> None:
    with db.unit_of_work() as session:
        for each in range(10000, 10060):
            make_document(session, place, each, company_name="Kauri")
            make_document(session, place, each + 1000, company_name="Other")
    seen = [number for page in walk(ada, "/documents?q=kauri") for number in numbers(page)]
    assert len(seen) == len(set(seen)) == 60


def test_removed_documents_are_not_listed_and_keep_their_page(ada: Any, place: Place) -> None:
    row = put(place, 10001, "skipped", hidden=True)
    assert numbers(ada.get("/documents").text) == []
    assert "removed from the list" in ada.get(f"/documents/{row}").text


def test_documents_of_another_workspace_are_not_there(ada: Any, place: Place, elsewhere: Place) -> None:
    theirs = put(elsewhere, 10009)
    assert ada.get(f"/documents/{theirs}").status_code == 404
    assert ada.post(f"/documents/{theirs}/skip").status_code == 404
    assert numbers(ada.get("/documents").text) == []


def test_invoices_outside_the_window_are_counted_with_a_way_to_widen_it(ada: Any, place: Place) -> None:
    with db.unit_of_work() as session:
        session.add(SweepState(workspace_id=place.workspace_id, flow="invoices", left_outside=317))
    page = ada.get("/documents").text
    assert "317 unstamped invoices are older than that" in page
    assert 'href="/documents/outside"' in page


def test_a_list_in_which_nothing_changed_is_not_sent_again(ada: Any, place: Place) -> None:
    row = put(place, 10001)
    page = ada.get("/documents").text
    poll = page.split('id="documents-table" hx-get="')[1].split('"')[0].replace("&amp;", "&")
    assert ada.get(poll, headers=HTMX).status_code == 204
    with db.unit_of_work() as session:
        changed = session.get_one(Document, row)
        changed.disposition, changed.changed_at = "sending", clock.now()
    answer = ada.get(poll, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="documents-table"')
    assert "is-sending" in answer.text
    assert answer.headers["Vary"] == "HX-Request, Cookie"


def test_newer_documents_are_announced_and_not_pushed_in(ada: Any, place: Place) -> None:
    put(place, 10001)
    poll = ada.get("/documents").text.split('id="documents-table" hx-get="')[1].split('"')[0].replace("&amp;", "&")
    put(place, 10002)
    answer = ada.get(poll, headers=HTMX).text
    assert "1 newer document." in answer
    assert numbers(answer) == ["AT-10001"]


def test_both_amounts_equal_to_the_cent(ada: Any, place: Place) -> None:
    row = put(place, 10001, "done", net=Decimal("100.00"), tax=Decimal("15.0049"), xero_net=Decimal("100.00"),
              xero_total=Decimal("115.00"))  # fmt: skip
    page = ada.get(f"/documents/{row}").text
    assert "Equal to the cent: net 100.00, tax 15.00." in page
    assert '<section class="ts-card ts-tally" aria-label="Tally">' in page


def test_a_cent_of_tax_is_shown_and_explained(ada: Any, place: Place) -> None:
    row = put(place, 10001, "done", net=Decimal("100.00"), tax=Decimal("15.00"), xero_net=Decimal("100.00"),
              xero_total=Decimal("115.01"))  # fmt: skip
    page = ada.get(f"/documents/{row}").text
    assert "0.01 apart in tax" in page
    assert "ts-tally is-open" in page


def test_a_different_net_is_not_explained_away(ada: Any, place: Place) -> None:
    row = put(place, 10001, "done", net=Decimal("100.00"), tax=Decimal(0), xero_net=Decimal("200.00"),
              xero_total=Decimal("200.00"))  # fmt: skip
    page = ada.get(f"/documents/{row}").text
    assert "100.00 apart before tax" in page
    assert "ts-tally is-off" in page


def test_a_credit_note_is_negative_in_both_halves(ada: Any, place: Place) -> None:
    row = put(place, 10001, "done", target_kind="credit_note", net=Decimal("-230.00"), tax=Decimal(0),
              xero_net=Decimal("230.00"), xero_total=Decimal("230.00"))  # fmt: skip
    page = ada.get(f"/documents/{row}").text
    assert page.count("−230.00") >= 2
    assert "Credit note AT-10001" in page
    assert "ts-tally is-" not in page


def test_lines_say_what_was_sent_and_why(ada: Any, place: Place) -> None:
    row = put(
        place,
        10001,
        "done",
        snapshot={"lines": [{"description": "Hour <b>", "quantity": "3.50", "rate": "150.00", "amount": "525.00"}]},
        translated={
            "draft": {
                "lines": [{"description": "Hour", "quantity": "3.50", "unit_amount": "150.00", "account_code": "200"}]
            },
            "notes": [{"field": "reference", "value": "PO 77120-B", "why": "the invoice's purchase order number"}],
        },
    )
    page = ada.get(f"/documents/{row}").text
    assert "200 · Sales" in page
    assert "3.5 × 150.00" in page
    assert "PO 77120-B" in page
    assert "the invoice&#39;s purchase order number" in page
    assert "Hour &lt;b&gt;" in page


def test_a_skipped_document_promises_no_reading(ada: Any, place: Place) -> None:
    row = put(place, 10001, "skipped", reason="VOIDED", company_name=None, snapshot={"lines": []})
    page = ada.get(f"/documents/{row}").text
    assert "Company not read " in page
    assert "They were not read, as it was skipped." in page
    assert "It was skipped before anything else was decided." in page
    assert "not read yet" not in page


def test_tax_with_more_than_cents_is_called_unrounded(ada: Any, place: Place) -> None:
    line = {"description": "Hour", "quantity": "1", "rate": "150.25", "amount": "150.25"}
    exact = put(place, 10001, net=Decimal("150.25"), tax=Decimal("22.5375"), snapshot={"lines": [line]})
    cents = put(place, 10002, net=Decimal("150.25"), tax=Decimal("22.54"), snapshot={"lines": [line]})
    assert "Tax, unrounded in Autotask" in ada.get(f"/documents/{exact}").text
    assert "unrounded" not in ada.get(f"/documents/{cents}").text


def test_history_is_newest_first_with_seconds_and_details_for_support(ada: Any, place: Place) -> None:
    row = put(place, 10001, "done")
    with db.unit_of_work() as session:
        document = session.get_one(Document, row)
        at = datetime(2026, 11, 2, 22, 3, 17, tzinfo=UTC)
        make_line(session, place, "SENT", document, at=at, detail={"count": 2})
        make_line(session, place, "POSTED", document, at=at + timedelta(seconds=1), level="done",
                  detail={"number": "INV-9", "total": "115.00"}, support="Xero-Correlation-Id 7f3a")  # fmt: skip
    page = ada.get(f"/documents/{row}").text
    assert page.index("In Xero as INV-9, 115.00") < page.index("Sent to Xero in a request of 2")
    assert "11:03:18 am" in page
    assert "Details for support" in page
    assert "Xero-Correlation-Id 7f3a" in page


def test_both_originals_are_one_link_away(ada: Any, place: Place, autotask: AutotaskConnection) -> None:
    row = put(place, 10001, "done")
    page = ada.get(f"/documents/{row}").text
    assert "Code=OpenInvoice&amp;InvoiceID=10001" in page
    assert "InvoiceID=xero-10001" in page


def test_a_document_of_an_earlier_organisation_leads_into_that_one(ada: Any, place: Place) -> None:
    with db.unit_of_work() as session:
        earlier = session.get_one(Ledger, place.ledger_id)
        earlier.state, earlier.short_code = "disconnected", "!first"
        session.add(
            Ledger(
                workspace_id=place.workspace_id,
                tenant_id="later",
                name="L",
                short_code="!later",
                created_at=clock.now(),
            )
        )
        tenant_id = earlier.tenant_id
    row = put(place, 10001, "done", xero_tenant_id=tenant_id)
    assert "shortcode=%21first" in ada.get(f"/documents/{row}").text


def test_a_page_that_is_not_moving_does_not_ask_again(ada: Any, place: Place) -> None:
    moving, still = put(place, 10001, "waiting"), put(place, 10002, "done")
    assert f'hx-get="/documents/{moving}?seen=' in ada.get(f"/documents/{moving}").text
    assert f'hx-get="/documents/{still}?seen=' not in ada.get(f"/documents/{still}").text


def test_a_document_that_did_not_change_is_not_sent_again(ada: Any, place: Place) -> None:
    row = put(place, 10001)
    poll = ada.get(f"/documents/{row}").text.split(f'id="document-{row}" hx-get="')[1].split('"')[0]
    assert ada.get(poll, headers=HTMX).status_code == 204
    with db.unit_of_work() as session:
        make_line(session, place, "SENT", session.get_one(Document, row), detail={"count": 1})
    assert "Sent to Xero" in ada.get(poll, headers=HTMX).text


@pytest.mark.parametrize(
    ("disposition", "button", "function"),
    [
        ("waiting", "sync", "sync_document"),
        ("done", "resync", "resync"),
        ("held", "skip", "skip"),
        ("skipped", "unskip", "unskip"),
    ],
)
def test_a_button_does_its_work_and_says_so(
    ada: Any, people: Any, place: Place, monkeypatch: Any, disposition: str, button: str, function: str
) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(pressed, function, lambda *what: asked.append(what) or "It is done.")
    row = put(place, 10001, disposition)
    assert f'id="press-{button}"' in ada.get(f"/documents/{row}").text
    answer = ada.post(f"/documents/{row}/{button}")
    assert (answer.status_code, answer.location) == (303, f"/documents/{row}")
    assert asked == [(row, people.ada.id)]
    answer = ada.post(f"/documents/{row}/{button}", headers=HTMX)
    assert answer.status_code == 200
    assert f'<div id="document-{row}"' in answer.text
    assert 'hx-swap-oob="beforeend:.ts-flashes"' in answer.text


def test_a_vendor_that_does_not_answer_a_button_is_a_sentence(ada: Any, place: Place, monkeypatch: Any) -> None:
    def fail(*_what: int) -> None:
        raise Unreachable("timed out")

    monkeypatch.setattr(pressed, "resync", fail)
    row = put(place, 10001, "done")
    assert "did not answer in time, and nothing was changed" in ada.post(f"/documents/{row}/resync", headers=HTMX).text


def test_buttons_that_are_real_change_the_document_once(ada: Any, place: Place, look: Any) -> None:
    row = put(place, 10001)
    assert "Skipped. It is not sent" in ada.post(f"/documents/{row}/skip", headers=HTMX).text
    assert look(Document, Document.id == row).disposition == "skipped"
    assert "cannot be skipped now" in ada.post(f"/documents/{row}/skip", headers=HTMX).text
    ada.post(f"/documents/{row}/unskip")
    assert look(Document, Document.id == row).disposition == "waiting"


def test_the_second_press_gets_a_sentence(ada: Any, place: Place, monkeypatch: Any) -> None:
    def refuse(*_what: int) -> None:
        raise pressed.NotNow("It is being sent already.")

    monkeypatch.setattr(pressed, "skip", refuse)
    row = put(place, 10001, "sending")
    answer = ada.post(f"/documents/{row}/skip", headers=HTMX)
    assert answer.status_code == 200
    assert "It is being sent already." in answer.text


def test_a_document_in_xero_cannot_be_skipped(ada: Any, place: Place) -> None:
    row = put(place, 10001, "fault", xero_id="x")
    assert 'id="press-skip"' not in ada.get(f"/documents/{row}").text


def test_removing_is_asked_first(ada: Any, place: Place, monkeypatch: Any) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(pressed, "remove_from_list", lambda *what: asked.append(what))
    row = put(place, 10001, "skipped")
    assert "Keep it" in ada.get(f"/documents/{row}/remove").text
    assert not asked
    assert ada.post(f"/documents/{row}/remove").location == "/documents"
    assert len(asked) == 1


def test_one_invoice_is_synced_by_its_number(ada: Any, place: Place, monkeypatch: Any) -> None:
    row = put(place, 10001)
    monkeypatch.setattr(pressed, "sync_one_by_number", lambda _ledger, text, _who: row if text == "AT-10001" else None)
    assert ada.post("/documents/find", data={"number": " AT-10001 "}).location == f"/documents/{row}"
    assert ada.post("/documents/find", data={"number": "AT-9"}).location == "/log?q=AT-9"
    assert ada.post("/documents/find", data={"number": " "}).location == "/documents"


def test_people_who_only_read_see_no_buttons_and_are_told_why(ben: Any, place: Place) -> None:
    row = put(place, 10001, "skipped")
    page = ben.get(f"/documents/{row}").text
    assert "press-" not in page
    answer = ben.post(f"/documents/{row}/unskip")
    assert answer.status_code == 403
    assert "Your role lets you look" in answer.text


def test_the_fault_stands_on_the_document_with_its_remedy(ada: Any, place: Place) -> None:
    row = put(place, 10001, "fault")
    with db.unit_of_work() as session:
        fault = make_fault(session, place, session.get_one(Document, row), "TOTALS_DIFFER",
                           detail={"lines": "1.00", "total": "2.00"})  # fmt: skip
    page = ada.get(f"/documents/{row}").text
    assert "The lines add up to 1.00, the invoice says 2.00" in page
    assert f'action="/faults/{fault.id}/retry"' in page


def test_an_empty_list_says_what_will_come(ada: Any, place: Place) -> None:
    assert "No documents yet" in ada.get("/documents").text
    assert "Nothing needs you" in ada.get("/documents?disposition=fault").text
