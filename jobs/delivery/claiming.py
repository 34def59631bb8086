"""Claims what is about to be sent and writes its batch, in one commit: the beginning of every request."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from jobs.delivery.outbox import LEASE, documents_in_doubt
from jobs.models import Batch, BatchMember, ContactLink, Document
from jobs.plumbing import db
from jobs.xero import protocol


@dataclass(frozen=True)
class Planned:
    """One element about to be sent: for a document or, as a new contact, for a company."""

    marker: str
    element: bytes
    evidence: dict[str, Any]
    document_id: int | None = None
    company_id: int | None = None


@dataclass(frozen=True)
class Target:
    """Where a batch goes: the organisation it is bound to, the resource and the path with its query."""

    workspace_id: int
    ledger_id: int
    tenant_id: str
    resource: str
    path: str
    method: str = "PUT"


def claim(target: Target, planned: Sequence[Planned], taken_by: str) -> tuple[int, str] | None:
    """Claim what is still ours to send and write the batch, in one commit. Returns (batch id, claim token).

    A document with a Xero id, in an open batch, or taken by another sweep is left out; None when nothing is left.
    """
    token = secrets.token_hex(16)
    with db.unit_of_work() as session:
        mine = _claim_documents(session, planned, taken_by) | _claim_companies(session, target.ledger_id, planned)
        kept = [each for each in planned if (each.document_id, each.company_id) in mine]
        if not kept:
            return None
        batch_id = write_batch(session, target, kept, token)
    return batch_id, token


def _claim_documents(session: Session, planned: Sequence[Planned], taken_by: str) -> set[tuple[int | None, None]]:
    ids = [each.document_id for each in planned if each.document_id is not None]
    if not ids:
        return set()
    # In order of id, as a person's buttons lock them; and what they have changed is seen by the next statement.
    session.execute(select(Document.id).where(Document.id.in_(ids)).order_by(Document.id).with_for_update())
    in_doubt = documents_in_doubt().where(BatchMember.document_id.in_(ids))
    claimed = session.execute(
        update(Document)
        .where(
            Document.id.in_(ids),
            Document.disposition.in_(("waiting", "held")),
            Document.taken_by == taken_by,
            Document.xero_id.is_(None),
            Document.id.not_in(in_doubt),
        )
        .values(disposition="sending", reason=None, reason_detail=None, due_at=None)
        .returning(Document.id)
    )
    return {(row[0], None) for row in claimed}


def _claim_companies(session: Session, ledger_id: int, planned: Sequence[Planned]) -> set[tuple[None, int | None]]:
    ids = [each.company_id for each in planned if each.company_id is not None]
    if not ids:
        return set()
    claimed = session.execute(
        update(ContactLink)
        .where(
            ContactLink.ledger_id == ledger_id,
            ContactLink.company_id.in_(ids),
            ContactLink.state == "wanted",
        )
        .values(state="sending")
        .returning(ContactLink.company_id)
    )
    return {(None, row[0]) for row in claimed}


def write_batch(session: Session, target: Target, planned: Sequence[Planned], token: str) -> int:
    """Insert a claimed batch with its members' exact bytes, and point the members at it. Returns its id."""
    now = db.database_now(session)
    batch = Batch(
        workspace_id=target.workspace_id,
        ledger_id=target.ledger_id,
        tenant_id=target.tenant_id,
        resource=target.resource,
        method=target.method,
        path=target.path,
        body=protocol.envelope(target.resource, [each.element for each in planned]),
        # Random, never made of content: a refusal is replayed for 6 minutes, even after a person mended its cause. Keys
        # are shared by all organisations of the app, so the organisation stands inside.
        key=f"ts-{target.tenant_id}-{secrets.token_hex(16)}",
        claim_token=token,
        claim_until=now + LEASE,
        created_at=now,
    )
    session.add(batch)
    session.flush()
    session.execute(
        insert(BatchMember),
        [
            {
                "batch_id": batch.id,
                "document_id": each.document_id,
                "company_id": each.company_id,
                "marker": each.marker,
                "element": each.element,
                "evidence": each.evidence,
                "outcome": "unknown",
            }
            for each in planned
        ],
    )
    _point_at(session, target.ledger_id, planned, batch.id)
    return batch.id


def _point_at(session: Session, ledger_id: int, planned: Sequence[Planned], batch_id: int) -> None:
    documents = [each.document_id for each in planned if each.document_id is not None]
    companies = [each.company_id for each in planned if each.company_id is not None]
    if documents:
        session.execute(update(Document).where(Document.id.in_(documents)).values(batch_id=batch_id))
    if companies:
        session.execute(
            update(ContactLink)
            .where(ContactLink.ledger_id == ledger_id, ContactLink.company_id.in_(companies))
            .values(batch_id=batch_id)
        )
