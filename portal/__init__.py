"""PAGES: what people see and press."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_wtf import CSRFProtect

from jobs.plumbing import log as logged
from jobs.plumbing.config import Settings
from portal import (
    access,
    auth,
    connections,
    consent,
    dashboard,
    default_accounts,
    documents,
    errors,
    faults,
    filters,
    finish,
    frame,
    health,
    htmx,
    log,
    options,
    outbox,
    outside,
    password_reset,
    previews,
    profile,
    setup,
    throttle,
)
from portal.access import db

NOUNS = (
    auth,
    password_reset,
    profile,
    setup,
    consent,
    default_accounts,
    finish,
    connections,
    outbox,
    health,
    dashboard,
    outside,
    documents,
    previews,
    faults,
    log,
    options,
)

csrf = CSRFProtect()


def register(app: Flask) -> None:
    """Put every page and what they share into *app*; its config holds SETTINGS."""
    settings: Settings = app.config["SETTINGS"]
    db.init_app(app)
    db.session.session_factory.configure(expire_on_commit=False)
    csrf.init_app(app)
    access.login.init_app(app)
    throttle.register(app, settings)
    filters.register(app)
    htmx.register(app)
    app.before_request(_open_read_only)
    app.before_request(_forget_whose)
    app.after_request(_secure(settings))
    for noun in NOUNS:
        app.register_blueprint(noun.bp)
    errors.register(app)
    frame.register(app)


def _open_read_only() -> None:
    """A page that only looks never waits for a writer, and cannot become one."""
    if request.method in ("GET", "HEAD") and request.endpoint not in ("static", "htmx.asset", "health.show"):
        db.session.connection(execution_options={"reads_only": True})


def _forget_whose() -> None:
    """A thread serves one person after the other: lines of the log say whose they are once the person is known."""
    logged.workspace.set(None)


def _secure(settings: Settings) -> Callable[[Response], Response]:
    consent = urlsplit(settings.xero_authorize_url)
    policy = "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            # Chromium also checks where a form's redirect leads: connecting leads to the consent page.
            f"form-action 'self' {consent.scheme}://{consent.netloc}",
        )
    )

    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        if settings.public_url.startswith("https://"):
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return add_headers
