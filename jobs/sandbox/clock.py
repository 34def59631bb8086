"""The sandbox's own clock: real time plus what tests have added."""

import threading
import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Moves on by itself and by `advance`; whoever waits for a moment is woken by either."""

    def __init__(self, offset: float = 0.0) -> None:
        self._offset = offset
        self._moved = threading.Condition()

    @property
    def offset(self) -> float:
        return self._offset

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._offset)

    def advance(self, seconds: float) -> None:
        with self._moved:
            self._offset += seconds
            self._moved.notify_all()

    def wait_until(self, moment: datetime) -> None:
        """Block the calling thread until the clock shows *moment*."""
        with self._moved:
            while (left := (moment - self.now()).total_seconds()) > 0:
                self._moved.wait(min(left, 1.0))

    def sleep(self, seconds: float) -> None:
        """Real seconds: latency is not simulated time."""
        if seconds > 0:
            time.sleep(seconds)
