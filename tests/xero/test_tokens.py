"""Many workers may need a token at once: one refreshes, its pair is stored before use, and nobody loses the consent."""

import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from jobs import clients
from jobs.models import Workspace, XeroGrant
from jobs.plumbing import clock, db
from jobs.plumbing.errors import AuthRefused, Rejected, Unreachable
from jobs.xero import oauth
from jobs.xero.grants import TokenSet
from jobs.xero.tokens import StoredTokens, Tokens

WORKER = """
import sys
from jobs import clients
from jobs.plumbing.config import from_environment
clients.start(from_environment())
print("ready", flush=True)
sys.stdin.readline()
print(clients.tokens_for(1).fresh())
"""


class Shelf:
    """A store in memory that writes down what was done with it."""

    def __init__(self, *, good_for=-1.0, previous=None, rotated_ago=0.0):
        now = clock.now()
        rotated = now - timedelta(seconds=rotated_ago) if previous else None
        self.pair = StoredTokens("a1", "r1", now + timedelta(seconds=good_for), previous, rotated, "live")
        self.holder = None
        self.done = []

    def read(self):
        return self.pair

    def take_lease(self, seconds=30):
        if self.holder is not None:
            return None
        self.holder = f"lease-{len(self.done)}"
        return self.holder

    def save(self, lease, new):
        if lease != self.holder:
            return False
        self.done.append("saved")
        self.pair = StoredTokens(
            new.access_token,
            new.refresh_token,
            oauth.instant(new.expires_at),
            self.pair.refresh_token,
            clock.now(),
            "live",
        )
        self.holder = None
        return True

    def release(self, lease):
        if lease == self.holder:
            self.holder = None

    def refuse(self, said):
        self.done.append(f"refused: {said}")
        self.pair = replace(self.pair, state="refused")


def new_pair(number=2):
    return TokenSet(f"a{number}", f"r{number}", (clock.now() + timedelta(minutes=30)).isoformat())


