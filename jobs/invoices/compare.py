"""What a resync does: compares with Xero, and makes a new revision only of what is deleted or voided there."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.delivery.sending import Courier
from jobs.faults import close_faults, fault_document
from jobs.history import tell
from jobs.invoices import stamp
from jobs.models import Document
from jobs.plumbing import clock, db
from jobs.translation.money import to_cents
from jobs.translation.stored import rounding_in
from jobs.xero.records import Document as XeroDocument

GONE = ("DELETED", "VOIDED")
ABOUT_XERO = ("NET_DIFFERS", "XERO_CHANGED")
SLACK = timedelta(hours=1)
RESYNC, LOOK = "compare", "look"  # only a resync may make a new revision of what is gone


def answer_asked(courier: Courier) -> None:
    """Compare every document of the ledger that a person asked about."""
    with db.reading() as session:
        asked = list(
            session.scalars(
                select(Document).where(
                    Document.workspace_id == courier.workspace_id,
                    Document.ledger_id == courier.ledger_id,
                    Document.xero_tenant_id == courier.tenant_id,  # never looked up in another organisation
                    Document.asked.in_((RESYNC, LOOK)),
                )
            )
        )
    for row in asked:
        courier.alive()
        held = _in_xero(courier, row)
        with db.unit_of_work() as session:
            stored = session.get_one(Document, row.id, with_for_update=True)
            if stored.asked == row.asked and stored.xero_id == row.xero_id:
                stored.asked, stored.changed_at = None, clock.now()
                _compare(session, stored, held, anew=row.asked == RESYNC)


def _in_xero(courier: Courier, row: Document) -> XeroDocument | None:
    xero_id = row.xero_id or ""
    if row.target_kind == "credit_note":
        # Credit notes have no list by id; most changed no earlier than we learnt of them. One that we were told of
        # later, or by a clock that goes wrong, is only in the whole list.
        since = row.posted_at - SLACK if row.posted_at else None
        found = courier.xero.documents("CreditNotes", changed_since=since)
        if since is not None and all(each.id != xero_id for each in found):
            found = courier.xero.documents("CreditNotes")
    else:
        found = courier.xero.documents("Invoices", ids=[xero_id])
    return next((each for each in found if each.id == xero_id), None)


def _compare(session: Session, row: Document, held: XeroDocument | None, *, anew: bool) -> None:
    if held is None:
        # Xero keeps what is deleted and says so: a list that leaves it out proves nothing, and a second is never made.
        fault_document(session, row, "XERO_CHANGED", detail={"what": "it is not among those that Xero shows"})
        _finish(session, row)
        return
    if held.status in GONE:
        if anew:
            _new_revision(session, row, held.status)
            return
        row.xero_status = held.status
        fault_document(session, row, "XERO_CHANGED", detail={"what": f"status {held.status.lower()}"})
        _finish(session, row)
        return
    row.xero_number, row.xero_status = held.number, held.status
    row.xero_net, row.xero_tax, row.xero_total = held.sub_total, held.total_tax, held.total
    close_faults(session, row.workspace_id, f"document:{row.id}", "compared again", codes=ABOUT_XERO)
    sent = to_cents(abs(row.net)) + rounding_in(row.translated) if row.net is not None else None
    if sent is not None and held.sub_total is not None and held.sub_total != sent:
        detail = {"xero_net": f"{held.sub_total:,.2f}", "net": f"{sent:,.2f}"}
        fault_document(session, row, "NET_DIFFERS", detail=detail)
    else:
        tell(session, row.workspace_id, "RESYNC_SAME", document=row, level="done")
    _finish(session, row)


def _finish(session: Session, row: Document) -> None:
    if row.disposition in ("done", "fault") and row.stamped_at is not None:
        stamp.finish(session, row)


def _new_revision(session: Session, row: Document, status: str) -> None:
    """A row has one living document in Xero: the next one has its own marker and number suffix."""
    row.revision += 1
    row.xero_id = row.xero_number = row.xero_status = row.marker = None
    row.xero_net = row.xero_tax = row.xero_total = row.posted_at = None
    row.stamped_at = row.stamp_seen_at = row.stamp_value = row.chosen_xero_id = None
    row.disposition, row.reason, row.reason_detail, row.strikes = "waiting", None, None, 0
    row.pressed_at = row.due_at = clock.now()
    close_faults(session, row.workspace_id, f"document:{row.id}", "resync")
    tell(session, row.workspace_id, "RESYNC_NEW", document=row, status=status.lower(), revision=row.revision)
