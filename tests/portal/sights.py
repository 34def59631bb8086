"""Looks at pages in Chromium: wide and narrow, light and dark, through the eyes of axe-core."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from jobs.models import Member
from jobs.plumbing import db

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
SIGHTS = ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"))


def pages(chromium: Chromium, address: str, app: Any, member: Member | None) -> Iterator[Page]:
    """A page for every width and theme, signed in as *member*."""
    for width, theme in SIGHTS:
        context = chromium.new_context(viewport={"width": width, "height": 800})
        cookies = [{"name": "theme", "value": theme, "url": address}]
        if member is not None:
            cookies.append({"name": "tallystick", "value": session_of(app, member), "url": address})
            with db.unit_of_work() as session:
                session.get_one(Member, member.id).theme = theme
        context.add_cookies(cookies)  # type: ignore[arg-type]
        yield context.new_page()
        context.close()


def session_of(app: Any, member: Member) -> str:
    signer = app.session_interface.get_signing_serializer(app)
    return str(signer.dumps({"_user_id": f"{member.id}.{member.session_epoch}", "_fresh": True}))


def check(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), (
        "scrolls sideways"
    )
    assert page.locator("h1").count() == 1
