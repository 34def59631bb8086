"""Whole paths that a person takes, through a real browser, real processes and both imitated vendors."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from house import KEY, SECRET, USER, Databases, Store, python
from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from sandbox_client import SandboxClient

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
HERE = Path(__file__).parent.parent
PATIENCE = 60_000  # milliseconds: these machines are shared


@dataclass(frozen=True)
class Running:
    """The whole product, running."""

    address: str
    sandbox: SandboxClient
    browser: Browser


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("journey")
    store, sandbox = Store(folder / "store"), SandboxClient.start(folder / "vendors", seed="demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {
        **sandbox.environment(),
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(HERE),
        "DATABASE_URL": Databases(folder).new(),
        "REDIS_URL": store.url,
        "SECRET_KEY": "a secret of the tests",
        "ENCRYPTION_KEYS": KEY,
        "PUBLIC_URL": f"http://localhost:{port}",
        "BIND": f"127.0.0.1:{port}",
        "TALLYSTICK_DATA": str(folder),
        "LOG_LEVEL": "WARNING",
    }
    subprocess.run([python(), "-m", "app", "migrate"], env=env, check=True)
    commands = (["serve"], ["worker", "now"], ["worker", "later"], ["scheduler"])
    parts = [subprocess.Popen([python(), "-m", "app", *each], env=env) for each in commands]
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if path is None:
        pytest.fail("This browser test needs a Chromium; the README says how to install one.")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            yield Running(env["PUBLIC_URL"], sandbox, browser)
            browser.close()
    finally:
        for part in reversed(parts):
            part.terminate()
        for part in parts:
            part.wait(30)
        sandbox.stop()
        store.stop()


@pytest.fixture
def page(running: Running) -> Iterator[Page]:
    context = running.browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    for _ in range(100):  # the portal may still be starting
        try:
            opened.goto(running.address)
            break
        except PlaywrightError:
            time.sleep(0.2)
    else:
        pytest.fail("the portal never started")
    yield opened
    context.close()


def until(question: Any, seconds: float = 90) -> Any:
    """Ask again and again until the answer is yes."""
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        if answer := question():
            return answer
        time.sleep(0.5)
    raise AssertionError("it did not happen in time")


@pytest.mark.browser
@pytest.mark.timeout(400)
def test_a_new_user_signs_up_sets_up_and_sees_an_invoice_arrive(running: Running, page: Page) -> None:
    page.goto(f"{running.address}/sign-up")
    page.get_by_label("Company name").fill("Harbourline IT Ltd")
    page.get_by_label("Your name").fill("Mere Tamihana")
    page.get_by_label("E-mail address").fill("mere@harbourline.example")
    page.get_by_label("Password", exact=True).fill("three quiet words")
    page.get_by_role("button", name="Create workspace").click()

    page.get_by_label("User name (key)").fill(USER)
    page.get_by_label("Password (secret)").fill("wrong at first")
    page.get_by_role("button", name="Test and save").click()
    expect(page.get_by_text("Autotask refused this log-in").first).to_be_visible(timeout=PATIENCE)
    page.get_by_label("Password (secret)").fill(SECRET)
    page.get_by_role("button", name="Test and save").click()

    page.get_by_role("button", name="Connect Xero").click()
    page.get_by_label("Harbourline IT Ltd").check()
    page.get_by_role("button", name="Allow access").click()

    page.get_by_label("Unlimited").check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Approved", exact=True).check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Save and continue").click()

    expect(page.get_by_role("heading", name="is paused")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Activate").click()
    invoices = until(lambda: running.sandbox.table("xero.invoices"))
    ours = [each for each in invoices if "/d/ts-48211-invoice-" in (each.get("Url") or "")]
    assert until(lambda: _stamped(running, _ours(running)))
    assert ours or _ours(running)

    page.goto(f"{running.address}/documents")
    expect(page.get_by_text("Done").first).to_be_visible(timeout=PATIENCE)


def _ours(running: Running) -> list[int]:
    """Autotask ids of the invoices that Xero holds by our marker."""
    found = []
    for each in running.sandbox.table("xero.invoices"):
        _, ours, number = (each.get("Url") or "").partition("/d/ts-48211-invoice-")
        if ours:
            found.append(int(number.split("-")[0]))
    return found


def _stamped(running: Running, numbers: list[int]) -> list[int]:
    rows = {each["id"]: each for each in running.sandbox.table("autotask.Invoices")}
    return [number for number in numbers if rows[number].get("webServiceDate")]
