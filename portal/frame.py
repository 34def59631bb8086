"""What stands around every page: menu, theme, state of the ledger and its banners."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, Flask, current_app, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import func, select

from jobs.models import AutotaskConnection, Fault, Ledger, SweepState
from portal import access, filters
from portal.access import db

THEMES = ("light", "dark")


class Entry(NamedTuple):
    """One line of the menu."""

    label: str
    path: str
    icon: str
    current: bool = False


class Group(NamedTuple):
    """Lines of the menu under a title."""

    title: str
    entries: tuple[Entry, ...]


class Lamp(NamedTuple):
    """A state as a colour's name and a word."""

    state: str
    word: str


class Banner(NamedTuple):
    """A state of the whole ledger that stands on every page until it ends."""

    kind: str
    icon: str
    title: str
    text: str
    path: str | None = None
    button: str = ""


@dataclass(frozen=True)
class Frame:
    """Everything around the page's own content."""

    home: str
    menu: tuple[Group, ...]
    ledger: Ledger | None = None
    lamp: Lamp | None = None
    swept_at: datetime | None = None
    open_faults: int = 0
    banners: tuple[Banner, ...] = ()


MENU = (
    Group(
        "",
        (
            Entry("Dashboard", "/", "home"),
            Entry("Documents", "/documents", "doc"),
            Entry("Preview", "/previews", "eye"),
            Entry("Faults", "/faults", "alert"),
            Entry("Live log", "/log", "log"),
        ),
    ),
    Group("Xero Options", (Entry("Invoice options", "/options/invoices", "sliders"),)),
    Group("Workspace", (Entry("Connections", "/connections", "plug"),)),
)
STAFF_MENU = (Group("Support", (Entry("Outbox", "/outbox", "export"),)),)
LAMPS = {
    "active": Lamp("on", "Active"),
    "paused": Lamp("idle", "Paused"),
    "disconnected": Lamp("off", "Disconnected"),
}


bp = Blueprint("frame", __name__)


def register(app: Flask) -> None:
    """Offer `theme` and `page_frame()` to every template."""
    app.register_blueprint(bp)

    @app.context_processor
    def offer() -> dict[str, Any]:
        return {"theme": theme(), "page_frame": page_frame}


@bp.get("/frame")
@access.for_members()
def state() -> str:
    """The lamp and the count of faults, which every page asks for while it is looked at."""
    return render_template("_state.html", frame=page_frame(), fresh=access.person().setup_step >= access.SET_UP)


def theme() -> str:
    """The person's choice, or the browser's cookie; light at the first visit."""
    chosen = current_user.theme if current_user and current_user.is_authenticated else request.cookies.get("theme")
    return chosen if chosen in THEMES else "light"


def page_frame() -> Frame:
    """The frame for the signed-in person."""
    if not current_user.is_authenticated:
        return Frame(url_for("auth.sign_in"), ())
    if current_user.workspace_id is None:
        return Frame("/outbox", _menu(STAFF_MENU))
    workspace_id, ledger = access.workspace_id(), access.ledger()
    swept_at = db.session.scalar(select(func.max(SweepState.ended_at)).where(SweepState.workspace_id == workspace_id))
    open_faults = db.session.scalar(
        select(func.count()).where(Fault.workspace_id == workspace_id, Fault.closed_at.is_(None), Fault.kind == "fault")
    )
    return Frame(
        home="/",
        menu=_menu(MENU) if current_user.setup_step >= access.SET_UP else _menu(MENU[-1:]),
        ledger=ledger,
        lamp=LAMPS[ledger.state] if ledger else None,
        swept_at=swept_at,
        open_faults=open_faults or 0,
        banners=_banners(workspace_id, ledger),
    )


def _menu(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    paths = {rule.rule for rule in current_app.url_map.iter_rules()}
    there = (
        Group(group.title, tuple(_mark(entry) for entry in group.entries if entry.path in paths)) for group in groups
    )
    return tuple(group for group in there if group.entries)


def _mark(entry: Entry) -> Entry:
    here = request.path == entry.path or (entry.path != "/" and request.path.startswith(entry.path + "/"))
    return entry._replace(current=here)


def _banners(workspace_id: int, ledger: Ledger | None) -> tuple[Banner, ...]:
    found = []
    autotask = db.session.scalar(select(AutotaskConnection).where(AutotaskConnection.workspace_id == workspace_id))
    if autotask is not None and autotask.state == "refused":
        at = f" at {filters.clock_time(autotask.refused_at)}" if autotask.refused_at else ""
        found.append(
            Banner(
                "fault",
                "fault",
                f"Autotask stopped accepting our log-in{at}.",
                "We have stopped asking, because repeated tries would lock the API user. Nothing is lost: "
                "documents wait and go by themselves once a working log-in is saved.",
                "/connections/autotask",
                "Change the log-in",
            )
        )
    if ledger is not None and ledger.state == "disconnected":
        found.append(
            Banner(
                "fault",
                "fault",
                f"{ledger.name} is no longer connected.",
                "Nothing is sent to Xero until it is. Reconnect and choose the same organisation; "
                "options are kept and waiting documents go by themselves.",
                "/connections",
                "Reconnect Xero",
            )
        )
    return tuple(found)
