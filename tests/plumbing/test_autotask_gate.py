"""The Autotask budget with a real store: few at once per endpoint, and background work that stops in time."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import format_datetime

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


@pytest.fixture
def steps(redis, monkeypatch):
    """The commands sent to the store since, by name."""
    sent = []
    execute = redis.execute_command

    def counted(*command, **options):
        sent.append(command[0])
        return execute(*command, **options)

    gate_loads_its_script = AutotaskGate(redis, 9)
    gate_loads_its_script.take("Invoices", wait=0).release()
    monkeypatch.setattr(redis, "execute_command", counted)
    return sent


def places(redis, endpoint="invoices"):
    return redis.zcard(f"gate:autotask:7:places:{endpoint}")


def test_series_hands_its_place_on_in_one_step(gate, steps):
    with gate.series("Invoices"):
        for _ in range(10):
            gate.take("Invoices", wait=0).release()
    assert steps == ["EVALSHA"] * 10 + ["ZREM"]


def test_series_has_no_more_places_than_anybody(gate, redis):
    with gate.series("Invoices"):
        held = [gate.take("Invoices", wait=0) for _ in range(3)]
        assert refused(gate).scope == "concurrent"
        held[0].release()
        assert places(redis) == 3
        assert refused(AutotaskGate(redis, 7)).scope == "concurrent"  # held too long rather than too briefly
        gate.take("Invoices", wait=0)
        assert refused(gate).scope == "concurrent"


def test_series_leaves_no_place_behind(gate, redis):
    with gate.series("Invoices"):
        for held in [gate.take("Invoices", wait=0) for _ in range(3)]:
            held.release()
    assert places(redis) == 0


def test_series_that_breaks_leaves_no_place_behind(gate, redis):
    def break_off():
        with gate.series("Invoices"):
            gate.take("Invoices", wait=0).release()
            raise OSError("broke off")

    with pytest.raises(OSError, match="broke off"):
        break_off()
    assert places(redis) == 0
    gate.take("Invoices", wait=0).release()
    assert places(redis) == 0


def test_series_gives_ended_places_back_though_the_next_is_refused(gate, redis):
    with gate.series("Invoices"):
        gate.take("Invoices", wait=0).release()
        gate.heard(429, {"Retry-After": "120"})
        assert refused(gate).scope == "hour"
        assert places(redis) == 0


def test_series_at_one_endpoint_is_none_at_another(gate, redis):
    with gate.series("Invoices"):
        gate.take("Companies", wait=0).release()
        assert places(redis, "companies") == 0


def test_call_that_outlives_its_series_gives_its_place_back_itself(gate, redis):
    with gate.series("Invoices"):
        held = gate.take("Invoices", wait=0)
    held.release()
    assert places(redis) == 0


def test_threads_of_one_series_never_wait_for_each_other(gate):
    def call(_):
        gate.take("Invoices", wait=0).release()

    with gate.series("Invoices"), ThreadPoolExecutor(3) as pool:
        list(pool.map(call, range(300)))


def test_two_workers_series_never_have_more_than_three_calls_at_once(redis):
    lock, under_way, most = threading.Lock(), 0, 0

    def call(gate):
        nonlocal under_way, most
        with gate.take("Invoices"):
            with lock:
                under_way += 1
                most = max(most, under_way)
            time.sleep(0.002)
            with lock:
                under_way -= 1

    def work(gate):
        with gate.series("Invoices"), ThreadPoolExecutor(3) as pool:
            list(pool.map(call, [gate] * 40))

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(work, [AutotaskGate(redis, 7), AutotaskGate(redis, 7)]))
    assert most == 3
    assert places(redis) == 0


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
    gate.heard(429, {"Retry-After": format_datetime(clock.now() + timedelta(minutes=10))})
    assert 590 < wait_of(refused(gate)) <= 600
    moved_clock(601)
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
    with gate.series("Invoices"):
        gate.take("Invoices", wait=0).release()
        own_store.stop()
        assert refused(gate).scope == "gate"
    permit.release()
    gate.heard(429, {})
    gate.heard_threshold(9_000, 10_000)
    assert gate.usage().closed_until is not None
    client.close()
