"""Leases on both databases: one holder, known successors, and nobody who holds two clocks."""

import threading

import pytest
from cryptography.fernet import Fernet
from house import Databases

from jobs.plumbing import db, leases
from jobs.plumbing.leases import Lease


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request, tmp_path):
    """An empty database of either kind, with the leases' table."""
    server = request.getfixturevalue("postgresql") if request.param == "postgresql" else None
    url = Databases(tmp_path, server).new()
    engine = db.open_database(url, (Fernet.generate_key().decode(),))
    db.Base.metadata.create_all(engine, tables=[Lease.__table__])
    yield
    engine.dispose()


def test_one_holder_at_a_time(either):
    taken = leases.take("sweep-1")
    assert taken.left_by is None
    assert leases.take("sweep-1") is None
    assert leases.take("sweep-2") is not None


def test_released_lease_has_no_past(either):
    leases.release("sweep-1", leases.take("sweep-1").token)
    taken = leases.take("sweep-1")
    assert taken.left_by is None


def test_lease_left_behind_tells_by_whom(either, moved_clock):
    dead = leases.take("sweep-1", 120)
    moved_clock(121)
    taken = leases.take("sweep-1", 120)
    assert taken.left_by == dead.token
    assert taken.token != dead.token
    leases.release("sweep-1", taken.token)
    assert leases.take("sweep-1").left_by is None


def test_renewed_lease_lasts_longer(either, moved_clock):
    taken = leases.take("sweep-1", 120)
    moved_clock(100)
    assert leases.renew("sweep-1", taken.token, 120)
    moved_clock(100)
    assert leases.take("sweep-1") is None


def test_frozen_holder_learns_that_it_lost(either, moved_clock):
    frozen = leases.take("sweep-1", 120)
    moved_clock(121)
    assert not leases.renew("sweep-1", frozen.token)  # over, though nobody has taken it yet
    successor = leases.take("sweep-1", 120)
    assert not leases.renew("sweep-1", frozen.token)
    leases.release("sweep-1", frozen.token)
    assert leases.take("sweep-1") is None  # a late release frees nothing
    assert leases.renew("sweep-1", successor.token)


@pytest.mark.parametrize("left_behind", [False, True])
def test_of_many_who_reach_for_it_one_gets_it(either, moved_clock, left_behind):
    if left_behind:
        leases.take("sweep-1", 10)
        moved_clock(11)
    found, barrier = [], threading.Barrier(8)

    def reach():
        barrier.wait()
        found.append(leases.take("sweep-1"))

    threads = [threading.Thread(target=reach) for _ in range(8)]
    [each.start() for each in threads]
    [each.join() for each in threads]
    assert len([each for each in found if each]) == 1
    assert len(found) == 8
