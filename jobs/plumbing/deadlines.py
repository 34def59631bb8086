"""Ends calls that drip: a socket still in use when its time is over is shut, whatever its own time-outs say."""

import heapq
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from jobs.plumbing import clock


@dataclass
class Deadline:
    """*passed* says that the call's socket was shut by us."""

    passed: bool = False
    done: bool = False
    sock: Any = field(default=None, repr=False)


_mine = threading.local()
_order = count()


class _Watch:
    """One thread for all deadlines of the process; it sleeps until the earliest."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self.waiting: list[tuple[float, int, Deadline]] = []
        self.changed = threading.Condition()
        threading.Thread(target=self._run, name="deadlines", daemon=True).start()

    def add(self, at: float, deadline: Deadline) -> None:
        with self.changed:
            first = not self.waiting or at < self.waiting[0][0]
            heapq.heappush(self.waiting, (at, next(_order), deadline))
            if first:
                self.changed.notify()

    def _run(self) -> None:
        while True:
            with self.changed:
                while not self.waiting:
                    self.changed.wait()
                at, _, deadline = self.waiting[0]
                if not deadline.done and (left := at - clock.stopwatch()) > 0:
                    self.changed.wait(left)
                    continue
                heapq.heappop(self.waiting)
                if not deadline.done:
                    deadline.passed = True
                    _shut(deadline.sock)


def _shut(sock: Any) -> None:
    if sock is not None:
        with suppress(OSError):  # it may have ended in the same moment
            sock.shutdown(socket.SHUT_RDWR)


_watch: _Watch | None = None


def _the_watch() -> _Watch:
    global _watch
    if _watch is None or _watch.process != os.getpid():  # threads do not cross a fork
        _watch = _Watch()
    return _watch


@contextmanager
def within(seconds: float) -> Iterator[Deadline]:
    """Shut the socket of the call made inside when *seconds* are over."""
    deadline = Deadline()
    _mine.deadline = deadline
    _the_watch().add(clock.stopwatch() + seconds, deadline)
    try:
        yield deadline
    finally:
        deadline.done = True
        _mine.deadline = None


def show(sock: Any) -> None:
    """Tell the running call's deadline which socket it uses."""
    deadline: Deadline | None = getattr(_mine, "deadline", None)
    if deadline is not None:
        deadline.sock = sock
        if deadline.passed:
            _shut(sock)
