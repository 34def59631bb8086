"""The Xero budget with a real store: many processes, an emptied Redis, a lost one, and what Xero says."""

import random
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from plumbing.raw_server import ok

from jobs.plumbing import call_log, clock, db
from jobs.plumbing import redis as redis_door
from jobs.plumbing.budget import XeroGate
from jobs.plumbing.errors import RateLimited

TOP = Path(__file__).parents[2]


@pytest.fixture
def gate(redis, database):
    """An organisation's gate that nobody has used today."""
    return XeroGate(redis, "tenant")


def take(gate, count, lane="person"):
    for _ in range(count):
        gate.take(lane=lane, wait=0).release()


def refused(gate, **options):
    with pytest.raises(RateLimited) as caught:
        gate.take(**{"wait": 0.0, **options})
    assert caught.value.vendor == "Xero"
    return caught.value


def wait_of(error):
    return (error.until - clock.now()).total_seconds()


class Xero:
    """A server that remembers when calls came, and how many it had at once."""

    def __init__(self, serve, slowest=0.2):
        self.arrivals, self.at_once, self.most = [], 0, 0
        self.slowest = slowest
        self.lock = threading.Lock()
        self.url = serve(self.answer).url

    def answer(self, sock, _request):
        with self.lock:
            self.arrivals.append(time.monotonic())
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        time.sleep(random.uniform(0, self.slowest))
        with self.lock:
            self.at_once -= 1
        sock.sendall(ok())

    def most_in(self, seconds):
        """The fullest window of that length, wherever it begins."""
        return max(sum(start <= each < start + seconds for each in self.arrivals) for start in self.arrivals)


def start_workers(count, store, database, url, *, seconds, per_minute, window):
    key = Fernet.generate_key().decode()
    arguments = [store.url, database, key, url, str(seconds), str(per_minute), str(window)]
    command = [sys.executable, str(Path(__file__).with_name("gate_worker.py")), *arguments]
    return [subprocess.Popen(command, env={"PYTHONPATH": str(TOP)}) for _ in range(count)]


def wait_for(workers):
    assert [each.wait(60) for each in workers] == [0] * len(workers)


def test_no_window_ever_holds_more_than_its_calls_with_many_processes(serve, own_store, database):
    xero = Xero(serve)
    wait_for(start_workers(4, own_store, database, xero.url, seconds=7, per_minute=20, window=2.0))
    assert xero.most_in(2.0) <= 20
    assert xero.most <= 5
    assert len(xero.arrivals) >= 50  # and hardly less than is allowed
    assert call_log.since("xero:tenant", clock.now() - timedelta(hours=1)) >= len(xero.arrivals)


def test_no_window_overflows_when_redis_is_emptied_again_and_again(serve, own_store, database):
    xero = Xero(serve)
    workers = start_workers(3, own_store, database, xero.url, seconds=8, per_minute=20, window=2.0)
    client = redis_door.connect_once(own_store.url)
    time.sleep(1.5)
    for _ in range(3):
        client.flushall()
        time.sleep(1.2)
    wait_for(workers)
    client.close()
    assert xero.most_in(2.0) <= 20
    assert len(xero.arrivals) >= 20


def test_killed_worker_holds_its_places_only_until_their_lease_ends(gate, moved_clock):
    for _ in range(5):
        gate.take(lane="person", wait=0)  # never released
    assert refused(gate, lane="person").scope == "concurrent"
    moved_clock(121)
    gate.take(lane="person", wait=0)


def test_work_leaves_one_place_and_five_calls_a_minute_for_people(gate):
    held = [gate.take(wait=0) for _ in range(4)]
    assert refused(gate).scope == "concurrent"
    held.append(gate.take(lane="person", wait=0))
    for permit in held:
        permit.release()
    take(gate, 50, lane="work")
    assert refused(gate).scope == "minute"
    take(gate, 5)
    assert refused(gate, lane="person").scope == "minute"


