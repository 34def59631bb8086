"""Ends a connection on a person's press: here at once, at Xero by an errand, so that no page waits for it."""

from jobs import connections, errands
from jobs.clients import runtime, tokens_for
from jobs.models import Ledger
from jobs.plumbing import db
from jobs.plumbing.errors import AuthRefused, NotFound
from jobs.xero import oauth

ERRAND = "end_connection"


def disconnect(ledger_id: int, member_id: int | None) -> None:
    """From now on nothing is sent; Xero is told within seconds, or again and again while it does not answer."""
    with db.reading() as session:
        ledger = session.get_one(Ledger, ledger_id)
    connections.let_go(ledger_id, "disconnected here")
    if ledger.grant_id is not None and ledger.connection_id is not None:
        errands.ask(ledger.workspace_id, ERRAND, member_id, ledger_id=ledger_id, connection_id=ledger.connection_id)


def end_connection(workspace_id: int, ledger_id: int, connection_id: str) -> None:
    """Tell Xero, unless the organisation was connected again meanwhile. Raises the vendor errors: it is tried again."""
    with db.reading() as session:
        ledger = session.get_one(Ledger, ledger_id)
    if ledger.state != "disconnected" or ledger.connection_id != connection_id or ledger.grant_id is None:
        return
    try:
        token = tokens_for(ledger.grant_id).fresh()
        oauth.disconnect(runtime().door, runtime().settings, token, connection_id, limit=10)
    except (NotFound, AuthRefused):
        return  # Xero had ended it already
