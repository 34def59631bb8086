"""What is kept of the tests' requests: each kind once, and nothing that has no description."""

import json
from pathlib import Path
from typing import Any

import pytest
import recording


class Log:
    """The log of vendors to whom these requests came."""

    def __init__(self, *came: dict[str, Any]) -> None:
        self.came = list(came)

    def requests(self) -> list[dict[str, Any]]:
        return self.came

    def forget_requests(self) -> None:
        self.came = []


def request(path: str, body: object = None, *, method: str = "GET", query: str = "") -> dict[str, Any]:
    text = json.dumps(body) if body is not None else ""
    return {"vendor": "xero", "method": method, "path": path, "query": query, "headers": {}, "body": text}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(recording, "_kept", set())
    monkeypatch.setenv("TALLYSTICK_RECORD", str(tmp_path / "requests.jsonl"))
    return tmp_path / "requests.jsonl"


def lines(kept: Path) -> list[dict[str, Any]]:
    return [json.loads(each) for each in kept.read_text().splitlines()]


def test_requests_of_one_shape_are_kept_once(kept: Path) -> None:
    first = request("/api.xro/2.0/Invoices/1", {"Total": 1, "Status": "DRAFT"})
    recording.keep(Log(first, request("/api.xro/2.0/Invoices/2", {"Total": 2, "Status": "DRAFT"})))
    assert lines(kept) == [first]


@pytest.mark.parametrize(
    "other",
    [
        request("/api.xro/2.0/Invoices/1", {"Total": "1", "Status": "DRAFT"}),
        request("/api.xro/2.0/Invoices/1", {"Total": 1, "Status": "AUTHORISED"}),
        request("/api.xro/2.0/Invoices/1", {"Total": 1, "Status": "DRAFT", "Url": ""}),
        request("/api.xro/2.0/Invoices", {"Total": 1, "Status": "DRAFT"}),
        request("/api.xro/2.0/Invoices/1", {"Total": 1, "Status": "DRAFT"}, method="PUT"),
        request("/api.xro/2.0/Invoices/1", {"Total": 1, "Status": "DRAFT"}, query="unitdp=4"),
    ],
)
def test_whatever_decides_what_a_request_means_makes_another_shape(kept: Path, other: dict[str, Any]) -> None:
    first = request("/api.xro/2.0/Invoices/1", {"Total": 1, "Status": "DRAFT"})
    recording.keep(Log(first, other))
    assert lines(kept) == [first, other]


def test_pages_without_a_description_are_left_out(kept: Path) -> None:
    described = request("/connections")
    recording.keep(Log(request("/connect/token"), request("/identity/connect/authorize"), described))
    assert lines(kept) == [described]


def test_the_vendors_log_begins_anew_even_when_nothing_is_recorded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TALLYSTICK_RECORD", raising=False)
    log = Log(request("/connections"))
    recording.keep(log)
    assert log.came == []