def test_minute_limit_says_when_to_come_back(gate, moved_clock):
    take(gate, 60)
    error = refused(gate, lane="person")
    assert 40 < wait_of(error) <= 61
    moved_clock(62)
    gate.take(lane="person", wait=0).release()


def test_call_counts_from_its_end_not_from_its_start(gate, moved_clock):
    permit = gate.take(lane="person", wait=0)
    moved_clock(50)
    permit.release()
    moved_clock(55)
    assert gate.usage().minute_used == 1
    moved_clock(7)
    assert gate.usage().minute_used == 0


def test_short_waits_are_waited_out(redis, database):
    gate = XeroGate(redis, "tenant", per_minute=2, window=0.3, reserve=0)
    take(gate, 2, lane="work")
    began = time.monotonic()
    gate.take(wait=1.0).release()
    assert 0.2 < time.monotonic() - began < 1.5


def test_place_is_taken_over_as_soon_as_it_is_free(gate):
    held = [gate.take(lane="person", wait=0) for _ in range(5)]
    threading.Timer(0.2, held[0].release).start()
    began = time.monotonic()
    gate.take(lane="person", wait=2).release()
    assert 0.15 < time.monotonic() - began < 1.5


def test_organisations_do_not_share_a_budget(gate, redis):
    take(gate, 60)
    take(XeroGate(redis, "another"), 60)


def test_releasing_twice_frees_one_place(gate):
    held = [gate.take(lane="person", wait=0) for _ in range(5)]
    held[0].release()
    held[0].release()
    gate.take(lane="person", wait=0)
    assert refused(gate, lane="person").scope == "concurrent"


def test_new_organisation_need_not_wait(gate):
    gate.take(wait=0).release()


def test_emptied_redis_shuts_the_gate_a_minute_and_reads_the_day_from_the_database(gate, redis, moved_clock):
    take(gate, 7)
    redis.flushall()
    error = refused(gate, lane="person")
    assert error.scope == "gate"
    assert 60 < wait_of(error) <= 61
    assert gate.usage().day_used == 7
    moved_clock(62)
    take(gate, 1)
    assert gate.usage().day_used == 8


def test_emptied_redis_is_noticed_by_workers_in_the_middle_of_their_wait(gate, redis):
    held = [gate.take(lane="person", wait=0) for _ in range(5)]
    threading.Timer(0.2, redis.flushall).start()
    assert refused(gate, lane="person", wait=3.0).scope == "gate"
    assert len(held) == 5


def test_without_redis_nothing_is_sent(own_store, database):
    client = redis_door.connect_once(own_store.url)
    gate = XeroGate(client, "tenant")
    permit = gate.take(wait=0)
    own_store.stop()
    error = refused(gate, lane="person")
    assert error.scope == "gate"
    assert 10 < wait_of(error) <= 15
    gate.heard({"X-DayLimit-Remaining": "3"}, 429)
    permit.release()
    assert gate.usage().closed_until is not None
    client.close()


def test_restarted_redis_remembers(own_store, database):
    client = redis_door.connect(own_store.url)  # on a busy machine an impatient one may meet it still waking up
    gate = XeroGate(client, "tenant")
    take(gate, 3)
    own_store.stop()
    own_store.start()
    assert (gate.usage().minute_used, gate.usage().day_used) == (3, 3)
    take(gate, 1)
    client.close()


def test_call_that_could_not_be_counted_is_not_made(gate, monkeypatch):
    def fail(*_arguments):
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(call_log, "add", fail)
        for _ in range(6):
            with pytest.raises(OSError, match="disk full"):
                gate.take(lane="person", wait=0)
    gate.take(lane="person", wait=0)


def test_too_many_calls_shut_the_gate_as_long_as_xero_says(gate, moved_clock):
    gate.heard({"Retry-After": "26", "X-Rate-Limit-Problem": "minute"}, 429)
    error = refused(gate, lane="person")
    assert error.scope == "minute"
    assert 25 < wait_of(error) <= 26
    gate.heard({"Retry-After": "2", "X-Rate-Limit-Problem": "concurrent"}, 429)
    assert 25 < wait_of(refused(gate, lane="person")) <= 26  # never opened earlier
    moved_clock(27)
    gate.take(wait=0)


