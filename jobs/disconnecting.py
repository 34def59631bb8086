"""Ends a connection: here at once, at Xero right away or by an errand, so that no page need wait for it."""

from jobs import errands
from jobs.clients import runtime, tokens_for
from jobs.history import tell
from jobs.models import Ledger
from jobs.plumbing import clock, db
from jobs.plumbing.errors import AuthRefused, NotFound
from jobs.xero import oauth

ERRAND = "end_connection"
HERE, THERE = "disconnected here", "Xero had ended it already"


def disconnect(ledger_id: int, member_id: int | None) -> None:
    """From now on nothing is sent; Xero is told within seconds, or again and again while it does not answer."""
    with db.reading() as session:
        ledger = session.get_one(Ledger, ledger_id)
    let_go(ledger_id, HERE)
    if ledger.grant_id is not None and ledger.connection_id is not None:
        errands.ask(ledger.workspace_id, ERRAND, member_id, ledger_id=ledger_id, connection_id=ledger.connection_id)


def end_connection(workspace_id: int, ledger_id: int, connection_id: str) -> None:
    """Tell Xero, unless the organisation was connected again meanwhile. Raises the vendor errors: it is tried again."""
    with db.reading() as session:
        ledger = session.get_one(Ledger, ledger_id)
    if ledger.state == "disconnected" and ledger.connection_id == connection_id:
        _tell_xero(ledger)


def disconnect_at_once(ledger_id: int) -> None:
    """Tell Xero, then remember; what was sent stays bound to it. Raises the vendor errors, and nothing is changed."""
    with db.reading() as session:
        ledger = session.get_one(Ledger, ledger_id)
    let_go(ledger_id, HERE if _tell_xero(ledger) else THERE)


def let_go(ledger_id: int, said: str) -> None:
    """Remember that the connection is ended, whatever Xero still shows."""
    with db.unit_of_work() as session:
        ledger = session.get_one(Ledger, ledger_id)
        ledger.state, ledger.disconnected_at, ledger.disconnected_said = "disconnected", clock.now(), said
        tell(session, ledger.workspace_id, "XERO_DISCONNECTED", ledger_id=ledger_id, level="held", name=ledger.name)


def _tell_xero(ledger: Ledger) -> bool:
    """Whether the connection was still there to end."""
    if ledger.grant_id is None or ledger.connection_id is None:
        return True
    try:
        token = tokens_for(ledger.grant_id).fresh()
        oauth.disconnect(runtime().door, runtime().settings, token, ledger.connection_id, limit=10)
    except (NotFound, AuthRefused):
        return False
    return True
