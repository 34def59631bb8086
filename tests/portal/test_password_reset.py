"""Resetting a forgotten password."""

import re
from datetime import timedelta
from typing import Any

import pytest

from jobs.models import Mail, Member, PasswordReset
from jobs.plumbing import clock, db


def ask(browser: Any, look: Any, email: str = "ada@harbourline.example") -> str:
    assert browser.post("/reset", data={"email": email}).location == "/reset/sent"
    link: str = re.search(r"http://localhost:8000(/reset/\S+)", look(Mail).text)[1]  # type: ignore[index]
    return link


def test_the_mail_holds_a_link_and_the_database_only_its_digest(anyone: Any, people: Any, look: Any) -> None:
    link = ask(anyone, look)
    mail, reset = look(Mail), look(PasswordReset)
    assert (mail.to, mail.holds_link, mail.kind) == ("ada@harbourline.example", True, "password_reset")
    assert link.rsplit("/", 1)[1] not in (reset.token_digest, "")
    assert reset.expires_at - reset.created_at == timedelta(hours=1)


def test_an_unknown_address_gets_the_same_answer_and_no_mail(anyone: Any, people: Any, look: Any) -> None:
    known = anyone.post("/reset", data={"email": "ada@harbourline.example"})
    first = look(Mail).id
    unknown = anyone.post("/reset", data={"email": "nobody@harbourline.example"})
    assert (known.status_code, known.location, known.data) == (unknown.status_code, unknown.location, unknown.data)
    assert look(Mail).id == first


def test_the_link_works_once_and_signs_out_every_session(anyone: Any, ada: Any, look: Any, people: Any) -> None:
    link = ask(anyone, look)
    assert anyone.get(link).status_code == 200
    assert anyone.post(link, data={"password": "four other quiet words"}).location == "/sign-in"
    assert ada.get("/profile").status_code == 302, "an open session ends"
    assert anyone.post(link, data={"password": "five other quiet words"}).status_code == 410
    reply = anyone.post("/sign-in", data={"email": "ada@harbourline.example", "password": "four other quiet words"})
    assert reply.status_code == 303


def test_using_one_link_ends_the_others(anyone: Any, people: Any, look: Any) -> None:
    first, second = ask(anyone, look), ask(anyone, look)
    anyone.post(second, data={"password": "four other quiet words"})
    assert anyone.get(first).status_code == 410


def test_a_link_ends_after_an_hour(anyone: Any, people: Any, look: Any) -> None:
    link = ask(anyone, look)
    with db.unit_of_work() as session:
        session.query(PasswordReset).update({"expires_at": clock.now()})
    reply = anyone.get(link)
    assert reply.status_code == 410
    assert "Ask for a new one" in reply.text


def test_a_refused_new_password_keeps_the_link_open(anyone: Any, people: Any, look: Any) -> None:
    link = ask(anyone, look)
    assert anyone.post(link, data={"password": "short"}).status_code == 422
    assert anyone.get(link).status_code == 200


@pytest.mark.parametrize("email", ["", "nowhere", "two words@example.com"])
def test_what_is_no_address_is_told_so(anyone: Any, people: Any, email: str) -> None:
    assert anyone.post("/reset", data={"email": email}).status_code == 422


def test_asking_is_throttled_for_an_account_whether_it_exists_or_not(anyone: Any, people: Any) -> None:
    for email in ("ada@harbourline.example", "nobody@harbourline.example"):
        answers = [anyone.post("/reset", data={"email": email}).status_code for _ in range(6)]
        assert answers == [303] * 5 + [429]


def test_a_member_who_was_switched_off_gets_no_mail(anyone: Any, people: Any, look: Any) -> None:
    with db.unit_of_work() as session:
        session.get_one(Member, people.ada.id).is_active = False
    anyone.post("/reset", data={"email": "ada@harbourline.example"})
    assert look(Mail) is None