class Identity:
    """Answers refreshes from a list: errors are raised, the rest are new pairs; remembers the tokens it was sent."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.sent = []

    def __call__(self, refresh_token):
        self.sent.append(refresh_token)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer() if callable(answer) else answer


@pytest.fixture
def unhurried(monkeypatch):
    """Waiting takes no time; what happens during each wait may be appended."""
    meanwhile = []
    now = [0.0]

    def pause(seconds):
        now[0] += seconds
        if meanwhile:
            meanwhile.pop(0)()

    monkeypatch.setattr(clock, "pause", pause)
    monkeypatch.setattr(clock, "stopwatch", lambda: now[0])
    return meanwhile


# One worker


def test_a_token_good_for_more_than_a_minute_is_used_as_it_is():
    identity = Identity()
    assert Tokens(Shelf(good_for=61), identity).fresh() == "a1"
    assert identity.sent == []


def test_a_token_in_its_last_minute_is_renewed():
    assert Tokens(Shelf(good_for=59), Identity(new_pair())).fresh() == "a2"


def test_a_token_that_xero_refused_as_expired_is_renewed_whatever_our_clock_says():
    assert Tokens(Shelf(good_for=1000), Identity(new_pair())).fresh(not_this="a1") == "a2"


def test_a_refused_token_that_another_has_replaced_already_needs_no_refresh():
    identity = Identity()
    assert Tokens(Shelf(good_for=1000), identity).fresh(not_this="a0") == "a1"
    assert identity.sent == []


def test_a_new_pair_is_stored_before_it_is_used():
    shelf = Shelf()
    assert Tokens(shelf, Identity(new_pair())).fresh() == "a2"
    assert shelf.done == ["saved"]
    assert (shelf.pair.refresh_token, shelf.pair.previous_refresh_token) == ("r2", "r1")
    assert shelf.holder is None


def test_a_pair_that_cannot_be_stored_is_not_used(monkeypatch):
    shelf = Shelf()

    def full(lease, new):
        raise OSError("disk full")

    monkeypatch.setattr(shelf, "save", full)
    with pytest.raises(OSError, match="disk full"):
        Tokens(shelf, Identity(new_pair())).fresh()
    assert shelf.pair.access_token == "a1"


# What may be heard


def test_a_refused_grant_is_remembered_and_never_asked_about_again():
    shelf, identity = Shelf(), Identity(AuthRefused("invalid_grant"))
    for _ in range(3):
        with pytest.raises(AuthRefused):
            Tokens(shelf, identity).fresh()
    assert (identity.sent, shelf.done, shelf.holder) == (["r1"], ["refused: invalid_grant"], None)


@pytest.mark.parametrize("error", [Unreachable("no answer"), Rejected(("invalid_client",))])
def test_an_answer_that_is_no_verdict_leaves_the_tokens_alone_and_lets_the_next_one_try(error):
    shelf, identity = Shelf(), Identity(error, new_pair())
    before = shelf.pair
    with pytest.raises(type(error)):
        Tokens(shelf, identity).fresh()
    assert (shelf.pair, shelf.done, shelf.holder) == (before, [], None)
    assert Tokens(shelf, identity).fresh() == "a2"


def test_a_lost_pair_is_cured_by_the_previous_token_within_its_half_hour():
    identity = Identity(AuthRefused("invalid_grant"), new_pair(3))
    assert Tokens(Shelf(previous="r0", rotated_ago=29 * 60), identity).fresh() == "a3"
    assert identity.sent == ["r1", "r0"]


def test_a_previous_token_is_not_tried_after_its_half_hour():
    shelf, identity = Shelf(previous="r0", rotated_ago=31 * 60), Identity(AuthRefused("invalid_grant"))
    with pytest.raises(AuthRefused):
        Tokens(shelf, identity).fresh()
    assert (identity.sent, shelf.pair.state) == (["r1"], "refused")


# Several workers


def test_while_another_refreshes_its_pair_is_waited_for(unhurried):
    shelf, identity = Shelf(), Identity()
    lease = shelf.take_lease()
    unhurried += [lambda: None, lambda: shelf.save(lease, new_pair())]
    assert Tokens(shelf, identity).fresh() == "a2"
    assert identity.sent == []


def test_when_another_has_failed_the_next_one_tries(unhurried):
    shelf = Shelf()
    lease = shelf.take_lease()
    unhurried += [lambda: shelf.release(lease)]
    assert Tokens(shelf, Identity(new_pair())).fresh() == "a2"


def test_when_another_was_refused_the_waiting_ones_hear_it(unhurried):
    shelf = Shelf()
    shelf.take_lease()
    unhurried += [lambda: shelf.refuse("invalid_grant")]
    with pytest.raises(AuthRefused):
        Tokens(shelf, Identity()).fresh()


def test_nobody_waits_for_longer_than_they_have(unhurried):
    shelf = Shelf()
    shelf.take_lease()
    with pytest.raises(Unreachable, match="still refreshing"):
        Tokens(shelf, Identity()).fresh(wait=10)
    assert clock.stopwatch() == pytest.approx(10.2)


def test_one_who_took_the_lease_late_uses_the_pair_that_is_there_by_then(monkeypatch):
    shelf, identity = Shelf(), Identity()
    take = shelf.take_lease

    def late(seconds=30):
        shelf.save(take(), new_pair())
        return take()

    monkeypatch.setattr(shelf, "take_lease", late)
    assert Tokens(shelf, identity).fresh() == "a2"
    assert (identity.sent, shelf.holder) == ([], None)


def test_a_worker_that_froze_through_its_lease_takes_the_pair_of_its_successor():
    shelf = Shelf()

    def freeze():
        shelf.release(shelf.holder)
        shelf.save(shelf.take_lease(), new_pair(3))
        return new_pair(2)

    assert Tokens(shelf, Identity(freeze)).fresh() == "a3"
    assert shelf.done == ["saved"]


def test_a_refusal_of_a_token_that_a_successor_has_replaced_ends_no_consent():
    shelf = Shelf()

    def freeze():
        shelf.release(shelf.holder)
        shelf.save(shelf.take_lease(), new_pair(3))
        raise AuthRefused("invalid_grant")

    assert Tokens(shelf, Identity(freeze)).fresh() == "a3"
    assert (shelf.done, shelf.pair.state) == (["saved"], "live")


# Many workers, one database, the imitated Xero


@pytest.fixture
def grant(imitated, database, tmp_path):
    """A consent at rest in a database of its own, its access token expired; returns its first pair."""
    moved = tmp_path / "clock"
    moved.write_text("0")
    imitated.environment["TALLYSTICK_CLOCK"] = str(moved)
    settings = imitated.settings
    clients.start(settings)
    pair = imitated.exchange()
    with db.unit_of_work() as session:
        session.add(Workspace(name="Harbourline IT Ltd", zone="Pacific/Auckland", setup_step=5, created_at=clock.now()))
        session.flush()
        session.add(
            XeroGrant(
                workspace_id=1,
                access_token=pair.access_token,
                refresh_token=pair.refresh_token,
                expires_at=oauth.instant(pair.expires_at),
                created_at=clock.now(),
            )
        )
    pass_time(imitated, moved, minutes=31)
    yield pair
    db.engine().dispose()
    clock.follow(None)


def pass_time(imitated, moved, **time):
    seconds = timedelta(**time).total_seconds()
    clock.advance(moved, seconds)
    imitated.world.advance(seconds)


def refreshes(imitated):
    return len(imitated.asked("/connect/token")) - 1  # the first was the exchange of the code


def stored():
    return clients.GrantStore(1).read()


def in_threads(count, work):
    found = []
    threads = [threading.Thread(target=lambda: found.append(work())) for _ in range(count)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return found


def test_twelve_threads_with_one_expired_token_refresh_once(imitated, grant):
    imitated.world.set("latency", xero=0.2)
    found = in_threads(12, lambda: clients.tokens_for(1).fresh())
    assert (len(found), set(found)) == (12, {stored().access_token})
    assert refreshes(imitated) == 1
    assert stored().previous_refresh_token == grant.refresh_token


def test_three_processes_with_one_expired_token_refresh_once(imitated, grant):
    imitated.world.set("latency", xero=0.5)
    command = [sys.executable, "-c", WORKER]
    workers = [
        subprocess.Popen(command, env=imitated.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for each in workers:
        assert each.stdout.readline() == "ready\n"
    for each in workers:
        each.stdin.write("go\n")
        each.stdin.flush()
    found = [each.communicate()[0].strip() for each in workers]
    assert set(found) == {stored().access_token}
    assert refreshes(imitated) == 1


def test_a_process_killed_between_reply_and_commit_loses_no_consent(imitated, grant, tmp_path):
    # It had taken the lease and Xero had rotated the token, but the new pair was never written down.
    assert clients.GrantStore(1).take_lease(30)
    oauth.refresh(imitated.settings, grant.refresh_token)
    pass_time(imitated, tmp_path / "clock", seconds=31)
    assert clients.tokens_for(1).fresh() == stored().access_token
    assert stored().state == "live"


@pytest.mark.parametrize("what", ["lost_reply", "drop", "truncated", "html", "empty"])
def test_a_refresh_whose_reply_is_lost_is_cured_by_the_next_one(imitated, grant, what):
    imitated.trouble(what, path="/connect/token")
    with pytest.raises(Unreachable):
        clients.tokens_for(1).fresh()
    assert clients.tokens_for(1).fresh() == stored().access_token
    assert (stored().state, refreshes(imitated)) == ("live", 2)


def test_a_consent_that_a_person_took_back_is_refused_once_for_all(imitated, grant):
    oauth.revoke(imitated.settings, grant.refresh_token)
    for _ in range(2):
        with pytest.raises(AuthRefused):
            clients.tokens_for(1).fresh()
    assert (stored().state, refreshes(imitated)) == ("refused", 1)


def test_a_wrong_app_leaves_the_consent_alone(imitated, grant):
    imitated.world.set("app", client_id="sandbox-client", client_secret="changed")
    with pytest.raises(Rejected):
        clients.tokens_for(1).fresh()
    assert (stored().state, stored().refresh_token) == ("live", grant.refresh_token)


def test_tokens_rest_encrypted(grant):
    with db.engine().connect() as connection:
        rows = connection.exec_driver_sql("SELECT access_token, refresh_token FROM xero_grants").one()
    assert all(
        secret.encode() not in bytes(raw) for raw in rows for secret in (grant.access_token, grant.refresh_token)
    )
