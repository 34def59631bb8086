"""*Link it to …*: a person says which Xero contact stands for a company; links win over names ever after."""

from sqlalchemy import select

from jobs.faults import close_faults
from jobs.history import tell
from jobs.models import ContactLink, Document, Fault
from jobs.plumbing import clock, db
from jobs.pressed.rows import FLOW, NotNow, locked, name_of, wait_again
from jobs.queues import ring


def link_contact(fault_id: int, contact_id: str, member_id: int | None) -> int:
    """Link the fault's company to one of the contacts it names, and let its documents go. Returns how many."""
    with db.unit_of_work() as session:
        fault = session.get_one(Fault, fault_id)
        offered = {each["contact_id"]: each["name"] for each in (fault.detail or {}).get("contacts", [])}
        if fault.closed_at is not None or fault.document_id is None:
            raise NotNow("This fault has ended already.")
        if contact_id not in offered:
            raise NotNow("That contact is not one of those the fault names.")
        row = locked(session, fault.document_id)
        link = session.scalar(
            select(ContactLink).where(ContactLink.ledger_id == row.ledger_id, ContactLink.company_id == row.company_id)
        )
        if link is None:
            link = ContactLink(
                ledger_id=row.ledger_id, company_id=row.company_id, company_name="", created_at=clock.now()
            )
            session.add(link)
        link.company_name, link.state, link.how = row.company_name or "", "linked", "person"
        link.xero_contact_id, link.xero_name, link.linked_at = contact_id, offered[contact_id], clock.now()
        by = name_of(session, member_id)
        company, xero_name = link.company_name, link.xero_name
        tell(session, row.workspace_id, "PRESSED_LINK", document=row, by=by, company=company, xero_name=xero_name)
        waiting = session.scalars(
            select(Document).where(
                Document.ledger_id == row.ledger_id,
                Document.company_id == row.company_id,
                Document.disposition == "fault",
                Document.reason == fault.code,
                Document.xero_id.is_(None),
            )
        ).all()
        for each in waiting:
            close_faults(session, each.workspace_id, f"document:{each.id}", "linked", kind="fault")
            wait_again(each)
        workspace_id = row.workspace_id
    ring(FLOW, workspace_id, now=True)
    return len(waiting)
