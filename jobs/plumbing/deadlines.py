"""Holds one call to its total time: every step on its socket gets only what is left, however slowly bytes drip in."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from typing import Any

from jobs.plumbing import clock

SLICE = 16_384  # one TLS record: a slower reader is cut within the time, not after every slice's own
IDLE = 50.0  # seconds after which boxes on the way may have forgotten a connection without telling
BREATH = 0.001  # a time-out of nothing would mean: do not wait at all


class Running:
    """The call under way in this thread: when it must be over, and how far it came."""

    def __init__(self, until: float) -> None:
        self.until = until
        self.connecting = False
        self.sent = False  # some of it may have left

    def left(self) -> float:
        """Seconds that the next step may take."""
        return max(self.until - clock.stopwatch(), BREATH)

    @property
    def over(self) -> bool:
        return clock.stopwatch() >= self.until


class _ThreadsOwn(threading.local):
    running: Running | None = None


_mine = _ThreadsOwn()


@contextmanager
def within(seconds: float) -> Iterator[Running]:
    """Hold the call made inside to *seconds* in total."""
    _mine.running = running = Running(clock.stopwatch() + seconds)
    try:
        yield running
    finally:
        _mine.running = None


class _Reader(io.RawIOBase):
    """A socket's bytes; asks before every read how much time is left."""

    def __init__(self, sock: Any, running: Running) -> None:
        self._sock, self._running = sock, running
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._running.over:
            raise TimeoutError("timed out")
        left, own = self._running.left(), self._sock.gettimeout()
        if own is None or left < own:
            self._sock.settimeout(left)
        return self._raw.readinto(buffer)  # type: ignore[no-any-return]

    def close(self) -> None:
        self._raw.close()
        super().close()


def reader(sock: Any) -> Any:
    """A buffered file over the socket's bytes that ends with the running call's time."""
    running = _mine.running
    return sock.makefile("rb") if running is None else io.BufferedReader(_Reader(sock, running))


class _Source:
    """What `HTTPResponse` takes for a socket: it only ever asks for the file."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock

    def makefile(self, mode: str) -> Any:
        return reader(self._sock)


class _Response(HTTPResponse):
    def __init__(self, sock: Any, *arguments: Any, **options: Any) -> None:
        super().__init__(_Source(sock), *arguments, **options)  # type: ignore[arg-type]


class Hurried(HTTPConnection):
    """Mixed into a connection class: connecting, sending and reading keep to the running call's time."""

    response_class = _Response
    _used_at = 0.0

    def request(self, *arguments: Any, **options: Any) -> None:
        now = clock.stopwatch()
        if self.sock is not None and now - self._used_at > IDLE:
            # A write into a connection that is silently dead would end as an unknown outcome.
            self.close()
        self._used_at = now
        super().request(*arguments, **options)

    def connect(self) -> None:
        running = _mine.running
        if running is not None:
            running.connecting = True
            self.timeout = min(self.timeout or running.left(), running.left())
        super().connect()
        self._used_at = clock.stopwatch()

    def send(self, data: Any) -> None:
        running = _mine.running
        if running is None:
            super().send(data)
            return
        if self.sock is None:
            self.connect()
        running.sent = True
        for start in range(0, len(data), SLICE):
            # Sending has the call's whole time, not the few seconds of connecting: a batch may have 3 MB.
            self.sock.settimeout(running.left())
            super().send(data[start : start + SLICE] if len(data) > SLICE else data)
