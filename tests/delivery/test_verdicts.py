"""What happens next after a refusal, a silence, or a look that found nothing."""

from datetime import UTC, datetime, timedelta

from jobs.delivery import verdicts

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def after(**time: float) -> datetime:
    return NOON + timedelta(**time)


def test_three_strikes_wait_one_five_and_never() -> None:
    assert verdicts.next_try(1, NOON) == after(minutes=1)
    assert verdicts.next_try(2, NOON) == after(minutes=5)
    assert verdicts.next_try(3, NOON) is None


def test_the_same_bytes_go_again_only_after_no_reply_and_only_for_four_minutes() -> None:
    assert verdicts.may_repeat("no_reply", NOON, after(minutes=3, seconds=59))
    assert not verdicts.may_repeat("no_reply", NOON, after(minutes=4))
    assert not verdicts.may_repeat("server_error", NOON, after(seconds=10))


def test_one_look_that_finds_nothing_proves_nothing() -> None:
    assert not verdicts.absence_is_certain(None, NOON, after(hours=1))


def test_two_looks_a_minute_apart_prove_it_once_the_key_is_dead() -> None:
    assert not verdicts.absence_is_certain(after(minutes=6, seconds=30), NOON, after(minutes=7))
    assert not verdicts.absence_is_certain(NOON, NOON, after(minutes=6, seconds=59))
    assert verdicts.absence_is_certain(after(minutes=6), NOON, after(minutes=7))


def test_looks_are_soon_at_first_and_then_where_absence_can_be_proved() -> None:
    looks, now = [], NOON
    for _ in range(5):
        now = verdicts.next_look(NOON, now)
        looks.append(now - NOON)
    assert looks == [timedelta(minutes=each) for each in (1, 3, 6, 7, 8)]


def test_an_attempt_whose_worker_died_is_counted_as_long_as_a_call_may_take() -> None:
    assert verdicts.attempt_ended_at(NOON, None) == NOON + verdicts.LONGEST_CALL
    assert verdicts.attempt_ended_at(NOON, after(seconds=3)) == after(seconds=3)
    assert verdicts.attempt_ended_at(NOON, after(seconds=-30)) == NOON + verdicts.LONGEST_CALL


def test_halves_lose_nobody() -> None:
    assert verdicts.halves([1, 2, 3]) == ([1], [2, 3])
