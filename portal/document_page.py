"""Builds the page of one document: both systems' amounts, its lines, where each value came from, and its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs import links, reference_data
from jobs.models import AutotaskConnection, Document, Fault, Ledger, LogEntry
from jobs.wording import Words
from portal import fault_groups, log_lines
from portal.tally import Tally, tally_of, to_cents
from portal.telling import kind_of, name_of, spell_named, tell_fault, tell_line, tell_reason

MOVING = ("waiting", "sending", "posted", "held")  # ends by itself: the page looks again while it stands so
# What may be pressed, by disposition: while Xero does not have the document, and once it does.
ACTIONS = {
    "waiting": (("sync", "skip"), ()),
    "sending": ((), ()),
    "posted": ((), ()),
    "done": ((), ("resync", "remove")),
    "held": (("sync", "skip"), ()),
    "skipped": (("unskip", "remove"), ("remove",)),
    "fault": (("skip", "remove"), ("resync", "remove")),
}
STATUSES = {
    "DRAFT": "Draft",
    "SUBMITTED": "Awaiting approval",
    "AUTHORISED": "Approved",
    "PAID": "Paid",
    "VOIDED": "Voided",
    "DELETED": "Deleted",
}


@dataclass(frozen=True)
class Line:
    """One line of either system; *notes* stand under the account."""

    text: str
    quantity: Decimal | None
    price: Decimal | None
    amount: Decimal | None
    account: str = ""
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Past:
    """One entry of the history."""

    id: int
    at: datetime
    look: str
    icon: str
    text: str
    support: str | None


@dataclass(frozen=True)
class Open:
    """An open fault or warning of this document."""

    fault: Fault
    words: Words


@dataclass(frozen=True)
class Shown:
    """Everything on the page; *seen* changes when anything on it does."""

    document: Document
    name: str
    kind: str
    reason: str
    tally: Tally
    sent: Sequence[Line]
    billed: Sequence[Line]
    notes: Sequence[Mapping[str, str]]
    status: str
    history: Sequence[Past]
    open: Sequence[Open]
    actions: Sequence[str]
    autotask_link: str | None
    xero_link: str | None
    is_moving: bool
    seen: str


def show(session: Session, document: Document) -> Shown:
    """Read what the page needs; the number of queries does not depend on lines or history."""
    # Its own, which may be another than the one the lists speak of now.
    ledger = session.get(Ledger, document.ledger_id) if document.ledger_id is not None else None
    faults = fault_groups.of_document(session, document)
    past = log_lines.history(session, document)
    listed = reference_data.rows(session, ledger.id, "accounts") if ledger else []
    accounts = {row["code"]: row["name"] for row in listed}
    draft = (document.translated or {}).get("draft") or {}
    notes = (document.translated or {}).get("notes") or []
    first_fault = next((fault for fault in faults if fault.kind == "fault"), None)
    return Shown(
        document=document,
        name=name_of(document),
        kind=kind_of(document),
        reason=tell_reason(document, first_fault if document.disposition == "fault" else None),
        tally=tally_of(document),
        sent=[sent_line(line, place, accounts, notes) for place, line in enumerate(draft.get("lines") or (), 1)],
        billed=[_billed_line(line) for line in (document.snapshot or {}).get("lines") or ()],
        notes=[spell_named(note) for note in notes if not note["field"].startswith("line ")],
        status=STATUSES.get(document.xero_status or "", ""),
        history=[_past(entry) for entry in past],
        open=[Open(fault, tell_fault(fault)) for fault in faults],
        actions=ACTIONS[document.disposition][document.xero_id is not None],
        autotask_link=_autotask_link(session, document),
        xero_link=_xero_link(document, ledger),
        is_moving=document.disposition in MOVING,
        seen=f"{document.changed_at.timestamp():.6f}-{past[0].id if past else 0}-{len(faults)}",
    )


def sent_line(
    line: Mapping[str, Any], place: int, accounts: Mapping[str, str], notes: Sequence[Mapping[str, str]]
) -> Line:
    """A line of a draft as kept, with what its values came from."""
    quantity, price = _amount(line.get("quantity")), _amount(line.get("unit_amount"))
    code = line.get("account_code") or ""
    return Line(
        text=line.get("description") or "",
        quantity=quantity,
        price=price,
        amount=None if quantity is None or price is None else to_cents(quantity * price),
        account=f"{code} · {accounts[code]}" if code in accounts else code,
        notes=[f"{note['value']}: {note['why']}" for note in notes if note["field"] == f"line {place}"]
        or (["Option: default sales account"] if code else []),
    )


def _billed_line(line: Mapping[str, Any]) -> Line:
    text = line.get("description") or line.get("line_item_full_description") or line.get("item_name") or ""
    amount = line.get("amount", line.get("total_amount"))
    return Line(text, _amount(line.get("quantity")), _amount(line.get("rate")), _amount(amount))


def _amount(text: Any) -> Decimal | None:
    """An amount as stored, which is text; None for one that is missing or cannot be read."""
    if text in (None, ""):
        return None
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return None


def _past(entry: LogEntry) -> Past:
    icon = log_lines.icon_of(entry.code, entry.level)
    return Past(entry.id, entry.at, icon, icon, tell_line(entry), entry.support)


def _autotask_link(session: Session, document: Document) -> str | None:
    web_url = session.scalar(
        select(AutotaskConnection.web_url).where(AutotaskConnection.workspace_id == document.workspace_id)
    )
    return links.autotask_invoice(web_url, document.autotask_id) if web_url else None


def _xero_link(document: Document, ledger: Ledger | None) -> str | None:
    if not document.xero_id:
        return None
    # Another organisation's short code would open the wrong books.
    short_code = ledger.short_code if ledger and document.xero_tenant_id in (None, ledger.tenant_id) else None
    return links.xero_document(short_code, document.target_kind or "invoice", document.xero_id)
