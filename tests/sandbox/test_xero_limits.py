"""The imitated Xero's limits, and its memory of idempotency keys."""

import threading
import time
from collections.abc import Callable

import pytest
from xero_caller import XeroCaller

from jobs.sandbox import wire
from jobs.sandbox.wire import HangUp, Reply

PUT = {"query": "summarizeErrors=false"}


def header(reply: Reply, name: str) -> str | None:
    return next((value for key, value in reply.headers if key.lower() == name.lower()), None)


def contact(name: str) -> dict[str, object]:
    return {"Contacts": [{"Name": name}]}


def names(xero: XeroCaller) -> list[str]:
    return [str(each["Name"]) for each in xero.world.table("xero.contacts").values()]


@pytest.fixture
def in_threads() -> Callable[[int, Callable[[], Reply]], list[Reply]]:
    """Do something so many times at once."""

    def run(times: int, work: Callable[[], Reply]) -> list[Reply]:
        replies: list[Reply] = []
        threads = [threading.Thread(target=lambda: replies.append(work())) for _ in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return replies

    return run


def test_every_answer_tells_what_is_left(xero: XeroCaller) -> None:
    reply = xero.call("GET", "Organisation")
    assert header(reply, "X-MinLimit-Remaining") == "59"
    assert header(reply, "X-DayLimit-Remaining") == "4999"
    assert header(reply, "X-AppMinLimit-Remaining") == "9999"
    assert header(reply, "Xero-Correlation-Id")


def test_the_sixty_first_call_of_a_minute_is_refused_with_no_body(xero: XeroCaller) -> None:
    for _ in range(60):
        xero.ask("GET", "Organisation")
    reply = xero.call("GET", "Organisation")
    assert (reply.status, reply.body) == (429, b"")
    assert header(reply, "X-Rate-Limit-Problem") == "minute"
    assert header(reply, "X-MinLimit-Remaining") == "0"
    assert 0 < int(header(reply, "Retry-After") or 0) <= 60


def test_a_minutes_window_begins_with_the_first_call(xero: XeroCaller) -> None:
    xero.ask("GET", "Organisation")
    xero.world.advance(50)
    for _ in range(59):
        xero.ask("GET", "Organisation")
    refused = xero.call("GET", "Organisation")
    assert refused.status == 429
    assert int(header(refused, "Retry-After") or 0) <= 10
    xero.world.advance(10)
    assert xero.call("GET", "Organisation").status == 200


def test_a_refused_call_is_not_carried_out(xero: XeroCaller) -> None:
    xero.world.set("xero", minute_limit=0)
    assert xero.call("PUT", "Contacts", contact("Rimu Cafe"), **PUT, idempotency_key="k").status == 429
    xero.world.set("xero", minute_limit=60)
    assert xero.call("PUT", "Contacts", contact("Rimu Cafe"), **PUT, idempotency_key="k").status == 200
    assert names(xero) == ["Rimu Cafe"]


def test_the_days_limit_may_be_hours_away(xero: XeroCaller) -> None:
    xero.world.set("xero", day_limit=2)
    xero.ask("GET", "Organisation")
    xero.ask("GET", "Organisation")
    reply = xero.call("GET", "Organisation")
    assert header(reply, "X-Rate-Limit-Problem") == "day"
    assert int(header(reply, "Retry-After") or 0) > 80_000


def test_a_sixth_call_at_once_is_refused(
    xero: XeroCaller, in_threads: Callable[[int, Callable[[], Reply]], list[Reply]]
) -> None:
    xero.world.set("latency", xero=0.3)
    replies = in_threads(8, lambda: xero.call("GET", "Organisation"))
    refused = [each for each in replies if each.status == 429]
    assert len(refused) == 3
    assert {header(each, "X-Rate-Limit-Problem") for each in refused} == {"concurrent"}
    assert header(refused[0], "Retry-After") is None


def test_the_same_key_and_request_get_the_first_answer(xero: XeroCaller) -> None:
    first = xero.call("PUT", "Contacts", contact("Rimu Cafe"), **PUT, idempotency_key="k")
    again = xero.call("PUT", "Contacts", contact("Rimu Cafe"), **PUT, idempotency_key="k")
    assert again.body == first.body
    assert names(xero) == ["Rimu Cafe"]


def test_a_keyed_repeat_counts_as_a_call(xero: XeroCaller) -> None:
    xero.call("PUT", "Contacts", contact("Rimu Cafe"), **PUT, idempotency_key="k")
    again = xero.call("PUT", "Contacts", contact("Rimu Cafe"), **PUT, idempotency_key="k")
    assert header(again, "X-MinLimit-Remaining") == "58"


def test_a_key_is_new_after_six_minutes(xero: XeroCaller) -> None:
    xero.call("PUT", "Contacts", contact("Rimu Cafe"), **PUT, idempotency_key="k")
    xero.world.advance(361)
    again = xero.ask("PUT", "Contacts", contact("Rimu Cafe"), **PUT, idempotency_key="k")
    assert "already assigned to another contact" in again["Contacts"][0]["ValidationErrors"][0]["Message"]


def test_a_key_with_another_body_or_address_is_refused(xero: XeroCaller) -> None:
    xero.call("PUT", "Contacts", contact("Rimu Cafe"), **PUT, idempotency_key="k")
    other_body = xero.call("PUT", "Contacts", contact("Tui Cafe"), **PUT, idempotency_key="k")
    other_query = xero.call("PUT", "Contacts", contact("Rimu Cafe"), idempotency_key="k")
    for reply in (other_body, other_query):
        assert reply.status == 400
        assert wire.decode(reply.body)["Message"] == "Idempotency Key: k is used with a different request."


def test_refusals_are_remembered_too(xero: XeroCaller) -> None:
    xero.put("Contacts", {"Name": "Rimu Cafe"})
    first = xero.call("PUT", "Contacts", contact("Rimu Cafe"), idempotency_key="k")
    assert first.status == 400
    xero.world.table("xero.contacts").clear()
    again = xero.call("PUT", "Contacts", contact("Rimu Cafe"), idempotency_key="k")
    assert (again.status, again.body) == (400, first.body)


def test_keys_are_ignored_when_reading(xero: XeroCaller) -> None:
    xero.ask("GET", "Contacts", idempotency_key="k")
    xero.put("Contacts", {"Name": "Rimu Cafe"})
    assert xero.ask("GET", "Contacts", idempotency_key="k")["Contacts"]


def test_a_key_of_129_characters_is_refused(xero: XeroCaller) -> None:
    assert xero.call("PUT", "Contacts", contact("Rimu Cafe"), **PUT, idempotency_key="k" * 129).status == 400


def test_a_repeat_waits_for_the_first_and_gets_its_answer(
    xero: XeroCaller, in_threads: Callable[[int, Callable[[], Reply]], list[Reply]]
) -> None:
    xero.world.set("latency", xero=0.3)
    replies = in_threads(2, lambda: xero.call("PUT", "Contacts", contact("Rimu Cafe"), **PUT, idempotency_key="k"))
    assert replies[0].body == replies[1].body
    assert names(xero) == ["Rimu Cafe"]


def test_a_late_commit_shows_when_the_clock_gets_there(xero: XeroCaller) -> None:
    xero.world.trouble.add({"vendor": "xero", "method": "PUT", "what": "late_commit", "after": 20})
    with pytest.raises(HangUp):
        xero.call("PUT", "Contacts", contact("Rimu Cafe"), **PUT, idempotency_key="k")
    assert names(xero) == []
    xero.world.advance(19)
    assert xero.ask("GET", "Contacts")["Contacts"] == []
    xero.world.advance(2)
    assert [each["Name"] for each in xero.ask("GET", "Contacts")["Contacts"]] == ["Rimu Cafe"]


def test_a_late_commit_and_its_repeat_make_one_document(xero: XeroCaller) -> None:
    xero.world.trouble.add({"vendor": "xero", "method": "PUT", "what": "late_commit", "after": 20})
    with pytest.raises(HangUp):
        xero.call("PUT", "Contacts", contact("Rimu Cafe"), **PUT, idempotency_key="k")
    xero.world.advance(21)
    again = xero.ask("PUT", "Contacts", contact("Rimu Cafe"), **PUT, idempotency_key="k")
    assert again["Contacts"][0]["Name"] == "Rimu Cafe"
    assert names(xero) == ["Rimu Cafe"]


def test_latency_is_slept_for(xero: XeroCaller) -> None:
    xero.world.set("latency", xero=0.05)
    began = time.monotonic()
    xero.ask("GET", "Organisation")
    assert time.monotonic() - began >= 0.05
