"""The sandbox as a process of its own, over real sockets."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest
import requests
from sandbox_client import SandboxClient

from jobs.sandbox.seed_xero import HARBOURLINE

RETURN = "http://localhost:5000/setup/xero/return"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sandbox")


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[SandboxClient]:
    started = SandboxClient.start(folder, seed="bare")
    yield started
    started.stop()


@pytest.fixture
def sandbox(running: SandboxClient) -> Iterator[SandboxClient]:
    before = running.snapshot()
    running.forget_requests()
    yield running
    running.restore(before)


@pytest.fixture
def visitor() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture
def api(sandbox: SandboxClient, visitor: requests.Session) -> requests.Session:
    """A session that the organisation has let in."""
    asked = {
        "response_type": "code",
        "client_id": "sandbox-client",
        "redirect_uri": RETURN,
        "scope": "offline_access accounting.contacts accounting.settings.read",
    }
    address = f"{sandbox.xero_url}/identity/connect/authorize?{urlencode(asked)}"
    form = {
        "grant_type": "authorization_code",
        "code": sandbox.consent_code(address, HARBOURLINE),
        "redirect_uri": RETURN,
    }
    login = ("sandbox-client", "sandbox-secret")
    pair = visitor.post(f"{sandbox.xero_url}/connect/token", data=form, auth=login, timeout=10).json()
    visitor.headers.update(
        {
            "Authorization": f"Bearer {pair['access_token']}",
            "xero-tenant-id": HARBOURLINE,
            "Accept": "application/json",
        }
    )
    return visitor


def contacts(sandbox: SandboxClient) -> str:
    return f"{sandbox.xero_url}/api.xro/2.0/Contacts"


def test_browsers_are_sent_to_localhost(sandbox: SandboxClient) -> None:
    assert sandbox.xero_url.startswith("http://localhost:")
    assert sandbox.autotask_url.startswith("http://localhost:")
    assert set(sandbox.environment()) >= {"XERO_API_URL", "AUTOTASK_ZONE_LOOKUP_URL"}


def test_a_lost_reply_is_a_closed_connection(sandbox: SandboxClient, api: requests.Session) -> None:
    sandbox.trouble(vendor="xero", method="PUT", path="Contacts", what="lost_reply")
    with pytest.raises(requests.ConnectionError):
        api.put(contacts(sandbox), json={"Contacts": [{"Name": "Rimu Cafe"}]}, timeout=10)
    assert [each["Name"] for each in sandbox.table("xero.contacts")] == ["Rimu Cafe"]
    assert sandbox.requests("xero")[-1]["status"] is None


def test_a_truncated_reply_is_shorter_than_it_says(sandbox: SandboxClient, api: requests.Session) -> None:
    sandbox.trouble(vendor="xero", path="Contacts", what="truncated")
    with pytest.raises(requests.RequestException):
        api.get(contacts(sandbox), timeout=10)


def test_a_slow_call_outlives_a_short_patience(sandbox: SandboxClient, api: requests.Session) -> None:
    sandbox.trouble(vendor="xero", path="Contacts", what="slow", seconds=0.5)
    with pytest.raises(requests.ReadTimeout):
        api.get(contacts(sandbox), timeout=(3, 0.1))
    until = time.monotonic() + 10
    while sandbox.requests("xero")[-1]["status"] is None and time.monotonic() < until:
        time.sleep(0.05)
    assert sandbox.requests("xero")[-1]["status"] == 200  # it was carried out all the same


def test_connections_are_kept_open(sandbox: SandboxClient, api: requests.Session) -> None:
    replies = [api.get(contacts(sandbox), timeout=10) for _ in range(3)]
    assert all(each.headers.get("Connection") != "close" for each in replies)


def test_at_most_five_are_served_at_once(sandbox: SandboxClient, api: requests.Session) -> None:
    sandbox.latency(xero=0.4)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: api.get(contacts(sandbox), timeout=10).status_code, range(8)))
    assert sorted(statuses) == [200] * 5 + [429] * 3
    assert sandbox.counts()["xero"]["answered_429"] == 3


def test_control_answers_whatever_the_trouble(sandbox: SandboxClient) -> None:
    sandbox.latency(xero=5, autotask=5)
    sandbox.trouble(what="drop", times=None)
    assert sandbox.counts()["xero"]["calls"] == 0


def test_control_says_what_it_does_not_understand(sandbox: SandboxClient) -> None:
    with pytest.raises(ValueError, match="what must be one of"):
        sandbox.trouble(what="meteorite")
    with pytest.raises(ValueError, match="no GET nonsense here"):
        sandbox._ask("GET", "nonsense")


def test_starting_again_finds_the_same_data_and_ports(tmp_path: Path) -> None:
    first = SandboxClient.start(tmp_path, seed="bare")
    first.put_rows("xero.contacts", [{"Name": "Rimu Cafe"}])
    first.stop()
    second = SandboxClient.start(tmp_path, seed="bare")
    try:
        assert (second.xero_url, second.autotask_url) == (first.xero_url, first.autotask_url)
        assert [each["Name"] for each in second.table("xero.contacts")] == ["Rimu Cafe"]
        assert len(second.table("xero.organisations")) == 1
    finally:
        second.stop()
    assert first.process.returncode == second.process.returncode == 0
