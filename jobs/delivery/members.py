"""Writes down what became of each member of a batch: posted, refused, released or in doubt, in one commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.delivery import outbox, settling
from jobs.delivery.matching import Element, Wanted, as_sent
from jobs.faults import close_faults, fault_document, warn_document
from jobs.history import tell
from jobs.models import Batch, BatchMember, ContactLink, Document
from jobs.plumbing import clock
from jobs.xero.records import Contact
from jobs.xero.records import Document as XeroDocument


@dataclass(frozen=True)
class Held:
    """An open batch of ours with its unknown members and their rows, all locked: each at hand without a query.

    *links* are those still in this batch, by company: one that a person linked meanwhile is not ours to write.
    """

    batch: Batch
    members: list[BatchMember]
    documents: dict[int, Document]
    links: dict[int, ContactLink]
    faulted: set[int]

    def document_of(self, member: BatchMember) -> Document:
        return self.documents[member.document_id or 0]


def hold(session: Session, batch_id: int, token: str) -> Held | None:
    """The batch with all that settling it changes; None when the claim was lost.

    Documents are locked before their batch, as what a person presses does it, so that neither waits for the other.
    """
    documents = documents_of(session, batch_id)
    batch = outbox.owns(session, batch_id, token)
    if batch is None:
        return None
    links: dict[int, ContactLink] = {}
    if not documents:
        chosen = select(ContactLink).where(ContactLink.batch_id == batch_id, ContactLink.state == "sending")
        rows = session.scalars(chosen.order_by(ContactLink.company_id).with_for_update())
        links = {row.company_id: row for row in rows}
    faulted = settling.faulted_among(session, documents)
    return Held(batch, outbox.members_of(session, batch_id), documents, links, faulted)


def documents_of(session: Session, batch_id: int) -> dict[int, Document]:
    """The documents of the batch's unknown members, by id, locked in that order."""
    unknown = select(BatchMember.document_id).where(
        BatchMember.batch_id == batch_id, BatchMember.outcome == "unknown", BatchMember.document_id.is_not(None)
    )
    rows = session.scalars(select(Document).where(Document.id.in_(unknown)).order_by(Document.id).with_for_update())
    return {row.id: row for row in rows}


def wanted(member: BatchMember) -> Wanted:
    """What matching needs to know of a member."""
    return Wanted(member.id, member.marker, member.evidence)


def post(session: Session, held: Held, member: BatchMember, element: Element, *, how: str = "POSTED") -> None:
    """Xero has it: remember where, compare what it says with what was sent, and let the stamp follow."""
    member.outcome = "posted"
    if isinstance(element, Contact):
        _link(session, held, member, element)
        return
    document = held.document_of(member)
    settling.remember(document, element, held.batch.tenant_id, member.marker)
    tell(
        session,
        document.workspace_id,
        how,
        document=document,
        level="done",
        support=held.batch.correlation_id,
        number=element.number or "",
        total=_money(element.currency_code, element.total),
    )
    if document.id in held.faulted:
        close_faults(session, document.workspace_id, f"document:{document.id}", "posted", kind="fault")
    _compare(session, document, wanted(member), element)


def _compare(session: Session, document: Document, sent: Wanted, element: XeroDocument) -> None:
    if not as_sent(sent, element):
        changes = _changes(sent, element)
        code = "NET_DIFFERS" if changes == ["net"] else "XERO_CHANGED"
        detail = {
            "what": ", ".join(changes) or element.status.lower(),
            "xero_net": _money(element.currency_code, element.sub_total),
            "net": _money(element.currency_code, Decimal(sent.evidence["net"])),
        }
        fault_document(session, document, code, detail=detail)
    if element.warnings:
        warn_document(session, document, "XERO_WARNED", detail={"said": "; ".join(element.warnings)})


def _changes(sent: Wanted, element: XeroDocument) -> list[str]:
    changed = []
    if element.status in ("VOIDED", "DELETED"):
        changed.append(f"status {element.status.lower()}")
    if element.contact_id not in (None, sent.evidence["contact_id"]):
        changed.append("contact")
    if element.currency_code not in (None, sent.evidence["currency"]):
        changed.append("currency")
    if element.sub_total != Decimal(sent.evidence["net"]):
        changed.append("net")
    return changed


def _money(currency: str | None, amount: Decimal | None) -> str:
    return "" if amount is None else f"{currency or ''} {amount:,.2f}".strip()


def _link(session: Session, held: Held, member: BatchMember, element: Contact) -> None:
    link = held.links.get(member.company_id or 0)
    if link is None:
        return
    link.state, link.xero_contact_id, link.xero_name, link.how = "linked", element.id, element.name, "created"
    link.linked_at, link.problem, link.problem_detail = clock.now(), None, None
    batch = held.batch
    tell(session, batch.workspace_id, "CONTACT_CREATED", ledger_id=batch.ledger_id, xero_name=element.name)


def refuse(session: Session, held: Held, member: BatchMember, messages: Sequence[str]) -> None:
    """Xero read it and said no: one strike, tried again later under a new key, a fault at the third."""
    member.outcome = "refused"
    said = "; ".join(messages) or "no reason given"
    if member.document_id is not None:
        document = held.document_of(member)
        settling.strike(session, document, "XERO_REFUSED", {"said": said}, support=held.batch.correlation_id)
        return
    link = held.links.get(member.company_id or 0)
    if link is not None:
        link.state, link.problem = "wanted", "CONTACT_REFUSED"
        link.problem_detail = {"name": member.evidence.get("name", link.company_name), "said": said}


def release(session: Session, held: Held, reason: str | None, due_at: datetime | None, *, wait: bool = False) -> None:
    """Nothing of the batch ever left: its documents wait again (*wait*: held until then), its contacts are wanted."""
    detail = {"until": due_at.isoformat()} if due_at else {}
    for member in held.members:
        member.outcome = "absent"
    for document in held.documents.values():
        if document.xero_id is None and document.disposition == "sending":
            settling.to_waiting(document, reason, due_at, held=wait, vendor="Xero", **detail)
    for link in held.links.values():
        link.state = "wanted"
    outbox.close_if_settled(session, held.batch)


def doubt(session: Session, held: Held, member: BatchMember, candidates: Sequence[XeroDocument]) -> None:
    """More look-alikes in Xero than we miss: a person must say which is ours."""
    shown = [
        {"id": each.id, "number": each.number, "contact": each.contact_name, "total": str(each.total)}
        for each in candidates
    ]
    detail = {"count": len(shown), "candidates": shown}
    settling.to_fault(session, held.document_of(member), "XERO_MAY_HAVE_IT", detail=detail)
