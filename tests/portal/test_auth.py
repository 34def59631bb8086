"""Signing up, in and out."""

import re
from typing import Any

import pyotp
import pytest
from sqlalchemy import update

from jobs.models import Member, PasswordReset, Workspace
from jobs.plumbing import clock, db
from portal import access, password_reset, passwords

PASSWORD = "three quiet words"


def sign_in(browser: Any, email: str, password: str = PASSWORD, **more: str) -> Any:
    return browser.post("/sign-in", data={"email": email, "password": password, **more})


def without_token(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def test_signing_up_makes_a_workspace_with_its_administrator_and_starts_set_up(anyone: Any, look: Any) -> None:
    reply = anyone.post(
        "/sign-up",
        data={"workspace": " Kauri  IT\u200b ", "name": "Mere", "email": "Mere@Kauri.example", "password": PASSWORD},
    )
    assert (reply.status_code, reply.location) == (303, "/setup")
    member = look(Member)
    assert (member.email, member.role) == ("mere@kauri.example", "administrator")
    assert look(Workspace).name == "Kauri IT"
    assert anyone.get("/setup").location == "/setup/autotask"


def test_a_second_sign_up_with_the_same_address_is_told_so_and_keeps_what_was_typed(anyone: Any, people: Any) -> None:
    reply = anyone.post(
        "/sign-up",
        data={"workspace": "Twice", "name": "Ada", "email": "ADA@harbourline.example", "password": PASSWORD},
    )
    assert reply.status_code == 422
    assert "There is a sign-in with this address already" in reply.text
    assert 'value="Twice"' in reply.text
    assert PASSWORD not in reply.text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "nowhere", "Write a whole e-mail address"),
        ("password", "short", "Use 10 to 200 characters"),
        ("workspace", "\u200b \u202e", "Write your company"),
        ("name", "x" * 121, "Use at most 120 characters"),
    ],
)
def test_a_wrong_field_of_sign_up_says_what_to_write(anyone: Any, field: str, value: str, said: str) -> None:
    data = {"workspace": "Kauri", "name": "Mere", "email": "mere@kauri.example", "password": PASSWORD, field: value}
    reply = anyone.post("/sign-up", data=data)
    assert reply.status_code == 422
    assert said in reply.text
    assert f'href="#{field}"' in reply.text


def test_signing_in_leads_to_where_the_person_was_going(anyone: Any, people: Any) -> None:
    wanted = anyone.get("/connections")
    assert wanted.location == "/sign-in?next=/connections"
    assert sign_in(anyone, "ada@harbourline.example", next="/connections").location == "/connections"
    assert anyone.get("/connections").status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:1", "/\t/evil.example"]
)
def test_signing_in_never_leads_to_another_site(anyone: Any, people: Any, elsewhere: str) -> None:
    assert sign_in(anyone, "ada@harbourline.example", next=elsewhere).location == "/"


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(anyone: Any, people: Any) -> None:
    wrong = sign_in(anyone, "ada@harbourline.example", "not this one at all")
    unknown = sign_in(anyone, "xyz@harbourline.example", "not this one at all")
    assert wrong.status_code == unknown.status_code == 422
    assert without_token(wrong.text.replace("ada@", "xyz@")) == without_token(unknown.text)
    assert "do not belong together" in wrong.text


def test_an_account_is_throttled_after_six_wrong_tries_and_not_after_right_ones(anyone: Any, people: Any) -> None:
    for _ in range(8):
        assert sign_in(anyone, "ben@harbourline.example").status_code == 303
    tries = [sign_in(anyone, "ada@harbourline.example", "wrong wrong wrong").status_code for _ in range(7)]
    assert tries == [422] * 6 + [429]
    late = sign_in(anyone, "ada@harbourline.example")
    assert late.status_code == 429
    assert late.headers["Retry-After"]
    assert "too many wrong tries" in late.text


