"""A person's own name, password, time zone and theme."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required, login_user
from sqlalchemy import update
from werkzeug.wrappers import Response

from jobs.models import Member, Workspace
from jobs.plumbing import db as database
from portal import access, forms, passwords
from portal.access import db
from portal.auth import Answer, is_ours
from portal.frame import THEMES
from portal.throttle import tries

bp = Blueprint("profile", __name__)

A_YEAR = 365 * 24 * 3600


@bp.get("/profile")
@login_required  # type: ignore[untyped-decorator]
def index() -> str:
    return _page(
        forms.Profile(data={"name": access.person().name, "zone": access.person().zone}), forms.ChangePassword()
    )


def _page(profile: forms.Profile, password: forms.ChangePassword) -> str:
    return render_template("profile/index.html", profile=profile, password=password)


@bp.post("/profile")
@login_required  # type: ignore[untyped-decorator]
def save() -> Answer:
    form = forms.Profile()
    if not form.validate():
        return _page(form, forms.ChangePassword(formdata=None)), 422
    db.session.execute(
        update(Member).where(Member.id == access.person().id).values(name=form.name.data, zone=form.zone.data)
    )
    db.session.commit()
    access.say("Your profile is saved.")
    return redirect(url_for("profile.index"), 303)


@bp.post("/profile/password")
@tries("10 per hour", per="address")
@login_required  # type: ignore[untyped-decorator]
def change_password() -> Answer:
    form = forms.ChangePassword()
    with database.reading() as session:
        member = session.get_one(Member, access.person().id)
    if form.validate() and not passwords.matches(member.password_hash, form.current.data):
        form.current.errors = ["This is not your current password. Write it again, or sign out and reset it."]
    if form.errors:
        profile = forms.Profile(formdata=None, data={"name": member.name, "zone": access.person().zone})
        return _page(profile, form), 422
    hashed = passwords.hash_password(form.password.data)
    member = db.session.get_one(Member, member.id)
    member.password_hash, member.session_epoch = hashed, member.session_epoch + 1
    db.session.commit()
    workspace = db.session.get(Workspace, member.workspace_id) if member.workspace_id else None
    login_user(access.describe(member, workspace))
    access.say("Your password is changed. Every other session was signed out.")
    return redirect(url_for("profile.index"), 303)


@bp.post("/theme")
def switch_theme() -> Response:
    theme = request.form.get("theme", "")
    back = request.form.get("next", "").rstrip("?")
    answer = redirect(back if is_ours(back) else "/", 303)
    if theme not in THEMES:
        return answer
    if current_user.is_authenticated:
        db.session.execute(update(Member).where(Member.id == access.person().id).values(theme=theme))
        db.session.commit()
    answer.set_cookie("theme", theme, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer
