"""An ordinary invoice and an ordinary organisation, for tests to change one thing of."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from jobs.autotask.records import BillingItem, Company, Invoice
from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import InvoiceSource, LedgerFacts
from jobs.xero.records import Account, Organisation

INVOICE_FIELDS = set(Invoice.__struct_fields__)


@pytest.fixture
def item() -> Callable[..., BillingItem]:
    def build(total: str | None = "100.00", id: int = 1, **changes: Any) -> BillingItem:
        exact = {name: Decimal(changes.pop(name)) for name in ("quantity", "rate") if name in changes}
        described = {"line_item_full_description": f"Work {id}", "sort_order_id": id} | changes
        return BillingItem(id=id, total_amount=None if total is None else Decimal(total), **exact, **described)

    return build


@pytest.fixture
def source(item: Callable[..., BillingItem]) -> Callable[..., InvoiceSource]:
    """Build a source from totals (each its own line) or billing items; its own total fits them unless given."""

    def build(*lines: str | BillingItem, total: str | None = None, **changes: Any) -> InvoiceSource:
        items = tuple(item(line, place) if isinstance(line, str) else line for place, line in enumerate(lines, 1))
        summed = sum((one.total_amount or Decimal(0) for one in items), Decimal(0))
        of_invoice = {name: changes.pop(name) for name in list(changes) if name in INVOICE_FIELDS}
        invoice = Invoice(
            **{
                "id": 48211,
                "company_id": 7,
                "invoice_total": summed if total is None else Decimal(total),
                "invoice_date_time": "2026-11-03T00:00:00Z",
                "due_date": "2026-12-03T00:00:00Z",
                "invoice_number": "2026-0117",
            }
            | of_invoice
        )
        given: dict[str, Any] = {
            "company": Company(id=7, company_name="Harbour Dental"),
            "currency": None,
            "payment_days": None,
            "marker": "ts-4000123-invoice-48211",
            "public_url": "https://tally.example",
        }
        return InvoiceSource(invoice=invoice, items=items, **(given | changes))

    return build


@pytest.fixture
def facts() -> Callable[..., LedgerFacts]:
    def build(**changes: Any) -> LedgerFacts:
        organisation = Organisation(
            id="o1",
            name="Tui IT",
            base_currency="NZD",
            **{name: changes.pop(name) for name in list(changes) if name in Organisation.__struct_fields__},
        )
        accounts = (
            Account("a1", "Sales", "REVENUE", "200", "REVENUE"),
            Account("a2", "Old sales", "REVENUE", "201", "REVENUE", "ARCHIVED"),
            Account("a3", "Bank", "BANK", "090", "ASSET"),
            Account("a4", "Debtors", "CURRENT", "610", "ASSET", system_account="DEBTORS"),
        )
        given: dict[str, Any] = {
            "accounts": {account.code: account for account in accounts},
            "currencies": frozenset({"NZD", "USD"}),
        }
        return LedgerFacts(organisation=organisation, **(given | changes))

    return build


@pytest.fixture
def options() -> Callable[..., InvoiceOptions]:
    def build(**changes: Any) -> InvoiceOptions:
        return InvoiceOptions(**({"default_sales_account": "200"} | changes))

    return build
