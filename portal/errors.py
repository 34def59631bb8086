"""What a person reads when a request cannot be answered as asked."""

from flask import Flask, render_template, request
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Forbidden, HTTPException, InternalServerError, RequestEntityTooLarge
from werkzeug.wrappers import Response

from portal.access import db

NOT_FOUND = "There is nothing at this address. It may have been removed, or the link is incomplete."
UNREADABLE = "Your browser sent something we cannot read. Go back, load the page again and repeat it."
STALE = (
    "This form was open too long, or your browser keeps no cookies for us. Go back, load the page again and repeat it."
)
TOO_LARGE = "What was sent is larger than we accept. Shorten it and try again."
BROKEN = "Something went wrong on our side, and it has been written down. Nothing was lost; try again in a moment."
TOO_MANY = (
    "There were too many wrong tries, so we wait a while. Try again in a few minutes; your account is not locked."
)


def register(app: Flask) -> None:
    """Answer every error with a page in plain words."""
    app.register_error_handler(404, lambda _: _page(404, "Nothing here", NOT_FOUND))
    app.register_error_handler(403, _forbidden)
    app.register_error_handler(405, lambda _: _page(405, "Nothing here", NOT_FOUND))
    app.register_error_handler(CSRFError, lambda _: _page(400, "This form is too old", STALE))
    app.register_error_handler(400, lambda _: _page(400, "That could not be read", UNREADABLE))
    app.register_error_handler(RequestEntityTooLarge, lambda _: _page(413, "Too large", TOO_LARGE))
    app.register_error_handler(RateLimitExceeded, _too_many)
    app.register_error_handler(InternalServerError, _broken)


def _page(status: int, title: str, sentence: str, headers: dict[str, str] | None = None) -> Response:
    body = render_template("errors/error.html", title=title, sentence=sentence)
    return Response(body, status, headers, mimetype="text/html")


def _forbidden(error: HTTPException) -> Response:
    said = error.description if error.description != Forbidden.description else "You may not do this."
    return _page(403, "Not for your role", said or "You may not do this.")


def _too_many(error: RateLimitExceeded) -> Response:
    after = error.limit.limit.get_expiry() if error.limit else 60
    return _page(429, "Too many tries", TOO_MANY, {"Retry-After": str(after)})


def _broken(_error: Exception) -> Response:
    db.session.rollback()
    db.session.remove()
    if request.headers.get("HX-Request"):
        return Response(BROKEN, 500, mimetype="text/plain")
    return _page(500, "That did not work", BROKEN)
