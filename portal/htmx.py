"""Serves htmx and Bootstrap out of their packages, and answers with a page or with a fragment of it."""

from importlib.resources import files
from typing import Any

from flask import Blueprint, Flask, Response, abort, make_response, render_template
from flask_htmx import HTMX

bp = Blueprint("htmx", __name__)
asked = HTMX()

ASSETS = {
    "htmx.min.js": ("js_lib_htmx", "static/htmx/htmx.min.js", "text/javascript"),
    "bootstrap.min.css": ("flask_bootstrap", "static/bootstrap5/css/bootstrap.min.css", "text/css"),
}


def register(app: Flask) -> None:
    """Tell requests by htmx from others."""
    asked.init_app(app)
    app.register_blueprint(bp)


@bp.get("/assets/<name>")
def asset(name: str) -> Response:
    """A file that a package ships."""
    if name not in ASSETS:
        abort(404)
    package, path, kind = ASSETS[name]
    response = Response(files(package).joinpath(path).read_bytes(), mimetype=kind)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def wants_fragment() -> bool:
    """Whether htmx asks for a piece; boosted and history requests want the whole page."""
    return bool(asked) and not asked.boosted and not asked.history_restore_request


def page_or_fragment(page: str, fragment: str, *, status: int = 200, **values: Any) -> Response:
    """Render *fragment* for htmx and *page* (which includes it) for everybody else, at one address."""
    response = make_response(render_template(fragment if wants_fragment() else page, **values), status)
    response.vary.add("HX-Request")
    return response


def go_to(address: str) -> Response:
    """Lead the whole page to *address* after a posted form, also when htmx posted it."""
    if not asked:
        return make_response("", 303, {"Location": address})
    return make_response("", 204, {"HX-Redirect": address})
