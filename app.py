"""Puts the web application together."""

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import portal
from jobs import clients
from jobs.plumbing.config import Settings, from_environment

LARGEST_FORM = 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """The web application, ready to serve; *settings* default to the environment's."""
    settings = settings or from_environment()
    clients.start(settings)
    app = Flask("portal", root_path=str(Path(__file__).parent))
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="tallystick",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open all day; its token ends with the session
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    portal.register(app)
    return app
