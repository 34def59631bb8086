"""The sandbox's own clock: the real time plus what tests have added."""

from datetime import UTC, datetime, timedelta


def real_now() -> datetime:
    """The real instant, aware, in UTC; `World.now` adds what tests asked for."""
    return datetime.now(UTC)


def text(instant: datetime) -> str:
    """An instant as rows keep it: comparable as text, to the microsecond, in UTC."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant(written: str) -> datetime:
    """The instant that *written* names; without a zone it is UTC."""
    read = datetime.fromisoformat(written)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def later(written: str, seconds: float) -> str:
    """The instant *seconds* after *written*, as text."""
    return text(instant(written) + timedelta(seconds=seconds))
