"""Mail on its way out, and what became of it."""

import re
from ipaddress import ip_address

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup, escape
from sqlalchemy import select

from jobs.models import Mail
from portal.access import db
from portal.auth import Answer

bp = Blueprint("outbox", __name__)

NEWEST = 50
LINK = re.compile(r"https?://\S+")


@bp.get("/outbox")
def index() -> Answer:
    demo = _is_demo_on_this_machine()
    if not demo and not current_user.is_authenticated:
        return redirect(url_for("auth.sign_in", next="/outbox"))
    if not demo and not current_user.is_staff:
        abort(404)
    mails = db.session.scalars(select(Mail).order_by(Mail.id.desc()).limit(NEWEST)).all()
    return render_template("outbox/index.html", mails=[(mail, _body(mail, demo)) for mail in mails], demo=demo)


def _is_demo_on_this_machine() -> bool:
    if not current_app.config["SETTINGS"].demo:
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _body(mail: Mail, demo: bool) -> Markup:
    """The text; a link that opens somebody's account is for that person only, except in the demo."""
    if mail.holds_link and not demo:
        return escape(LINK.sub("[the link is shown only to its reader]", mail.text))
    pieces, at = [], 0
    for link in LINK.finditer(mail.text):
        pieces += [escape(mail.text[at : link.start()]), Markup('<a href="{0}">{0}</a>').format(link.group())]
        at = link.end()
    return Markup("").join([*pieces, escape(mail.text[at:])])
