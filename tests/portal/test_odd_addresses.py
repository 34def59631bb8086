"""Addresses and forms that nobody meant: every one gets a clear sentence, none breaks a page."""

import pytest

from jobs.models import AutotaskConnection, Ledger
from tests.portal.conftest import Browser

ENDLESS = "9" * 30


@pytest.mark.parametrize(
    "path", [f"/documents/{ENDLESS}", f"/documents/{ENDLESS}/remove", f"/connections/xero/{ENDLESS}/disconnect"]
)
def test_a_number_longer_than_any_id_is_nobodys(ada: Browser, ledger: Ledger, path: str) -> None:
    answer = ada.get(path)
    assert (answer.status_code, "Nothing here" in answer.text) == (404, True)


@pytest.mark.parametrize("path", [f"/documents/{ENDLESS}/sync", f"/faults/{ENDLESS}/retry", f"/faults/{ENDLESS}/link"])
def test_a_button_for_a_number_longer_than_any_id_is_nobodys(ada: Browser, ledger: Ledger, path: str) -> None:
    assert ada.post(path).status_code == 404


def test_a_repair_of_no_ledger_is_nobodys(ada: Browser, ledger: Ledger) -> None:
    assert ada.post("/setup/xero/connect", data={"ledger": ENDLESS}).status_code == 404


def test_ticked_numbers_longer_than_any_id_mark_nothing(ada: Browser, ledger: Ledger) -> None:
    answer = ada.post("/setup/finish/already", data={"document": [ENDLESS, "1"]})
    assert (answer.status_code, "Tick the invoices" in answer.text) == (422, True)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("path", ["/log?on={}", "/log/news?on={}", "/documents?from={}", "/documents?to={}"])
def test_the_calendars_ends_are_days(ada: Browser, ledger: Ledger, path: str, day: str) -> None:
    assert ada.get(path.format(day)).status_code in (200, 204)


@pytest.mark.parametrize("first", ["0001-01-01", "1999-12-31"])
def test_a_back_fill_begins_no_earlier_than_there_were_invoices(
    ada: Browser, ledger: Ledger, autotask: AutotaskConnection, first: str
) -> None:
    answer = ada.post("/documents/outside/fill", data={"first": first, "last": "2026-11-01"})
    assert (answer.status_code, "2000" in answer.text) == (422, True)


def test_a_back_fill_does_not_reach_past_today(ada: Browser, ledger: Ledger, autotask: AutotaskConnection) -> None:
    answer = ada.post("/documents/outside/fill", data={"first": "2026-11-01", "last": "2099-12-31"})
    assert (answer.status_code, "today" in answer.text) == (422, True)


@pytest.mark.parametrize("path", ["/documents?q=AT%00-1", "/log?q=%00&document=%00", "/options/invoices?q=%00"])
def test_invisible_characters_are_no_part_of_a_search(ada: Browser, ledger: Ledger, path: str) -> None:
    """PostgreSQL refuses a text with the character of nothing in it."""
    page = ada.get(path)
    assert (page.status_code, "\x00" in page.text) == (200, False)
