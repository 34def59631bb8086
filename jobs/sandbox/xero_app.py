"""Xero, imitated: its identity service, its connections and its Accounting API on one port."""

from flask import Flask

from jobs.sandbox import xero_api, xero_consent, xero_oauth
from jobs.sandbox.store import World


def make_app(world: World) -> Flask:
    """The application of the Xero side; its doorkeeping runs before the latency that the server adds."""
    app = Flask("xero")
    app.register_blueprint(xero_consent.blueprint(world))
    app.register_blueprint(xero_oauth.blueprint(world))
    xero_api.add_to(app, world)
    return app
