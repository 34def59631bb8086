"""While a ledger is paused: whom each invoice is for, and which of them Xero seems to have from before us."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import select, update

from jobs.autotask.client import Autotask
from jobs.autotask.records import Company, Currency
from jobs.delivery.sending import Courier
from jobs.invoices.gather import COMPANY_FIELDS, currency_of, small_list
from jobs.models import Document, Ledger
from jobs.plumbing import clock, db
from jobs.translation.markers import marker_in
from jobs.translation.money import to_cents
from jobs.translation.names import comparison_key
from jobs.xero.records import Document as XeroDocument

MOST = 2000  # rows at a time; the next sweep goes on
SLACK = timedelta(days=1)  # a bill that was keyed by hand is hardly older than the Autotask invoice
GONE = ("VOIDED", "DELETED")


class Face(NamedTuple):
    """What a bookkeeper would compare: who, which day, how much."""

    name: str
    day: str
    amount: Decimal
    is_credit: bool


def introduce(courier: Courier, autotask: Autotask, ledger: Ledger) -> None:
    """Name companies and currencies of rows nobody has worked on yet, and look for their like in Xero."""
    rows = _strangers(ledger)
    if not rows:
        return
    wanted = {row.company_id for row in rows if row.company_id is not None}
    companies = {each.id: each for each in autotask.query_among(Company, "id", wanted, fields=COMPANY_FIELDS)}
    currencies = {each.id: each for each in small_list(autotask, ledger.workspace_id, Currency)}
    seen = _numbers_by_face(courier, rows) if ledger.activated_at is None else {}
    values = []
    for row in rows:
        company = companies.get(row.company_id)
        # Empty for a company that cannot be read, so that it is not asked for with every sweep.
        name = company.company_name if company else ""
        values.append(
            {
                "id": row.id,
                "company_name": name,
                "currency": currency_of(company, currencies),
                "lookalike": next((seen[face] for face in _faces(row, name) if face in seen), None),
                "changed_at": clock.now(),
            }
        )
    with db.unit_of_work() as session:
        session.execute(update(Document), values)


def _strangers(ledger: Ledger) -> Sequence[Any]:
    with db.reading() as session:
        return session.execute(
            select(
                Document.id,
                Document.company_id,
                Document.dated_on,
                Document.net,
                Document.tax,
                Document.source_created_at,
            )
            .where(
                Document.workspace_id == ledger.workspace_id,
                Document.ledger_id == ledger.id,
                Document.disposition.in_(("waiting", "held")),
                Document.company_name.is_(None),
                Document.xero_id.is_(None),
            )
            .order_by(Document.id.desc())
            .limit(MOST)
        ).all()


def _numbers_by_face(courier: Courier, rows: Sequence[Any]) -> Mapping[Face, str]:
    """What Xero has from before us, changed since the oldest of *rows* was made: its number by each of its faces."""
    oldest = min((row.source_created_at for row in rows if row.source_created_at), default=clock.now())
    listed: list[XeroDocument] = []
    for resource in ("Invoices", "CreditNotes"):
        listed += courier.xero.documents(resource, changed_since=oldest - SLACK)
    return {face: each.number or each.id for each in listed for face in _faces_of(each)}


def _faces_of(document: XeroDocument) -> Iterable[Face]:
    """With tax and without: Xero works tax out line by line, and may be a cent away from Autotask."""
    is_ours = marker_in(document.url) is not None
    if not document.type.startswith("ACCREC") or document.status in GONE or is_ours or document.date is None:
        return
    name = comparison_key(document.contact_name, ignore_case=True).key
    for amount in (document.total, document.sub_total):
        if amount is not None:
            yield Face(name, document.date, to_cents(amount), document.type.endswith("CREDIT"))


def _faces(row: Any, company_name: str) -> Iterable[Face]:
    if row.net is None or row.dated_on is None or not company_name:
        return
    name = comparison_key(company_name, ignore_case=True).key
    for amount in (row.net + (row.tax or 0), row.net):
        yield Face(name, row.dated_on.isoformat(), to_cents(abs(amount)), row.net < 0)
