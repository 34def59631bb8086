"""Sorts Autotask's refusals by what happens next; the body decides, never the status alone. No I/O."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from jobs.plumbing.errors import AuthRefused, NotFound, OutcomeUnknown, RateLimited, Rejected, Unreachable, VendorError
from jobs.plumbing.http import Answer
from jobs.plumbing.limits import wait_told

# Autotask asks for 300 s when it names a time at all; it does not always name one.
HOUR_LIMIT_WAIT = 300.0
KEPT_OF_A_PAGE = 300  # characters of an HTML page worth keeping for support

# There is no code per message, except this one of the thread limit (Autotask's developer help, read 2026-11).
THREADS = re.compile(r"itgenatr005|thread (limit|threshold)|(concurrent|number of|too many) threads", re.IGNORECASE)
LOCKED = re.compile(r"dead-?lock|lock request|on lock resources|table lock", re.IGNORECASE)
TIMED_OUT = re.compile(r"time-?out (expired|period)|timed out|execution time-?out|query time-?out", re.IGNORECASE)


class Busy(Exception):
    """Autotask was too busy for this attempt and did nothing; the same call may work in a moment."""

    def __init__(self, said: str, *, narrow: bool) -> None:
        super().__init__(said)
        self.said = said
        self.narrow = narrow


def refusal(answer: Answer, *, writes: bool, now: Callable[[], datetime]) -> VendorError | Busy:
    """The error that says what happens next after an answer that is not the one hoped for."""
    messages, from_autotask = read_messages(answer.body)
    said = "; ".join(messages)
    if answer.status == 401:
        # Wrong secret, user, code or zone, or a locked user: an empty body tells none from another.
        return AuthRefused(said, status=401)
    if answer.status in (200, 429, 500) and (passing := _passing(said, writes, answer.status)):
        return passing
    if answer.status == 429:
        wait = wait_told(answer.headers, moment := now(), HOUR_LIMIT_WAIT)
        return RateLimited(moment + timedelta(seconds=wait), "hour", said)
    if answer.status == 404:
        return NotFound(said, status=404)
    # 500 is Autotask's usual status for validation; then, and only then, the body carries a list of errors.
    if from_autotask and answer.status in (200, 500):
        return Rejected(messages, status=answer.status)
    if 400 <= answer.status < 500:
        return Rejected(messages or (f"Autotask refused the request ({answer.status}).",), status=answer.status)
    return unclear(said or f"Autotask answered {answer.status} without a reason", writes=writes, status=answer.status)


def unclear(said: str, *, writes: bool, status: int | None = None) -> VendorError:
    """An answer that cannot be read: a failed read, or a write nobody can be sure of."""
    if writes:
        return OutcomeUnknown(said, replied=True, status=status)
    return Unreachable(said, status=status)


def given_up(busy: Busy) -> Unreachable:
    """Still busy after every retry; nothing was done."""
    return Unreachable(busy.said)


def _passing(said: str, writes: bool, status: int) -> VendorError | Busy | None:
    """What a text means that tells of a busy moment and not of the data; None for every other text."""
    # Autotask asks callers to serialise and to repeat a few times after a lock (developer help, read 2026-11).
    if THREADS.search(said) or LOCKED.search(said):
        return Busy(said, narrow=True)
    if not TIMED_OUT.search(said):
        return None
    # A lock's victim is rolled back; a write that timed out may have been done.
    return unclear(said, writes=True, status=status) if writes else Busy(said, narrow=False)


def read_messages(body: bytes) -> tuple[tuple[str, ...], bool]:
    """The vendor's words, and whether Autotask itself listed them as errors (not IIS, ASP.NET or a proxy)."""
    try:
        found = msgspec.json.decode(body)
    except ValueError:
        plain = re.sub(r"<[^>]*>|\s+", " ", body[:20_000].decode(errors="replace"))
        text = " ".join(plain.split())[:KEPT_OF_A_PAGE]
        return ((text,) if text else ()), False
    named = {key.lower(): value for key, value in found.items()} if isinstance(found, dict) else {}
    errors = _texts(named.get("errors"))
    return (errors, True) if errors else (_texts(named.get("message")), False)


def _texts(found: Any) -> tuple[str, ...]:
    several = found if isinstance(found, list) else [found]
    return tuple(str(each) for each in several if each not in (None, ""))