def test_daily_refusal_holds_for_hours(gate):
    gate.heard({"Retry-After": "66975", "X-Rate-Limit-Problem": "day", "X-DayLimit-Remaining": "0"}, 429)
    error = refused(gate)
    assert error.scope == "day"
    assert wait_of(error) > 66_000


def test_xero_knows_better_how_much_of_the_day_is_left(gate):
    take(gate, 3)
    gate.heard({"X-DayLimit-Remaining": "4000"}, 200)
    assert (gate.usage().day_used, gate.usage().day_limit) == (1000, 5000)
    take(gate, 1)
    gate.heard({"X-DayLimit-Remaining": "4002"}, 200)
    assert gate.usage().day_used == 998


def test_starter_plan_is_recognised_by_what_is_left(gate):
    take(gate, 3)
    gate.heard({"X-DayLimit-Remaining": "997"}, 200)
    assert (gate.usage().day_used, gate.usage().day_limit) == (3, 1000)
    gate.heard({"X-DayLimit-Remaining": "4800"}, 200)  # upgraded
    assert (gate.usage().day_used, gate.usage().day_limit) == (200, 5000)


def test_work_stops_before_the_day_is_full_and_people_do_not(gate):
    take(gate, 1)
    gate.heard({"X-DayLimit-Remaining": "4999"}, 200)
    gate.heard({"X-DayLimit-Remaining": "250"}, 200)
    take(gate, 1, lane="work")  # one look an hour: Xero's day may have begun anew
    error = refused(gate)
    assert error.scope == "day"
    assert 3500 < wait_of(error) <= 3600
    take(gate, 1)


def test_one_call_an_hour_finds_out_that_a_new_day_has_begun(gate, moved_clock):
    take(gate, 1)
    gate.heard({"X-DayLimit-Remaining": "4999"}, 200)
    gate.heard({"X-DayLimit-Remaining": "200"}, 200)
    take(gate, 1, lane="work")
    gate.heard({"X-DayLimit-Remaining": "199"}, 200)
    refused(gate)
    moved_clock(3601)
    take(gate, 1, lane="work")
    refused(gate)
    moved_clock(3601)
    take(gate, 1, lane="work")
    gate.heard({"X-DayLimit-Remaining": "4999"}, 200)
    take(gate, 20, lane="work")


def test_full_day_is_over_after_a_day(gate, moved_clock):
    take(gate, 1)
    gate.heard({"X-DayLimit-Remaining": "0"}, 200)
    assert gate.usage().day_used == gate.usage().day_limit
    error = refused(gate, lane="person")
    assert error.scope == "day"
    assert 86_000 < wait_of(error) <= 86_400
    moved_clock(86_401)
    assert gate.usage().day_used == 0
    take(gate, 1)


def test_usage_is_shown(gate):
    take(gate, 3)
    held = gate.take(wait=0)
    usage = gate.usage()
    assert (usage.minute_used, usage.minute_limit, usage.day_used, usage.day_limit) == (4, 60, 4, 5000)
    assert usage.closed_until is None
    gate.heard({"Retry-After": "30"}, 429)
    assert gate.usage().closed_until > clock.now() + timedelta(seconds=28)
    held.release()


def test_old_minutes_leave_the_call_log(database, moved_clock):
    now = clock.now()
    call_log.add("xero:tenant", 3, now - timedelta(days=4))
    call_log.add("xero:another", 1, now - timedelta(days=4))
    call_log.add("xero:tenant", 2, now)
    call_log.add("xero:tenant", 1, now)
    with db.reading() as session:
        rows = {(row.account, row.calls) for row in session.query(call_log.CallMinute)}
    assert rows == {("xero:tenant", 3), ("xero:another", 1)}
    assert call_log.since("xero:tenant", now - timedelta(days=1)) == 3