def test_invisible_characters_in_an_address_do_not_give_more_tries(anyone: Any, people: Any) -> None:
    spelt = ["ada@harbourline.example" + "\u200b" * number for number in range(7)]
    assert [sign_in(anyone, each, "wrong").status_code for each in spelt] == [422] * 6 + [429]


def test_a_member_who_was_switched_off_is_out_at_once_and_stays_out(ada: Any, people: Any) -> None:
    assert ada.get("/profile").status_code == 200
    with db.unit_of_work() as session:
        session.get_one(Member, people.ada.id).is_active = False
    assert ada.get("/profile").status_code == 302
    assert sign_in(ada, "ada@harbourline.example").status_code == 422


def test_the_session_is_a_new_one_after_signing_in(anyone: Any, people: Any) -> None:
    with anyone.session_transaction() as session:
        session["left_by_a_stranger"] = "yes"
    sign_in(anyone, "ada@harbourline.example")
    with anyone.session_transaction() as session:
        assert "left_by_a_stranger" not in session


def test_signing_out_ends_the_session(ada: Any) -> None:
    assert ada.post("/sign-out").location == "/sign-in"
    assert ada.get("/profile").status_code == 302


def test_staff_need_a_code_and_each_code_works_once(anyone: Any, people: Any) -> None:
    reply = sign_in(anyone, "sam@support.example")
    assert reply.location == "/sign-in/code"
    assert anyone.get("/outbox").status_code == 302, "the password alone is not enough"
    code = pyotp.TOTP(people.sam.totp_secret).at(clock.now())
    assert anyone.post("/sign-in/code", data={"code": f"{code[:3]} {code[3:]}"}).status_code == 303
    assert anyone.get("/outbox").status_code == 200
    anyone.post("/sign-out")
    sign_in(anyone, "sam@support.example")
    again = anyone.post("/sign-in/code", data={"code": code})
    assert again.status_code == 422
    assert "was used before" in again.text


@pytest.mark.parametrize("change", [{"session_epoch": 1}, {"is_active": False}])
def test_a_half_finished_sign_in_ends_with_the_password_or_the_person(
    anyone: Any, people: Any, change: dict[str, Any]
) -> None:
    sign_in(anyone, "sam@support.example")
    with db.unit_of_work() as session:
        session.execute(update(Member).where(Member.id == people.sam.id).values(**change))
    code = pyotp.TOTP("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").at(clock.now())
    assert anyone.post("/sign-in/code", data={"code": code}).location == "/sign-in"


NEW = {"password": "four very quiet words"}


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/sign-in", {"email": "ada@harbourline.example", "password": PASSWORD}),
        ("/sign-up", {"workspace": "New Ltd", "name": "Di", "email": "di@new.example", **NEW}),
        ("/profile/password", {"current": PASSWORD, **NEW}),
        ("/reset/the-token", NEW),
    ],
)
def test_nobody_waits_for_the_database_while_a_password_is_worked_on(
    ada: Any, people: Any, monkeypatch: pytest.MonkeyPatch, path: str, form: dict[str, str]
) -> None:
    held: list[bool] = []
    for name in ("hash_password", "matches"):
        slow = getattr(passwords, name)

        def watched(*given: Any, slow: Any = slow) -> Any:
            held.append(access.db.session().in_transaction())
            return slow(*given)

        monkeypatch.setattr(passwords, name, watched)
    with db.unit_of_work() as session:
        session.add(
            PasswordReset(
                member_id=people.ada.id,
                token_digest=password_reset.digest("the-token"),
                created_at=clock.now(),
                expires_at=clock.now() + password_reset.GOOD_FOR,
            )
        )
    assert ada.post(path, data=form).status_code == 303
    assert held
    assert not any(held)


def test_a_form_without_its_token_is_refused_in_plain_words(anyone: Any, people: Any) -> None:
    reply = anyone.post("/sign-in", data={"email": "ada@harbourline.example"}, without_csrf=True)
    assert reply.status_code == 400
    assert "This form was open too long" in reply.text
