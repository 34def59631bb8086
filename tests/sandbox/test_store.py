"""The sandbox's own memory: tables, file, clock, snapshots, request log."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from jobs.sandbox import clock
from jobs.sandbox.store import World
from jobs.sandbox.wire import Request


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def asked(path: str = "/api.xro/2.0/Invoices", **headers: str) -> Request:
    return Request("xero", "GET", path, "", headers, b"body")


def test_another_start_finds_the_same_data(world: World, tmp_path: Path) -> None:
    world.table("xero.invoices")["a"] = {"Total": Decimal("115.00"), "Note": "ā"}
    world.table("autotask.Invoices")[7] = {"id": 7}
    world.table("autotask.Invoices")[8] = {"id": 8}
    del world.table("autotask.Invoices")[8]
    world.advance(60)
    world.close()
    again = World(tmp_path)
    assert again.table("xero.invoices")["a"] == {"Total": Decimal("115.00"), "Note": "ā"}
    assert str(again.table("xero.invoices")["a"]["Total"]) == "115.00"
    assert list(again.table("autotask.Invoices")) == [7]
    assert (again.now() - clock.real_now()).total_seconds() > 59
    again.close()


def test_what_was_restored_is_written_too(world: World, tmp_path: Path) -> None:
    world.table("xero.invoices")["a"] = {"Total": 1}
    name = world.snapshot()
    world.table("xero.invoices")["a"] = {"Total": 2}
    world.table("xero.invoices")["b"] = {"Total": 3}
    world.restore(name)
    world.close()
    again = World(tmp_path)
    assert dict(again.table("xero.invoices")) == {"a": {"Total": 1}}
    again.close()


def test_a_snapshot_may_be_restored_again_and_again(world: World) -> None:
    world.table("xero.invoices")["a"] = {"Total": 1}
    name = world.snapshot()
    for _ in range(2):
        world.table("xero.invoices").change("a", Total=2)
        world.table("xero.payments")["p"] = {"Amount": 1}
        world.restore(name)
        assert dict(world.table("xero.invoices")) == {"a": {"Total": 1}}
        assert len(world.table("xero.payments")) == 0


def test_restoring_puts_the_clock_back_and_forgets_trouble(world: World) -> None:
    name = world.snapshot()
    world.advance(3600)
    world.trouble.add({"what": "drop"})
    world.restore(name)
    assert abs((world.now() - clock.real_now()).total_seconds()) < 5
    assert world.trouble.waiting() == []


def test_an_unknown_snapshot_is_refused(world: World) -> None:
    with pytest.raises(KeyError):
        world.restore("s99")


def test_the_log_keeps_requests_without_their_secrets(world: World) -> None:
    entry = world.log.begin(asked(authorization="Bearer abc", secret="s", accept="application/json"), world.now())
    world.log.end(entry, 200)
    (kept,) = world.log.entries()
    assert kept["headers"] == {"authorization": "•••", "secret": "•••", "accept": "application/json"}
    assert (kept["method"], kept["status"], kept["body"]) == ("GET", 200, "body")


def test_bodies_of_token_calls_are_not_kept(world: World) -> None:
    world.log.end(world.log.begin(asked("/connect/token"), world.now()), 200)
    assert world.log.entries()[0]["body"] == "•••"


def test_counts_tell_the_most_at_once_and_the_fullest_minute(world: World) -> None:
    first, second = (world.log.begin(asked(), world.now()) for _ in range(2))
    world.log.end(first, 200)
    world.log.end(second, 429)
    world.advance(61)
    world.log.end(world.log.begin(asked(), world.now()), 200)
    counts = world.log.counts()["xero"]
    assert counts["calls"] == 3
    assert counts["most_at_once"] == 2
    assert counts["most_in_60_seconds"] == 2
    assert counts["answered_429"] == 1
