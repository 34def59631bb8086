"""Writes down what became of what was sent: posted, refused, released; each inside the caller's one commit."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.delivery import outbox, verdicts
from jobs.delivery.matching import Element, Wanted, as_sent
from jobs.faults import close_faults, fault_document, warn_document
from jobs.history import tell
from jobs.models import Batch, BatchMember, ContactLink, Document, Fault
from jobs.plumbing import clock
from jobs.xero.records import Contact
from jobs.xero.records import Document as XeroDocument


def wanted(member: BatchMember) -> Wanted:
    """What matching needs to know of a member."""
    return Wanted(member.id, member.marker, member.evidence)


def post(
    session: Session,
    batch: Batch,
    member: BatchMember,
    element: Element,
    *,
    how: str = "POSTED",
    has_faults: bool = True,
) -> None:
    """Xero has it: remember where, compare what it says with what was sent, and let the stamp follow.

    *has_faults* False spares the look for open ones.
    """
    member.outcome = "posted"
    if isinstance(element, Contact):
        _link(session, batch, member, element)
        return
    document = document_of(session, member)
    remember(document, element, batch.tenant_id, member.marker)
    tell(
        session,
        document.workspace_id,
        how,
        document=document,
        level="done",
        support=batch.correlation_id,
        number=element.number or "",
        total=_money(element.currency_code, element.total),
    )
    if has_faults:
        close_faults(session, document.workspace_id, f"document:{document.id}", "posted", kind="fault")
    _compare(session, document, wanted(member), element)


def remember(document: Document, element: XeroDocument, tenant_id: str, marker: str) -> None:
    """Put what Xero says on the row and make it due for its stamp; strikes and reasons are over."""
    document.xero_id, document.xero_number, document.xero_status = element.id, element.number, element.status
    document.xero_net, document.xero_tax, document.xero_total = element.sub_total, element.total_tax, element.total
    document.xero_tenant_id, document.marker = tenant_id, marker
    document.posted_at = document.posted_at or clock.now()
    document.disposition, document.reason, document.reason_detail = "posted", None, None
    document.strikes, document.deaths, document.due_at = 0, 0, clock.now()
    document.taken_by, document.changed_at = None, clock.now()


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


def _link(session: Session, batch: Batch, member: BatchMember, element: Contact) -> None:
    link = session.scalar(
        select(ContactLink).where(ContactLink.ledger_id == batch.ledger_id, ContactLink.company_id == member.company_id)
    )
    if link is None or link.state != "sending":
        return  # a person linked the company meanwhile
    link.state, link.xero_contact_id, link.xero_name, link.how = "linked", element.id, element.name, "created"
    link.linked_at, link.problem, link.problem_detail = clock.now(), None, None
    tell(session, batch.workspace_id, "CONTACT_CREATED", ledger_id=batch.ledger_id, xero_name=element.name)


def refuse(session: Session, batch: Batch, member: BatchMember, messages: Sequence[str]) -> None:
    """Xero read it and said no: one strike, tried again later under a new key, a fault at the third."""
    member.outcome = "refused"
    said = "; ".join(messages) or "no reason given"
    if member.company_id is not None:
        _refuse_contact(session, batch, member, said)
        return
    document = document_of(session, member)
    strike(session, document, "XERO_REFUSED", {"said": said}, support=batch.correlation_id)


def _refuse_contact(session: Session, batch: Batch, member: BatchMember, said: str) -> None:
    link = session.scalar(
        select(ContactLink).where(ContactLink.ledger_id == batch.ledger_id, ContactLink.company_id == member.company_id)
    )
    if link is not None and link.state == "sending":
        link.state, link.problem = "wanted", "CONTACT_REFUSED"
        link.problem_detail = {"name": member.evidence.get("name", link.company_name), "said": said}


def strike(
    session: Session, document: Document, code: str, detail: dict[str, Any], *, support: str | None = None
) -> None:
    """Count one refusal against a document that Xero does not have."""
    now = clock.now()
    document.strikes += 1
    tell(
        session,
        document.workspace_id,
        "STRUCK",
        document=document,
        level="held",
        support=support,
        strike=document.strikes,
        said=detail.get("said", ""),
    )
    due = verdicts.next_try(document.strikes, now)
    document.taken_by, document.changed_at = None, now
    if due is None:
        to_fault(session, document, code, detail=detail, support=support)
        return
    document.disposition, document.due_at, document.reason = "waiting", due, "TRY_AGAIN"
    document.reason_detail = {"next": document.strikes + 1, "until": due.isoformat(), "said": detail.get("said", "")}


def to_fault(session: Session, document: Document, code: str, **more: Any) -> None:
    """Stop at a fault that needs a person; the document's reason is the fault's code."""
    document.disposition, document.reason, document.due_at = "fault", code, None
    document.reason_detail, document.taken_by, document.changed_at = more.get("detail"), None, clock.now()
    fault_document(session, document, code, **more)


def to_waiting(
    document: Document, reason: str | None, due_at: datetime | None, *, held: bool = False, **detail: Any
) -> None:
    """Put a document back in the line; *held* when it ends by itself at *due_at*."""
    document.disposition = "held" if held else "waiting"
    document.reason, document.reason_detail, document.due_at = reason, detail or None, due_at
    document.taken_by, document.changed_at = None, clock.now()


def release(session: Session, batch: Batch, reason: str | None, due_at: datetime | None, *, held: bool) -> None:
    """Nothing of the batch ever left: its documents wait again, its contacts are wanted again."""
    detail = {"until": due_at.isoformat()} if due_at else {}
    for member in outbox.members_of(session, batch.id):
        member.outcome = "absent"
        if member.document_id is not None:
            document = document_of(session, member)
            if document.xero_id is None and document.disposition == "sending":
                to_waiting(document, reason, due_at, held=held, vendor="Xero", **detail)
        else:
            link = session.scalar(
                select(ContactLink).where(ContactLink.batch_id == batch.id, ContactLink.company_id == member.company_id)
            )
            if link is not None and link.state == "sending":
                link.state = "wanted"
    outbox.close_if_settled(session, batch)


def doubt(session: Session, member: BatchMember, candidates: Sequence[XeroDocument]) -> None:
    """More look-alikes in Xero than we miss: a person must say which is ours."""
    document = document_of(session, member)
    shown = [
        {"id": each.id, "number": each.number, "contact": each.contact_name, "total": str(each.total)}
        for each in candidates
    ]
    to_fault(session, document, "XERO_MAY_HAVE_IT", detail={"count": len(shown), "candidates": shown})


def load(session: Session, ids: Iterable[int | None], *, lock: bool = False) -> dict[int, Document]:
    """Documents by id, in one query for every five hundred; each is then at hand without another.

    *lock* holds them for this transaction, in order of id: what a person presses meanwhile waits, and is not lost.
    """
    wanted_ids = sorted(each for each in ids if each is not None)
    found: dict[int, Document] = {}
    for start in range(0, len(wanted_ids), 500):
        some = select(Document).where(Document.id.in_(wanted_ids[start : start + 500])).order_by(Document.id)
        rows = session.scalars(some.with_for_update() if lock else some)
        found.update({row.id: row for row in rows})
    return found


def faulted_among(session: Session, ids: Iterable[int | None]) -> set[int]:
    """Which of these documents have an open fault or warning."""
    wanted_ids = [each for each in ids if each is not None]
    found: set[int] = set()
    for start in range(0, len(wanted_ids), 500):
        rows = session.scalars(
            select(Fault.document_id).where(
                Fault.document_id.in_(wanted_ids[start : start + 500]), Fault.closed_at.is_(None)
            )
        )
        found.update(each for each in rows if each is not None)
    return found


def document_of(session: Session, member: BatchMember) -> Document:
    """The member's document."""
    return session.get_one(Document, member.document_id)
