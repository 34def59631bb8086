"""*Link it to …*: a person says which Xero contact stands for a company; links win over names ever after."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.faults import close_faults_of
from jobs.history import tell
from jobs.models import ContactLink, Document, Fault
from jobs.plumbing import clock, db
from jobs.pressed.rows import FLOW, NotNow, name_of, wait_again
from jobs.queues import ring


def link_contact(fault_id: int, contact_id: str, member_id: int | None) -> int:
    """Link the fault's company to one of the contacts it names, and let its documents go. Returns how many."""
    with db.unit_of_work() as session:
        fault = session.get_one(Fault, fault_id)
        if fault.document_id is None:
            raise NotNow("This fault is not about a document.")
        row = session.get_one(Document, fault.document_id)
        alike = _locked_alike(session, fault, row)
        session.refresh(fault)  # of two people the second sees what the first did
        offered = {each["contact_id"]: each["name"] for each in (fault.detail or {}).get("contacts", [])}
        if fault.closed_at is not None:
            raise NotNow("This fault has ended already.")
        if contact_id not in offered:
            raise NotNow("That contact is not one of those the fault names.")
        link = _link(session, row)
        link.company_name, link.state, link.how = row.company_name or "", "linked", "person"
        link.xero_contact_id, link.xero_name, link.linked_at = contact_id, offered[contact_id], clock.now()
        by = name_of(session, member_id)
        company, xero_name = link.company_name, link.xero_name
        tell(session, row.workspace_id, "PRESSED_LINK", document=row, by=by, company=company, xero_name=xero_name)
        close_faults_of(session, [each.id for each in alike], "linked", kind="fault")
        for each in alike:
            wait_again(each)
        workspace_id = row.workspace_id
    ring(FLOW, workspace_id, now=True)
    return len(alike)


def _locked_alike(session: Session, fault: Fault, row: Document) -> Sequence[Document]:
    """All of the company's documents at this fault, locked in order: two people never wait for each other."""
    return session.scalars(
        select(Document)
        .where(
            Document.ledger_id == row.ledger_id,
            Document.company_id == row.company_id,
            Document.disposition == "fault",
            Document.reason == fault.code,
            Document.xero_id.is_(None),
        )
        .order_by(Document.id)
        .with_for_update()
    ).all()


def _link(session: Session, row: Document) -> ContactLink:
    """The company's link, locked; a new one where it has none."""
    link = session.scalar(
        select(ContactLink)
        .where(ContactLink.ledger_id == row.ledger_id, ContactLink.company_id == row.company_id)
        .with_for_update()
    )
    if link is None:
        link = ContactLink(ledger_id=row.ledger_id, company_id=row.company_id, company_name="", created_at=clock.now())
        session.add(link)
    return link
