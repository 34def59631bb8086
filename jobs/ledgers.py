"""Which ledgers a workspace has, the one that its pages speak of and new documents go to first."""

from sqlalchemy import Select, select

from jobs.models import Ledger


def of_workspace(workspace_id: int) -> Select[Ledger]:
    """The workspace's ledgers: connected ones before those that are not, a later choice before an earlier."""
    return (
        select(Ledger)
        .where(Ledger.workspace_id == workspace_id)
        .order_by(Ledger.state == "disconnected", Ledger.id.desc())
    )
