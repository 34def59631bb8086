"""Mail that is due: sent once, put off while the server is away, and never in the way of the rest."""

from dataclasses import replace
from typing import Any

import pytest
from house import House
from sqlalchemy import select

from jobs import clients, mailing
from jobs.models import Mail
from jobs.plumbing import clock, db, mail
from jobs.plumbing.mail import MailDelayed, MailRefused


@pytest.fixture
def server(house: House, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were handed to the server; one that begins with *away* or *never* is answered so."""
    handed: list[str] = []

    def send(_settings: Any, to: str, *_mail: Any) -> None:
        handed.append(to)
        if to.startswith("away"):
            raise MailDelayed("timed out")
        if to.startswith("never"):
            raise MailRefused("550 no such user")

    monkeypatch.setattr(mail, "send", send)
    here = clients.runtime()
    monkeypatch.setattr(
        clients, "_runtime", replace(here, settings=replace(here.settings, smtp_url="smtp://localhost:1"))
    )
    return handed


def post(*addresses: str) -> None:
    with db.unit_of_work() as session:
        for to in addresses:
            now = clock.now()
            session.add(Mail(kind="password_reset", to=to, subject="s", text="t", created_at=now, due_at=now))


def mails() -> list[Mail]:
    with db.reading() as session:
        return list(session.scalars(select(Mail).order_by(Mail.id)))


def test_each_mail_is_sent_once_and_a_refusal_is_kept(server: list[str]) -> None:
    post("ada@a.example", "never@a.example", "ben@a.example")
    assert mailing.send_due() == 2
    assert mailing.send_due() == 0
    assert server == ["ada@a.example", "never@a.example", "ben@a.example"]
    assert [each.refused_said for each in mails()] == [None, "550 no such user", None]


def test_a_server_that_is_away_is_asked_once_and_everything_waits(house: House, server: list[str]) -> None:
    """Each try may last half a minute, in which nothing else is rung for."""
    post("away@a.example", "ada@a.example", "ben@a.example")
    mailing.send_due()
    mailing.send_due()
    assert server == ["away@a.example"]
    house.advance(seconds=59)
    mailing.send_due()
    assert server == ["away@a.example"]
    house.advance(minutes=1)
    mailing.send_due()
    house.advance(minutes=2)
    assert mailing.send_due() == 2
    assert server[-2:] == ["ada@a.example", "ben@a.example"]


def test_waits_grow_with_each_try(house: House, server: list[str]) -> None:
    post("away@a.example")
    waits = []
    for _ in range(6):
        mailing.send_due()
        (waiting,) = mails()
        assert waiting.due_at is not None
        waits.append(round((waiting.due_at - clock.now()).total_seconds() / 60))
        house.advance(minutes=61)
    assert waits == [1, 5, 15, 60, 60, 60]


def test_of_two_schedulers_that_saw_the_same_mail_one_sends(server: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    post("ada@a.example")
    seen = mailing._due()
    mailing.send_due()
    monkeypatch.setattr(mailing, "_due", lambda: seen)
    assert mailing.send_due() == 0
    assert server == ["ada@a.example"]


def test_without_a_server_mail_stays_on_the_outbox_page(house: House) -> None:
    post("ada@a.example")
    assert mailing.send_due() == 0
    assert [each.tries for each in mails()] == [0]
