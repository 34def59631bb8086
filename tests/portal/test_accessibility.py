"""Every page of signing in, set-up and connections, seen in Chromium by axe-core, wide and narrow, light and dark."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium

from jobs.models import AutotaskConnection, Ledger, Workspace
from jobs.plumbing import db
from tests.portal.sights import check, pages

pytestmark = pytest.mark.browser

NARROWEST = {"width": 320, "height": 640}  # also a desktop at 400 % zoom

OUTSIDE = ("/sign-in", "/sign-up", "/reset", "/reset/sent", "/reset/used-up", "/nowhere")
INSIDE = {
    "/setup/autotask": 0,
    "/setup/xero": 1,
    "/setup/xero/return?state=strange": 1,
    "/setup/plan": 2,
    "/setup/options": 3,
    "/setup/accounts": 4,
    "/setup/finish": 5,
    "/connections": 5,
    "/connections/autotask": 5,
    "/connections/xero/1/disconnect": 5,
    "/profile": 5,
}
BUTTONS = re.compile("Sign in|Create|Send|Test and save|Change password")
REFUSED = ("/sign-in", "/sign-up", "/setup/autotask", "/connections/autotask", "/profile")


@pytest.mark.parametrize("path", OUTSIDE)
def test_pages_for_everybody_have_no_barrier(
    chromium: Chromium, address: str, app: Any, people: Any, path: str
) -> None:
    for page in pages(chromium, address, app, None):
        page.goto(address + path)
        check(page)


@pytest.mark.parametrize("path", INSIDE)
def test_pages_for_members_have_no_barrier(
    chromium: Chromium, address: str, app: Any, people: Any, ledger: Ledger, autotask: Any, set_up_to: Any, path: str
) -> None:
    set_up_to(INSIDE[path])
    for page in pages(chromium, address, app, people.ada):
        page.goto(address + path)
        check(page)


@pytest.mark.parametrize("path", REFUSED)
def test_refused_forms_have_no_barrier(
    chromium: Chromium, address: str, app: Any, people: Any, ledger: Ledger, set_up_to: Any, path: str
) -> None:
    set_up_to(0 if path.startswith("/setup") else 5)
    member = None if path in OUTSIDE else people.ada
    for page in pages(chromium, address, app, member):
        page.goto(address + path)
        page.locator("main form button.btn").filter(has_text=BUTTONS).last.click()
        page.locator("[role=alert]").wait_for()
        check(page)


def test_lost_connections_have_no_barrier(
    chromium: Chromium, address: str, app: Any, people: Any, ledger: Ledger, autotask: AutotaskConnection
) -> None:
    with db.unit_of_work() as session:
        session.get_one(Ledger, ledger.id).state = "disconnected"
        session.get_one(AutotaskConnection, autotask.id).state = "refused"
    for page in pages(chromium, address, app, people.ada):
        page.goto(f"{address}/connections")
        check(page)


def test_the_theme_and_the_menu_work_without_script(chromium: Chromium, address: str, app: Any, people: Any) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_label("E-mail address").fill("ada@harbourline.example")
    page.get_by_label("Password").fill("three quiet words")
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{address}/connections")
    page.get_by_text("Menu").click()
    page.get_by_role("button", name="Switch to the dark theme").first.click()
    assert page.locator("html[data-bs-theme=dark]").count() == 1
    assert page.url == f"{address}/connections"
    context.close()


def test_a_new_user_walks_the_first_steps_by_keyboard(
    chromium: Chromium, address: str, app: Any, people: Any, look: Any
) -> None:
    page = chromium.new_page()
    page.goto(f"{address}/sign-up")
    page.get_by_label("Company name").focus()
    for text in ("Kauri IT", "Mere", "mere@kauri.example", "three quiet words"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Connect Autotask").wait_for()
    assert look(Workspace).name == "Kauri IT"
    page.close()
