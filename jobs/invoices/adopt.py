"""Before the first sending: what Xero already holds of ours, by its marker, is adopted and never made again."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from jobs.delivery import settling
from jobs.delivery.sending import Courier
from jobs.history import tell
from jobs.models import Document, Ledger
from jobs.plumbing import clock, db
from jobs.translation.markers import marker, marker_in
from jobs.xero.records import Document as XeroDocument

SLACK = timedelta(hours=1)


def adopt(courier: Courier, ci: int, window_start: datetime) -> int:
    """List Xero once from the window's start and adopt ours: after a reinstall or a restored backup. How many."""
    since = window_start - SLACK
    listed = [*courier.xero.documents("Invoices", changed_since=since)]
    listed += courier.xero.documents("CreditNotes", changed_since=since)
    ours = {own: each for each in listed if (own := _marker_of(each, ci))}
    adopted = 0
    with db.unit_of_work() as session:
        rows = session.scalars(
            select(Document).where(
                Document.ledger_id == courier.ledger_id,
                Document.source_kind == "invoice",
                Document.xero_id.is_(None),
                Document.disposition.in_(("waiting", "held", "fault", "skipped")),
            )
        )
        for row in rows:
            mine = marker(ci, row.source_kind, row.autotask_id, row.part, row.revision)
            found = ours.get(mine)
            if found is None or found.status in ("VOIDED", "DELETED"):
                continue
            settling.remember(row, found, courier.tenant_id, mine)
            row.target_kind = "credit_note" if found.type.endswith("CREDIT") else "invoice"
            number, total = found.number or "", str(found.total)
            tell(session, courier.workspace_id, "ADOPTED", document=row, level="done", number=number, total=total)
            adopted += 1
        session.execute(update(Ledger).where(Ledger.id == courier.ledger_id).values(adopted_at=clock.now()))
    return adopted


def _marker_of(document: XeroDocument, ci: int) -> str | None:
    if document.type.endswith("CREDIT"):
        # A credit note's own number is its marker: CN: and Autotask's id.
        head, _, autotask_id = (document.number or "").partition(":")
        plain = head in ("CN", "INV") and autotask_id.isdecimal()
        return marker(ci, "invoice", int(autotask_id)) if plain else None
    return marker_in(document.url)
