"""Hop 4: everything the waiting rows need, in a few bulk queries; translation is given nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobs import mappings, reference_data
from jobs.autotask.client import Autotask
from jobs.autotask.records import BillingItem, Company, Country, Currency, Invoice, PaymentTerm
from jobs.invoices.behind import read_work
from jobs.models import Document, Ledger, ReferenceList
from jobs.plumbing import clock, db
from jobs.translation import numbers
from jobs.translation.invoices import InvoiceSource, LedgerFacts
from jobs.translation.markers import marker
from jobs.translation.options import InvoiceOptions
from jobs.translation.work import Work
from jobs.xero.records import Account, Contact, Organisation, TaxRate

LISTS_LAST = timedelta(hours=6)
NUMBER_MAY_BE_LATE = timedelta(minutes=10)

# What a company tells us; asking for less is quicker on Autotask's side.
COMPANY_FIELDS = tuple(Company.__struct_fields__)


@dataclass(frozen=True)
class Gathered:
    """What one group of rows stands on. Keyed by Autotask's ids."""

    invoices: dict[int, Invoice]
    items: dict[int, tuple[BillingItem, ...]]
    companies: dict[int, Company]
    currencies: dict[int, Currency]
    payment_days: dict[int, int]
    countries: dict[int, str]
    work: Work
    read_at: Any


def gather(autotask: Autotask, workspace_id: int, rows: Sequence[Document], options: InvoiceOptions) -> Gathered:
    """Read the rows' invoices anew with their items and companies; small lists come from the store while fresh."""
    ids = [row.autotask_id for row in rows]
    read_at = clock.now()
    invoices = {each.id: each for each in autotask.query_among(Invoice, "id", ids)}
    items: dict[int, list[BillingItem]] = defaultdict(list)
    for item in autotask.query_among(BillingItem, "invoiceID", ids):
        if item.invoice_id is not None:
            items[item.invoice_id].append(item)
    sites = {each.company_id for found in items.values() for each in found if each.company_id}
    wanted = sorted({each.company_id for each in invoices.values()} | sites)
    companies = autotask.query_among(Company, "id", wanted, fields=COMPANY_FIELDS) if wanted else []
    return Gathered(
        invoices=invoices,
        items={invoice_id: tuple(found) for invoice_id, found in items.items()},
        companies={each.id: each for each in companies},
        currencies={each.id: each for each in small_list(autotask, workspace_id, Currency)},
        payment_days={
            each.id: each.payment_due_in_days
            for each in small_list(autotask, workspace_id, PaymentTerm)
            if each.payment_due_in_days is not None
        },
        countries={
            each.id: each.display_name or each.name or "" for each in small_list(autotask, workspace_id, Country)
        },
        work=read_work(autotask, (each for found in items.values() for each in found), options),
        read_at=read_at,
    )


def small_list(autotask: Autotask, workspace_id: int, kind: type[Any]) -> list[Any]:
    """A short list of Autotask's, read again every six hours."""
    name = f"autotask_{kind.__name__}"
    with db.reading() as session:
        stored = session.scalar(
            select(ReferenceList).where(
                ReferenceList.workspace_id == workspace_id,
                ReferenceList.ledger_id.is_(None),
                ReferenceList.kind == name,
            )
        )
    if stored is not None and clock.now() < stored.read_at + LISTS_LAST:
        return [msgspec.convert(row, kind) for row in stored.rows]
    found = autotask.query(kind, [{"op": "gte", "field": "id", "value": 0}])
    with db.unit_of_work() as session:
        reference_data.keep(session, workspace_id, None, name, [msgspec.to_builtins(each) for each in found])
    return found


def facts_of(session: Session, ledger: Ledger) -> LedgerFacts:
    """What the ledger's organisation allows, as last read."""
    accounts = [_record(Account, row) for row in reference_data.rows(session, ledger.id, "accounts")]
    return LedgerFacts(
        accounts={each.code: each for each in accounts if each.code},
        currencies=frozenset(row["code"] for row in reference_data.rows(session, ledger.id, "currencies")),
        organisation=_record(Organisation, ledger.organisation),
        mappings=mappings.stored(session, ledger.id),
        tax_rates={
            row["tax_type"]: _record(TaxRate, row) for row in reference_data.rows(session, ledger.id, "tax_rates")
        },
    )


def _record(kind: type[Any], row: dict[str, Any] | None) -> Any:
    plain = {f"{name}_" if f"{name}_" in kind.__struct_fields__ else name: value for name, value in (row or {}).items()}
    return msgspec.convert(plain, kind)


def sources(
    rows: Iterable[Document],
    gathered: Gathered,
    ci: int,
    public_url: str,
    twice: frozenset[int],
    cards: Mapping[int, Contact],
) -> dict[int, InvoiceSource]:
    """One source per row (by row id); a row whose invoice can no longer be read has none.

    *cards*: the customers' contacts by company, where an option needs them.
    """
    made: dict[int, InvoiceSource] = {}
    for row in rows:
        invoice = gathered.invoices.get(row.autotask_id)
        if invoice is None:
            continue
        company = gathered.companies.get(invoice.company_id)
        items = gathered.items.get(invoice.id, ())
        made[row.id] = InvoiceSource(
            invoice=invoice,
            items=items,
            company=company,
            currency=currency_of(company, gathered.currencies),
            payment_days=gathered.payment_days.get(invoice.payment_term) if invoice.payment_term else None,
            marker=marker(ci, row.source_kind, row.autotask_id, row.part, row.revision),
            public_url=public_url,
            revision=row.revision,
            numbers_seen_twice=row.id in twice,
            blank_number_waited=clock.now() >= row.collected_at + NUMBER_MAY_BE_LATE,
            insisted=row.insisted,
            work=gathered.work,
            card=cards.get(invoice.company_id),
            sites={
                each.company_id: gathered.companies[each.company_id].company_name
                for each in items
                if each.company_id in gathered.companies
            },
        )
    return made


def currency_of(company: Company | None, currencies: dict[int, Currency]) -> str | None:
    """The currency that Autotask bills the company in."""
    if company is None or company.currency_id is None:
        return None
    found = currencies.get(company.currency_id)
    return found.name if found else None


def numbers_used_twice(session: Session, workspace_id: int, rows: Sequence[Document]) -> frozenset[int]:
    """Rows whose Autotask number another invoice of the workspace carries as well."""
    mine = {row.id: row.number or "" for row in rows if (row.number or "").strip()}
    if not mine:
        return frozenset()
    others: dict[int, str] = dict(mine)
    keys = sorted({numbers.comparison_key(number) for number in mine.values()})
    for some in db.in_parts(keys):
        found = session.execute(
            select(Document.id, Document.number).where(
                Document.workspace_id == workspace_id,
                Document.source_kind == "invoice",
                func.lower(func.trim(Document.number)).in_(some),
                Document.reason.is_distinct_from("VOIDED"),
            )
        )
        others.update({row.id: row.number for row in found})
    return frozenset(numbers.used_twice(others)) & frozenset(mine)
