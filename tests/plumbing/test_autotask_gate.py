"""The Autotask budget with a real store: few at once per endpoint, and background work that stops in time."""

import pytest

from jobs.plumbing import clock
from jobs.plumbing import redis as redis_door
from jobs.plumbing.budget import AutotaskGate
from jobs.plumbing.errors import RateLimited


@pytest.fixture
def gate(redis):
    return AutotaskGate(redis, 7)


def refused(gate, endpoint="Invoices", **options):
    with pytest.raises(RateLimited) as caught:
        gate.take(endpoint, **{"wait": 0.0, **options})
    assert caught.value.vendor == "Autotask"
    return caught.value


def wait_of(error):
    return (error.until - clock.now()).total_seconds()


def test_three_calls_at_once_for_each_endpoint_over_all_workers(gate, redis):
    held = [gate.take("Invoices", wait=0) for _ in range(3)]
    another = AutotaskGate(redis, 7)
    assert refused(another, "invoices").scope == "concurrent"
    another.take("Companies", wait=0)
    AutotaskGate(redis, 8).take("Invoices", wait=0)
    held[0].release()
    another.take("Invoices", wait=0)


def test_places_of_a_killed_worker_end_by_themselves(gate, moved_clock):
    for _ in range(3):
        gate.take("Invoices", wait=0)
    moved_clock(121)
    gate.take("Invoices", wait=0)


def test_background_work_stops_at_three_quarters_of_the_hour(gate, moved_clock):
    gate.heard_threshold(7_499, 10_000)
    gate.take("Invoices", wait=0).release()
    gate.heard_threshold(7_500, 10_000)
    error = refused(gate)
    assert error.scope == "hour"
    assert 290 < wait_of(error) <= 300
    gate.take("Invoices", lane="person", wait=0).release()
    moved_clock(301)
    gate.take("ThresholdInformation", wait=0).release()


def test_background_work_goes_on_once_the_hour_is_known_to_be_emptier(gate):
    gate.heard_threshold(8_000, 10_000)
    refused(gate)
    gate.heard_threshold(5_000, 10_000)
    gate.take("Invoices", wait=0)


def test_too_many_calls_shut_the_gate_for_people_too(gate, moved_clock):
    gate.heard(429, {"Retry-After": "120"})
    assert 118 < wait_of(refused(gate, lane="person")) <= 120
    gate.heard(429, {})
    assert 290 < wait_of(refused(gate)) <= 300
    gate.heard(429, {"Retry-After": "Tue, 24 Nov 2026 12:00:00 GMT"})
    moved_clock(301)
    gate.take("Invoices", wait=0)


def test_other_answers_shut_nothing(gate):
    gate.heard(500, {"Retry-After": "120"})
    gate.take("Invoices", wait=0)


def test_thread_limit_text_leaves_one_call_at_once_for_every_worker(gate, redis, moved_clock):
    gate.narrow("Invoices", 60)
    held = gate.take("Invoices", wait=0)
    assert refused(AutotaskGate(redis, 7)).scope == "concurrent"
    gate.take("Companies", wait=0)
    held.release()
    moved_clock(61)
    for _ in range(3):
        gate.take("Invoices", wait=0)


def test_usage_is_what_was_heard_last(gate):
    assert (gate.usage().day_used, gate.usage().day_limit, gate.usage().closed_until) == (0, 10_000, None)
    gate.heard_threshold(8_140, 12_000)
    assert (gate.usage().day_used, gate.usage().day_limit) == (8_140, 12_000)
    gate.heard_threshold(11_000, 12_000)
    assert gate.usage().closed_until > clock.now()


def test_without_redis_nothing_is_asked(own_store):
    client = redis_door.connect_once(own_store.url)
    gate = AutotaskGate(client, 7)
    permit = gate.take("Invoices", wait=0)
    own_store.stop()
    assert refused(gate).scope == "gate"
    permit.release()
    gate.heard(429, {})
    gate.heard_threshold(9_000, 10_000)
    assert gate.usage().closed_until is not None
    client.close()
