"""Refreshing is safe when many need it at once, and survives a lost reply."""

import threading
from datetime import timedelta

import pytest
from house import House
from sqlalchemy import select

from jobs.clients import GrantStore, tokens_for
from jobs.models import XeroGrant
from jobs.plumbing import clock, db
from jobs.plumbing.errors import AuthRefused, Unreachable
from jobs.xero.records import TokenSet
from jobs.xero.tokens import StoredTokens, Tokens


class Memory:
    """A store in memory that remembers what was asked of it."""

    def __init__(self, expires_in: float = -1, previous: str | None = None) -> None:
        self.tokens = StoredTokens(
            "old", "r1", clock.now() + timedelta(seconds=expires_in), previous, clock.now() if previous else None, "live"
        )
        self.lock, self.saved, self.refused = threading.Lock(), [], ""  # type: ignore[var-annotated]

    def read(self) -> StoredTokens:
        return self.tokens

    def take_lease(self, seconds: float = 30) -> str | None:
        return "lease" if self.lock.acquire(blocking=False) else None

    def save(self, lease: str, new: TokenSet) -> bool:
        from jobs.xero.oauth import instant

        old = self.tokens
        self.tokens = StoredTokens(
            new.access_token, new.refresh_token, instant(new.expires_at), old.refresh_token, clock.now(), "live"
        )
        self.saved.append(new)
        self.lock.release()
        return True

    def release(self, lease: str) -> None:
        self.lock.release()

    def refuse(self, said: str) -> None:
        self.refused = said


def fresh_pair(token: str) -> TokenSet:
    return TokenSet("new", "r2", (clock.now() + timedelta(minutes=30)).isoformat())


def test_a_token_good_for_a_minute_is_used_as_it_is() -> None:
    asked: list[str] = []
    assert Tokens(Memory(expires_in=120), lambda token: asked.append(token) or fresh_pair(token)).fresh() == "old"
    assert asked == []


def test_a_new_pair_is_stored_before_it_is_used() -> None:
    store = Memory()
    assert Tokens(store, fresh_pair).fresh() == "new"
    assert store.tokens.refresh_token == "r2"
    assert store.tokens.previous_refresh_token == "r1"


def test_a_refused_grant_needs_a_person_and_is_remembered() -> None:
    def refuse(token: str) -> TokenSet:
        raise AuthRefused("invalid_grant")

    store = Memory()
    with pytest.raises(AuthRefused):
        Tokens(store, refuse).fresh()
    assert store.refused == "invalid_grant"


def test_a_lost_reply_is_cured_by_the_previous_token_within_its_half_hour() -> None:
    def only_previous(token: str) -> TokenSet:
        if token != "r0":
            raise AuthRefused("invalid_grant")
        return fresh_pair(token)

    assert Tokens(Memory(previous="r0"), only_previous).fresh() == "new"


def test_silence_leaves_the_tokens_alone_and_lets_the_next_one_try() -> None:
    def silent(token: str) -> TokenSet:
        raise Unreachable("no answer")

    store = Memory()
    with pytest.raises(Unreachable):
        Tokens(store, silent).fresh()
    assert Tokens(store, fresh_pair).fresh() == "new"


def test_eight_workers_with_one_expired_token_refresh_once(house: House) -> None:
    house.advance(minutes=31)
    house.sandbox.forget_requests()
    found: list[str] = []

    def need() -> None:
        found.append(tokens_for(1).fresh())

    threads = [threading.Thread(target=need) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    refreshes = [each for each in house.sandbox.requests() if each["path"] == "/connect/token"]
    assert len(refreshes) == 1


def test_a_lease_whose_holder_died_ends_by_itself(house: House) -> None:
    store = GrantStore(1)
    assert store.take_lease(30)
    assert store.take_lease(30) is None
    house.advance(seconds=31)
    assert store.take_lease(30)


def test_tokens_rest_encrypted(house: House) -> None:
    with db.engine().connect() as connection:
        raw = connection.exec_driver_sql("SELECT refresh_token FROM xero_grants").scalar()
    with db.reading() as session:
        plain = session.scalar(select(XeroGrant.refresh_token))
    assert plain
    assert plain.encode() not in bytes(raw)
