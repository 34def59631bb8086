"""Resetting a forgotten password through a mailed link that works once, for an hour."""

import hashlib
import secrets
from datetime import timedelta

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from sqlalchemy import ColumnElement, select, update

from jobs.models import Mail, Member, PasswordReset
from jobs.plumbing import clock
from jobs.plumbing import db as database
from portal import access, forms, passwords
from portal.access import db
from portal.auth import Answer, find_by_address
from portal.throttle import tries

bp = Blueprint("password_reset", __name__)

GOOD_FOR = timedelta(hours=1)


@bp.route("/reset", methods=["GET", "POST"])
@tries("20 per hour", per="address", only_wrong=False)
@tries("5 per hour", per="account", only_wrong=False)
def ask() -> Answer:
    form = forms.ResetRequest()
    if request.method == "GET":
        return render_template("auth/reset.html", form=form)
    if not form.validate():
        return render_template("auth/reset.html", form=form), 422
    member = find_by_address(form.email.data)
    if member is not None:
        _write_link(member)
    db.session.commit()
    # The same answer for an address nobody has: who asks learns nothing about who is here.
    return redirect(url_for("password_reset.sent"), 303)


def _write_link(member: Member) -> None:
    token, now = secrets.token_urlsafe(32), clock.now()
    db.session.add(
        PasswordReset(
            member_id=member.id,
            token_digest=digest(token),
            created_at=now,
            expires_at=now + GOOD_FOR,
        )
    )
    link = current_app.config["SETTINGS"].public_url + url_for("password_reset.choose", token=token)
    db.session.add(
        Mail(
            workspace_id=member.workspace_id,
            kind="password_reset",
            to=member.email,
            subject="Choose a new password for Tallystick",
            text=render_template("auth/reset_mail.txt", member=member, link=link),
            html=render_template("auth/reset_mail.html", member=member, link=link),
            holds_link=True,
            created_at=now,
            due_at=now,
        )
    )


@bp.get("/reset/sent")
def sent() -> str:
    return render_template("auth/reset_sent.html", demo=current_app.config["SETTINGS"].demo)


@bp.route("/reset/<token>", methods=["GET", "POST"])
@tries("20 per hour", per="address")
def choose(token: str) -> Answer:
    form = forms.ResetPassword()
    with database.reading() as session:
        member_id = session.scalar(select(PasswordReset.member_id).where(*_is_good(token)))
    if member_id is None:
        return render_template("auth/reset_over.html"), 410
    if request.method == "GET":
        return render_template("auth/reset_choose.html", form=form)
    if not form.validate():
        return render_template("auth/reset_choose.html", form=form), 422
    if not _set_password(token, member_id, passwords.hash_password(form.password.data)):
        return render_template("auth/reset_over.html"), 410
    access.say("Your new password is set, and every other session was signed out. Sign in with it.")
    return redirect(url_for("auth.sign_in"), 303)


def _is_good(token: str) -> tuple[ColumnElement[bool], ...]:
    return (
        PasswordReset.token_digest == digest(token),
        PasswordReset.used_at.is_(None),
        PasswordReset.expires_at > clock.now(),
    )


def _set_password(token: str, member_id: int, hashed: str) -> bool:
    """Use the link up and store the password; False when somebody has used it a moment ago."""
    used = db.session.execute(update(PasswordReset).where(*_is_good(token)).values(used_at=clock.now()))
    if not used.rowcount:  # type: ignore[attr-defined]
        db.session.rollback()
        return False
    # Every open link of this member ends with the first one used.
    db.session.execute(
        update(PasswordReset)
        .where(PasswordReset.member_id == member_id, PasswordReset.used_at.is_(None))
        .values(used_at=clock.now())
    )
    db.session.execute(
        update(Member)
        .where(Member.id == member_id)
        .values(password_hash=hashed, session_epoch=Member.session_epoch + 1)
    )
    db.session.commit()
    return True


def digest(token: str) -> str:
    """What is stored of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()
