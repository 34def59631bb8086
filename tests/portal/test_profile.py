"""A person's own settings."""

from typing import Any

from jobs.models import Member


def test_name_and_zone_are_saved(ada: Any, people: Any, look: Any) -> None:
    assert ada.post("/profile", data={"name": "Ada L", "zone": "Europe/London"}).status_code == 303
    member = look(Member, Member.id == people.ada.id)
    assert (member.name, member.zone) == ("Ada L", "Europe/London")


def test_a_zone_that_is_none_is_refused_and_the_name_kept(ada: Any) -> None:
    reply = ada.post("/profile", data={"name": "Ada L", "zone": "Middle/Earth"})
    assert reply.status_code == 422
    assert 'value="Ada L"' in reply.text


def test_a_new_password_needs_the_current_one(ada: Any) -> None:
    wrong = ada.post("/profile/password", data={"current": "a wrong guess", "password": "four other quiet words"})
    assert wrong.status_code == 422
    assert "not your current password" in wrong.text


def test_a_new_password_signs_out_other_sessions_and_keeps_this_one(ada: Any, app: Any, people: Any) -> None:
    other = app.test_client().be(people.ada)
    reply = ada.post("/profile/password", data={"current": "three quiet words", "password": "four other quiet words"})
    assert reply.status_code == 303
    assert ada.get("/profile").status_code == 200
    assert other.get("/profile").status_code == 302


def test_the_theme_is_kept_in_cookie_and_profile_and_printed_by_the_server(ada: Any, anyone: Any) -> None:
    reply = ada.post("/theme", data={"theme": "dark", "next": "/profile"})
    assert reply.location == "/profile"
    assert 'data-bs-theme="dark"' in ada.get("/profile").text
    anyone.post("/theme", data={"theme": "dark", "next": "//evil.example"})
    assert 'data-bs-theme="dark"' in anyone.get("/sign-in").text


def test_an_unknown_theme_changes_nothing(anyone: Any) -> None:
    anyone.post("/theme", data={"theme": "purple"})
    assert 'data-bs-theme="light"' in anyone.get("/sign-in").text
