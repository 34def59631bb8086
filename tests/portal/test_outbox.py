"""Who may read mail that was written to others."""

from dataclasses import replace
from typing import Any

import pytest

from app import create_app
from jobs.models import Mail
from jobs.plumbing import clock, db
from jobs.plumbing.config import Settings


@pytest.fixture
def mail(people: Any) -> None:
    with db.unit_of_work() as session:
        session.add(
            Mail(
                kind="password_reset",
                to="ada@harbourline.example",
                subject="Choose a new password",
                text="Open <this>: http://localhost:8000/reset/abc",
                holds_link=True,
                created_at=clock.now(),
            )
        )


@pytest.mark.usefixtures("mail")
def test_members_see_no_outbox_and_strangers_are_asked_to_sign_in(ada: Any, anyone: Any) -> None:
    assert ada.get("/outbox").status_code == 404
    assert anyone.get("/outbox").status_code == 302


@pytest.mark.usefixtures("mail")
def test_staff_read_mail_without_the_links_that_open_an_account(sam: Any) -> None:
    page = sam.get("/outbox").text
    assert "Open &lt;this&gt;" in page
    assert "/reset/abc" not in page


@pytest.mark.usefixtures("mail")
def test_in_the_demo_everybody_on_this_machine_follows_the_link(settings: Settings) -> None:
    demo = create_app(replace(settings, demo=True)).test_client()
    assert 'href="http://localhost:8000/reset/abc"' in demo.get("/outbox").text
    away = demo.get("/outbox", environ_overrides={"REMOTE_ADDR": "203.0.113.5"})
    assert away.status_code == 302


def test_an_empty_outbox_says_what_will_appear(sam: Any) -> None:
    assert "Password resets and notices appear here" in sam.get("/outbox").text
