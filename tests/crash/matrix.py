"""Finds every commit and request of a sweep by running it, and kills a process at each of them."""

import os
import signal
import traceback
from collections.abc import Callable
from typing import Any

from house import House
from prepared import Prepared
from sqlalchemy import select

from jobs import clients
from jobs.models import Batch, Document
from jobs.plumbing import db, http

SETTLED = ("done", "skipped", "fault")
SWEEPS, MINUTES = 20, 30


class Points:
    """Counts boundaries in this process, and ends it at one of them; calls and commits go one at a time."""

    def __init__(self, end_at: int | None) -> None:
        self.passed = 0
        self.end_at = end_at

    def reach(self) -> None:
        self.passed += 1
        if self.passed == self.end_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Stand before and after every commit of the engine and every request of the door."""
        dialect = db.engine().dialect
        commit, send = dialect.do_commit, http.Adapter.send

        def do_commit(connection: Any) -> None:
            self.reach()
            commit(connection)
            self.reach()

        def do_send(adapter: Any, *args: Any, **options: Any) -> Any:
            self.reach()
            answer = send(adapter, *args, **options)
            self.reach()
            return answer

        dialect.do_commit = do_commit  # type: ignore[method-assign]
        http.Adapter.send = do_send  # type: ignore[method-assign]


def in_a_child(house: House, work: Callable[[], None], end_at: int | None) -> tuple[int, int]:
    """Run *work* in a forked process and kill it at a boundary; returns (boundaries passed, signal it died of)."""
    db.engine().dispose()  # no connection may cross a fork
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            clients.start(house.settings)
            points = Points(end_at)
            points.watch()
            work()
            os.write(writing, str(points.passed).encode())
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    told = b""
    while part := os.read(reading, 100):
        told += part
    os.close(reading)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the sweep itself failed"
    clients.start(house.settings)
    return int(told or 0), os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def count_points(ground: Prepared, set_up: Callable[[House], None]) -> int:
    """How many boundaries one undisturbed sweep passes."""
    with ground.house() as house:
        set_up(house)
        passed, _ = in_a_child(house, house.sweep, None)
    return passed


def kill_at(
    ground: Prepared, point: int, wait: float, set_up: Callable[[House], None], judge: Callable[[House], None]
) -> None:
    """Kill a sweep at *point*, come back *wait* seconds later, let the house settle, and judge what is there."""
    with ground.house() as house:
        set_up(house)
        _, died_of = in_a_child(house, house.sweep, point)
        assert died_of == signal.SIGKILL, f"point {point} was not reached"
        house.advance(seconds=wait)
        settle(house)
        try:
            judge(house)
        except AssertionError as error:
            log = [f"{each.at:%H:%M:%S} {each.code} {each.detail or ''}" for each in house.log()]
            raise AssertionError(f"killed at {point}, back after {wait:.0f} s: {error}\n" + "\n".join(log)) from error


def settle(house: House) -> None:
    """Sweep until everything is over: at most twenty times within thirty simulated minutes."""
    for _ in range(SWEEPS):
        house.sweep()
        if is_settled(house):
            return
        house.advance(minutes=MINUTES / SWEEPS)
    raise AssertionError(f"stuck: {[(each.autotask_id, each.disposition, each.reason) for each in house.documents()]}")


def is_settled(house: House) -> bool:
    """Every row is over, and no request's outcome is open."""
    with db.reading() as session:
        open_batches = session.scalar(select(Batch.id).where(Batch.state == "open").limit(1))
        rows = session.scalars(select(Document.disposition)).all()
    return bool(rows) and open_batches is None and all(each in SETTLED for each in rows)
