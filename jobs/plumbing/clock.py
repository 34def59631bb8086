"""The only place that asks what time it is; tests move it through a file that every process reads."""

import time as _time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_offset_file: Path | None = None
_seen: tuple[int, float] = (0, 0.0)


def follow(path: Path | None) -> None:
    """Add the seconds written in *path* to every answer; None goes back to plain time.

    Only the test set-up and `plumbing.db` (for a database marked as a test database) call this.
    """
    global _offset_file, _seen
    _offset_file, _seen = path, (0, 0.0)


def offset() -> float:
    """Seconds that tests have added to the time; 0 outside them."""
    global _seen
    if _offset_file is None:
        return 0.0
    changed = _offset_file.stat().st_mtime_ns
    if changed != _seen[0]:
        _seen = (changed, float(_offset_file.read_text() or 0))
    return _seen[1]


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + timedelta(seconds=offset())


def advance(path: Path, seconds: float) -> None:
    """Move the clock of every process that follows *path*: written beside it and put in place at once."""
    total = float(path.read_text() or 0) + seconds if path.exists() else seconds
    fresh = path.with_suffix(".new")
    fresh.write_text(str(total))
    fresh.replace(path)


def stopwatch() -> float:
    """Seconds of a clock that never jumps, for measuring how long something took."""
    return _time.monotonic()


def pause(seconds: float) -> None:
    """Wait in real time."""
    _time.sleep(seconds)
