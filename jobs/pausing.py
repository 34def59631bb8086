"""Pauses a connection once when its vendor no longer accepts it: one fault, no more calls, documents wait."""

from sqlalchemy.orm import Session

from jobs.faults import raise_fault
from jobs.history import tell
from jobs.models import AutotaskConnection, Ledger
from jobs.plumbing import clock


def pause_organisation(session: Session, ledger: Ledger, said: str) -> None:
    """Xero does not accept the ledger's connection: disconnected until a person reconnects it."""
    if ledger.state == "disconnected":
        return
    ledger.state, ledger.disconnected_at, ledger.disconnected_said = "disconnected", clock.now(), said
    raise_fault(
        session,
        ledger.workspace_id,
        f"ledger:{ledger.id}",
        "XERO_REFUSED_CONNECTION",
        ledger_id=ledger.id,
        detail={"said": said or "the connection is not accepted"},
    )
    tell(session, ledger.workspace_id, "CONNECTION_LOST_LOG", ledger_id=ledger.id, level="fault", vendor="Xero")


def pause_autotask(session: Session, connection: AutotaskConnection, said: str) -> None:
    """Open the breaker shared by all workers: repeated bad log-ins would lock the customer's API user."""
    if connection.state != "live":
        return
    connection.state, connection.refused_at, connection.refused_said = "refused", clock.now(), said
    raise_fault(session, connection.workspace_id, "autotask", "AUTOTASK_REFUSED", detail={"said": said})
    tell(session, connection.workspace_id, "CONNECTION_LOST_LOG", level="fault", vendor="Autotask")
