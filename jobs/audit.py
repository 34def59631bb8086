"""The trail of what people changed: who, in which ledger, what, from what to what."""

from typing import Any

from sqlalchemy.orm import Session

from jobs.models import AuditEntry, Ledger
from jobs.plumbing import clock


def note_change(
    session: Session, ledger: Ledger, action: str, what: str, before: Any, after: Any, member_id: int | None
) -> None:
    """Write one change down in the caller's transaction; what stayed as it was is none."""
    if before == after:
        return
    session.add(
        AuditEntry(
            workspace_id=ledger.workspace_id,
            member_id=member_id,
            at=clock.now(),
            action=action,
            subject=f"{ledger.name}: {what}",
            before=before,
            after=after,
        )
    )
