"""Who is looking, and what they may see and press."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import abort, flash, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user, login_required
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from jobs import ledgers
from jobs.models import Ledger, Member, Workspace
from jobs.plumbing import db as database
from jobs.plumbing import log
from jobs.plumbing.db import pages_session
from portal import reading

P = ParamSpec("P")
R = TypeVar("R")
Row = TypeVar("Row")

db = pages_session()
login = LoginManager()

SET_UP = 5  # finished steps after which the workspace's own pages open
OPEN_DURING_SETUP = ("setup", "consent", "accounts", "finish", "connections", "frame")
RANKS = {"read_only": 0, "standard": 1, "administrator": 2}
TOO_SMALL = {
    "standard": "Your role lets you look, and change nothing. Ask an administrator of your workspace.",
    "administrator": "Only an administrator of your workspace may do this.",
}


@dataclass(frozen=True)
class Person(UserMixin):  # type: ignore[misc]
    """The member behind a request, as read at its start; nothing here is tied to a database session."""

    id: int
    session_epoch: int
    email: str
    name: str
    role: str
    is_staff: bool
    theme: str
    zone: str
    workspace_id: int | None
    workspace_name: str
    setup_step: int

    def get_id(self) -> str:
        return f"{self.id}.{self.session_epoch}"

    def may(self, role: str) -> bool:
        """Whether this person's role is at least *role*."""
        return RANKS[self.role] >= RANKS[role]


def describe(member: Member, workspace: Workspace | None) -> Person:
    """A member as the person behind requests."""
    return Person(
        id=member.id,
        session_epoch=member.session_epoch,
        email=member.email,
        name=member.name,
        role=member.role,
        is_staff=member.is_staff,
        theme=member.theme,
        zone=member.zone or (workspace.zone if workspace else "UTC"),
        workspace_id=member.workspace_id,
        workspace_name=workspace.name if workspace else "",
        setup_step=workspace.setup_step if workspace else 0,
    )


@login.user_loader  # type: ignore[untyped-decorator]
def load(cookie_id: str) -> Person | None:
    """The person named in the session cookie; None when signed out elsewhere or switched off."""
    member_id, _, epoch = cookie_id.partition(".")
    if not (member_id.isdigit() and epoch.isdigit()):
        return None
    # Its own read-only look, so that a posted form does not hold the writer's lock from its first line.
    with database.reading() as session:
        found = _load(session, int(member_id), int(epoch))
    log.workspace.set(found.workspace_id if found else None)
    return found


def _load(session: Session, member_id: int, epoch: int) -> Person | None:
    found = session.execute(
        select(Member, Workspace)
        .outerjoin(Workspace, Workspace.id == Member.workspace_id)
        .where(Member.id == member_id, Member.is_active, Member.session_epoch == epoch)
    ).first()
    return describe(found.Member, found.Workspace) if found else None


@login.unauthorized_handler  # type: ignore[untyped-decorator]
def send_to_sign_in() -> Response:
    """Sign in first, then go where the person was going."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    address = url_for("auth.sign_in", next=wanted if wanted != "/" else None)
    if request.headers.get("HX-Request"):
        # A redirect would be followed inside the fragment; this header moves the whole page.
        response = Response(status=204)
        response.headers["HX-Redirect"] = url_for("auth.sign_in")
        return response
    return redirect(address)


def person() -> Person:
    """The signed-in person."""
    found: Person = current_user._get_current_object()
    return found


def workspace_id() -> int:
    """The signed-in person's workspace; staff have none and see 404."""
    found = person().workspace_id
    if found is None:
        abort(404)
    return found


def for_members(role: str = "read_only") -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """Guard a page: signed in, in a workspace that is set up, with at least *role* (else 403 with a sentence)."""

    def guard(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            if person().is_staff and request.path == "/":
                return redirect(url_for("outbox.index"), 303)
            workspace_id()
            if person().setup_step < SET_UP and request.blueprint not in OPEN_DURING_SETUP:
                return redirect(url_for("setup.index"), 303)
            if not person().may(role):
                abort(403, TOO_SMALL[role])
            return view(*args, **kwargs)

        return login_required(guarded)  # type: ignore[no-any-return]

    return guard


def find(kind: type[Row], row_id: int) -> Row:
    """A row of the person's own workspace by its id; 404 for any other."""
    row: Any = db.session.get(kind, row_id) if row_id <= reading.LARGEST_ID else None
    if row is None or row.workspace_id != workspace_id():
        abort(404)
    return row  # type: ignore[no-any-return]


def ledger() -> Ledger | None:
    """The workspace's ledger, the first of them where there are several."""
    return db.session.scalar(ledgers.of_workspace(workspace_id()).limit(1))


def let_go() -> None:
    """Save and end the page's transaction: before a vendor is asked, and before jobs/ writes in its own."""
    db.session.commit()


def say(sentence: str) -> None:
    """A sentence for the next page: what is now so."""
    flash(sentence)
