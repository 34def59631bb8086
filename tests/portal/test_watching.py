"""The pages people watch, in Chromium: no barrier, no jump, and the reader's place is kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy import update

from jobs.models import AutotaskConnection, Document, Ledger, SweepState
from jobs.plumbing import clock, db
from tests.portal.builders import Place, make_document, make_fault, make_line
from tests.portal.sights import check, pages, session_of

pytestmark = pytest.mark.browser

PATHS = (
    "/",
    "/documents",
    "/documents?q=nowhere",
    "/documents/1",
    "/documents/2",
    "/documents/1/remove",
    "/faults",
    "/faults/cause/TOTALS_DIFFER",
    "/log",
    "/log?q=nowhere",
    "/options/invoices",
)
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  if (!entry.hadRecentInput) window.shifts.push(entry.value);
})).observe({ type: "layout-shift", buffered: false });
"""


@pytest.fixture
def place(people: Any, ledger: Ledger, autotask: AutotaskConnection) -> Place:
    """A month in which most went well."""
    place = Place(ledger.workspace_id, ledger.id)
    with db.unit_of_work() as session:
        session.execute(update(Ledger).values(state="active"))
        session.add(SweepState(workspace_id=ledger.workspace_id, flow="invoices", ended_at=clock.now(), left_outside=9))
        done = make_document(session, place, 10001, "done", snapshot={"lines": [LINE]}, translated={"draft": DRAFT})
        stopped = make_document(session, place, 10002, "fault")
        make_fault(session, place, stopped, "TOTALS_DIFFER", detail={"lines": "1.00", "total": "2.00"}, support="why")
        for autotask_id, disposition in enumerate(("waiting", "sending", "posted", "held", "skipped"), 10003):
            make_document(session, place, autotask_id, disposition)
        for _ in range(60):
            make_line(session, place, "POSTED", done, level="done", detail={"number": "INV-1", "total": "5.00"})
        make_line(session, place, "FAULTED", stopped, level="fault", detail={"title": "Totals differ"})
    return place


LINE = {"description": "Hour", "quantity": "1", "rate": "10.00", "amount": "10.00"}
DRAFT = {"lines": [{"description": "Hour", "quantity": "1", "unit_amount": "10.00", "account_code": "200"}]}


@pytest.fixture
def watched(chromium: Chromium, address: str, app: Any, people: Any, place: Place) -> Iterator[Page]:
    """A page of Ada's on a desktop, whose address begins with *address*."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=address)
    context.add_cookies([{"name": "tallystick", "value": session_of(app, people.ada), "url": address}])
    page = context.new_page()
    page.add_init_script(SHIFTS)
    yield page
    context.close()


def tell(place: Place, count: int) -> None:
    with db.unit_of_work() as session:
        for _ in range(count):
            make_line(session, place, "SENT", detail={"count": 1})


def newest(page: Page) -> str:
    return page.locator(".ts-log li:not(.is-day)").first.get_attribute("id") or ""


@pytest.mark.parametrize("path", PATHS)
def test_the_pages_have_no_barrier(
    chromium: Chromium, address: str, app: Any, people: Any, place: Place, path: str
) -> None:
    for page in pages(chromium, address, app, people.ada):
        page.goto(address + path)
        check(page)


@pytest.mark.parametrize("path", ["/", "/documents", "/faults", "/log"])
def test_an_empty_workspace_has_no_barrier(
    chromium: Chromium, address: str, app: Any, people: Any, ledger: Ledger, path: str
) -> None:
    for page in pages(chromium, address, app, people.ada):
        page.goto(address + path)
        check(page)


def test_new_lines_come_in_by_themselves_at_the_top(watched: Page, place: Place) -> None:
    watched.goto("/log")
    before = newest(watched)
    tell(place, 3)
    expect(watched.locator(".ts-log .is-new")).to_have_count(3, timeout=15_000)
    assert newest(watched) != before


def test_a_reader_further_down_keeps_the_place_and_is_told(watched: Page, place: Place) -> None:
    watched.goto("/log")
    before = newest(watched)
    watched.evaluate("scrollTo(0, 600)")
    tell(place, 4)
    expect(watched.locator("#log-news")).to_contain_text("4 new lines.", timeout=15_000)
    expect(watched.locator("#log-news")).to_be_in_viewport()
    assert (newest(watched), watched.evaluate("scrollY")) == (before, 600)
    watched.get_by_role("link", name="Show them").click()
    expect(watched.locator(".ts-log .is-new")).to_have_count(4)
    expect(watched.locator("h1")).to_be_in_viewport()


@pytest.mark.parametrize("path", ["/", "/documents", "/log", "/faults", "/documents/3"])
def test_nothing_jumps_while_the_page_refreshes_itself(watched: Page, place: Place, path: str) -> None:
    watched.goto(path)
    with watched.expect_response(lambda answer: "hx-request" in answer.request.headers, timeout=15_000):
        watched.evaluate("window.shifts = []")
        tell(place, 2)
        with db.unit_of_work() as session:
            session.execute(update(Document).where(Document.id == 3).values(disposition="held", changed_at=clock.now()))
            make_fault(session, place, session.get_one(Document, 2), "DATE_MISSING")
    watched.wait_for_timeout(6_000)
    assert watched.evaluate("window.shifts") == []


def test_focus_and_an_open_table_survive_a_refresh(watched: Page, place: Place) -> None:
    watched.goto("/")
    watched.get_by_text("Show as a table").click()
    watched.locator("#flow-waiting").focus()
    with watched.expect_response(lambda answer: "was=" in answer.url, timeout=15_000):
        pass
    watched.wait_for_timeout(500)
    assert watched.evaluate("document.activeElement.id") == "flow-waiting"
    assert watched.locator("#dashboard-chart details[open]").count() == 1


def test_a_refused_option_keeps_what_was_typed_and_takes_the_focus(watched: Page) -> None:
    watched.goto("/options/invoices")
    watched.get_by_label("Days back").fill("500")
    watched.locator("#dates-save").click()
    expect(watched.locator("#dates [role=alert]")).to_be_focused()
    expect(watched.get_by_label("Days back")).to_have_value("500")
    watched.get_by_label("Days back").fill("14")
    watched.locator("#dates-save").click()
    expect(watched.locator("#dates")).to_contain_text("Saved at")


def test_a_warning_stands_where_it_is_needed(watched: Page) -> None:
    watched.goto("/options/invoices")
    expect(watched.locator("#import_as-warning")).to_be_hidden()
    watched.get_by_label("Approved", exact=True).check()
    expect(watched.locator("#import_as-warning")).to_be_visible()


def test_a_button_works_without_script(chromium: Chromium, address: str, app: Any, people: Any, place: Place) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=address)
    context.add_cookies([{"name": "tallystick", "value": session_of(app, people.ada), "url": address}])
    page = context.new_page()
    page.goto("/documents/3")
    page.get_by_role("button", name="Skip").click()
    expect(page.locator("h1 + span")).to_contain_text("Skipped")
    expect(page.locator(".ts-flash")).to_contain_text("Skipped. It is not sent until you un-skip it.")
    context.close()
