"""Signing up, in and out."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pyotp
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from jobs.models import AuditEntry, Member, Workspace
from jobs.plumbing import clock
from jobs.plumbing import db as database
from portal import access, forms, passwords
from portal.access import db
from portal.throttle import tries

bp = Blueprint("auth", __name__)

REFUSED = "This e-mail address and password do not belong together. Write both again, or reset the password."
HALF_SIGNED_IN = timedelta(minutes=10)
STEP = 30  # seconds a code lives (RFC 6238)

Answer = str | Response | tuple[str, int]


@bp.route("/sign-up", methods=["GET", "POST"])
@tries("30 per hour", per="address", only_wrong=False)
def sign_up() -> Answer:
    form = forms.SignUp()
    if request.method == "GET":
        return render_template("auth/sign_up.html", form=form)
    if form.validate():
        try:
            member, workspace = _create_workspace(form)
        except IntegrityError:
            db.session.rollback()
            form.email.errors = ["There is a sign-in with this address already. Sign in, or reset its password."]
        else:
            _start_session(member, workspace)
            return redirect(url_for("setup.index"), 303)
    return render_template("auth/sign_up.html", form=form), 422


def _create_workspace(form: forms.SignUp) -> tuple[Member, Workspace]:
    hashed = passwords.hash_password(form.password.data)  # slow by intent: before the database has to wait for it
    workspace = Workspace(name=form.workspace.data, created_at=clock.now())
    db.session.add(workspace)
    db.session.flush()
    member = Member(
        workspace_id=workspace.id,
        email=form.email.data,
        name=form.name.data,
        password_hash=hashed,
        role="administrator",
        theme=request.cookies.get("theme") if request.cookies.get("theme") == "dark" else "light",
        created_at=clock.now(),
    )
    db.session.add(member)
    db.session.flush()
    _note(member, "signed up")
    db.session.commit()
    return member, workspace


@bp.route("/sign-in", methods=["GET", "POST"])
@tries("20 per 10 minutes", per="address")
@tries("6 per 10 minutes", per="account")
def sign_in() -> Answer:
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(_next())
    form = forms.SignIn()
    if request.method == "GET":
        return render_template("auth/sign_in.html", form=form)
    if form.validate():
        member = find_by_address(form.email.data)
        if passwords.matches(member.password_hash if member else None, form.password.data) and member:
            return _let_in(member)
        form.password.errors = [REFUSED]
    return render_template("auth/sign_in.html", form=form), 422


def find_by_address(address: str) -> Member | None:
    """The active member with this address, read without the writer's lock: checking a password is slow by intent."""
    with database.reading() as session:
        return session.scalar(select(Member).where(Member.email == address, Member.is_active))


def _let_in(member: Member) -> Response:
    if not member.is_staff:
        return _welcome(member)
    wanted = _next()
    session.clear()
    session["second_factor"] = {
        "member": member.id,
        "epoch": member.session_epoch,
        "until": (clock.now() + HALF_SIGNED_IN).timestamp(),
        "next": wanted,
    }
    return redirect(url_for("auth.second_factor"), 303)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@tries("20 per 10 minutes", per="address")
@tries("6 per 10 minutes", per="code")
def second_factor() -> Answer:
    waiting = session.get("second_factor")
    member = _half_signed_in(waiting) if waiting else None
    if waiting is None or member is None:
        session.pop("second_factor", None)
        return redirect(url_for("auth.sign_in"), 303)
    form = forms.SecondFactor()
    if request.method == "GET":
        return render_template("auth/second_factor.html", form=form)
    if form.validate():
        if _use_code(member, form.code.data.replace(" ", "")):
            return _welcome(member, waiting["next"])
        form.code.errors = ["This code is not valid, or was used before. Wait for the next one and write that."]
    return render_template("auth/second_factor.html", form=form), 422


def _half_signed_in(waiting: Mapping[str, Any]) -> Member | None:
    """Who wrote the right password a moment ago, unless it was changed or the person switched off since."""
    member = db.session.get(Member, waiting["member"])
    if member is None or not member.is_active or member.session_epoch != waiting["epoch"]:
        return None
    return member if waiting["until"] >= clock.now().timestamp() else None


def _use_code(member: Member, code: str) -> bool:
    """Accept a code of now or of the half minute before, each once."""
    if not member.totp_secret:
        return False
    totp = pyotp.TOTP(member.totp_secret)
    now = int(clock.now().timestamp()) // STEP
    step = next((step for step in (now, now - 1) if pyotp.utils.strings_equal(totp.at(step * STEP), code)), None)
    if step is None:
        return False
    used = db.session.execute(
        update(Member)
        .where(Member.id == member.id, or_(Member.totp_last_step.is_(None), Member.totp_last_step < step))
        .values(totp_last_step=step)
    )
    db.session.commit()
    return bool(used.rowcount)  # type: ignore[attr-defined]


def _welcome(member: Member, wanted: str | None = None) -> Response:
    wanted = wanted or _next()
    workspace = db.session.get(Workspace, member.workspace_id) if member.workspace_id else None
    _note(member, "signed in")
    db.session.commit()
    _start_session(member, workspace)
    return redirect(wanted, 303)


def _start_session(member: Member, workspace: Workspace | None) -> None:
    """A new session: nothing that was in the cookie before signing in survives."""
    session.clear()
    login_user(access.describe(member, workspace))


def _note(member: Member, action: str) -> None:
    db.session.add(
        AuditEntry(
            workspace_id=member.workspace_id,
            member_id=member.id,
            at=clock.now(),
            action=action,
            subject=member.email,
        )
    )


@bp.post("/sign-out")
def sign_out() -> Response:
    logout_user()
    session.clear()
    flash("You are signed out.")
    return redirect(url_for("auth.sign_in"), 303)


def _next() -> str:
    """Where the person was going, if that is a page of ours."""
    wanted = request.values.get("next", "")
    return wanted if is_ours(wanted) else "/"


def is_ours(address: str) -> bool:
    """Whether *address* is a path on this site; browsers read a backslash as a slash and skip tabs and line ends."""
    if any(ord(letter) < 32 for letter in address):
        return False
    parts = urlsplit(address)
    return address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
