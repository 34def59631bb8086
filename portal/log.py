"""The live log: what Tallystick did and why, newest first."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from portal import access, log_filter, log_lines, reading
from portal.access import db, for_members

bp = Blueprint("log", __name__, url_prefix="/log")


@bp.get("")
@for_members()
def index() -> str:
    """A page of lines; on its first page new ones are announced while it is open."""
    return render_template("log/index.html", **_read())


@bp.get("/lines")
@for_members()
def lines() -> str:
    """The newest lines, for a reader at the top of the page or one who asked for them."""
    return render_template("log/_lines.html", **_read(), fresh=True)


@bp.get("/news")
@for_members()
def news() -> AnyResponse | str | tuple[str, int]:
    """How many lines came in since the page was drawn; nothing when the reader knows."""
    asked = log_filter.read_filter(request.args)
    since = reading.position(request.args, "since") or 0
    found = log_lines.count_newer(db.session(), access.workspace_id(), asked, since)
    if found == (reading.position(request.args, "told") or 0):
        return "", 204
    return render_template("log/_news.html", asked=asked, since=since, found=found, is_live=True, announce=True)


def _read() -> dict[str, object]:
    asked = log_filter.read_filter(request.args)
    workspace_id = access.workspace_id()
    newest = log_lines.newest_id(db.session(), workspace_id)
    before, after = (reading.position(request.args, name) for name in ("before", "after"))
    since = reading.position(request.args, "since")
    page = log_lines.find_page(db.session(), workspace_id, asked, before=before, after=after, new_since=since)
    return {
        "asked": asked,
        "page": page,
        "since": max(newest, page.lines[0].id if page.lines else 0),
        "found": 0,
        "is_live": before is None and after is None and request.args.get("live") != "off",
        "is_first": before is None and after is None,
        "levels": log_filter.LEVELS,
    }
