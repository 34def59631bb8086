"""Pure: what happens next, and when, after a refusal, a silence or a look that found nothing."""

from datetime import datetime, timedelta
from typing import TypeVar

Member = TypeVar("Member")

STRIKES = 3
TRY_AGAIN = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
DEATHS_ALONE = 2  # after so many deaths of its worker a document goes alone
DEATHS_FAULT = 3

# Xero keeps an idempotency key for 6 minutes from the first call; repeats end well before (xero idempotency page).
REPEAT_FOR = timedelta(minutes=4)
REPEAT_AFTER = timedelta(seconds=5)
KEY_IS_DEAD = timedelta(minutes=7)
LOOK_UPS_APART = timedelta(minutes=1)
LOOK_BACK = timedelta(hours=1)
PERSON_ANSWERS = timedelta(days=1)  # look-alikes are listed again so rarely while a person has not said which is ours
LONGEST_CALL = timedelta(seconds=100)


def next_try(strikes: int, now: datetime) -> datetime | None:
    """When a refused document is tried again; None when it has had its three strikes."""
    return None if strikes >= STRIKES else now + TRY_AGAIN[strikes - 1]


def may_repeat(silence: str | None, round_began_at: datetime, now: datetime) -> bool:
    """Whether the same bytes may go again under the same key: after no reply, while the key surely lives."""
    return silence == "no_reply" and now < round_began_at + REPEAT_FOR


def absence_is_certain(absent_since: datetime | None, ended_at: datetime, now: datetime) -> bool:
    """Whether a look that finds nothing now proves that nothing was created.

    *absent_since*: the first look in a row that found nothing. *ended_at*: when the last attempt ended.
    """
    return absent_since is not None and now >= absent_since + LOOK_UPS_APART and now >= ended_at + KEY_IS_DEAD


def next_look(ended_at: datetime, now: datetime) -> datetime:
    """When to look again: soon at first, since a find counts at once, then where absence can be proved."""
    for after in (timedelta(minutes=1), timedelta(minutes=3), timedelta(minutes=6), KEY_IS_DEAD):
        if now < ended_at + after:
            return ended_at + after
    return now + LOOK_UPS_APART


def attempt_ended_at(last_attempt_at: datetime, last_ended_at: datetime | None) -> datetime:
    """When the last attempt ended; a worker that died tells nothing, so the longest a call may take is counted."""
    if last_ended_at is not None and last_ended_at >= last_attempt_at:
        return last_ended_at
    return last_attempt_at + LONGEST_CALL


def halves(members: list[Member]) -> tuple[list[Member], list[Member]]:
    """Two parts of a refused request."""
    middle = len(members) // 2
    return members[:middle], members[middle:]
