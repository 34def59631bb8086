"""Hop 5 written down: what translation said of each row, put on it with its reason."""

import traceback
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from jobs.autotask.records import BillingItem
from jobs.delivery import settling
from jobs.faults import close_faults, warn_document
from jobs.history import tell
from jobs.invoices.collect import describe
from jobs.invoices.gather import Gathered, currency_of
from jobs.invoices.taking import is_still_ours
from jobs.models import Document
from jobs.plumbing import clock, db
from jobs.translation.invoices import Faulted, Held, InvoiceSource, LedgerFacts, Skipped, Translated, translate
from jobs.translation.options import InvoiceOptions
from jobs.translation.problems import Problem
from jobs.translation.stored import promise_of, translated_as_data
from jobs.wording import sentence

SETTLES_IN = timedelta(minutes=10)  # a billing run may still be adding lines
LOOK_AGAIN = timedelta(seconds=45)
LOOK_AGAIN_AT_UNPAID = timedelta(hours=1)  # payments take days, and each look costs a read
SKIPS = {"NO_BILLING_ITEMS": "SKIPPED_NO_ITEMS"}  # the same code is a fault when the option says so

Result = Translated | Skipped | Held | Faulted | str | None


def outcome_of(source: InvoiceSource | None, options: InvoiceOptions, facts: LedgerFacts) -> Result:
    """The outcome for one row; None when its invoice can no longer be read, the trace when we failed."""
    if source is None:
        return None
    try:
        return translate(source, options, facts)
    except Exception:  # our bug: it faults this document alone, and the trace is kept for support
        return traceback.format_exc()


def write_down(
    token: str, rows: Sequence[Document], gathered: Gathered, results: Mapping[int, Result]
) -> dict[int, Document]:
    """Put every outcome that is not a sending on its row; returns the rows to send, by id."""
    ready: dict[int, Document] = {}
    with db.unit_of_work() as session:
        held = settling.load(session, [row.id for row in rows], lock=True)
        for row in held.values():
            invoice = gathered.invoices.get(row.autotask_id)
            if not is_still_ours(row, token):
                continue
            if invoice is not None:
                company = gathered.companies.get(invoice.company_id)
                describe(row, invoice, [_line(item) for item in gathered.items.get(invoice.id, ())])
                row.company_name = company.company_name if company else row.company_name
                row.currency = currency_of(company, gathered.currencies) or row.currency
            if _settle_outcome(session, row, results[row.id]):
                ready[row.id] = row
    return ready


def _settle_outcome(session: Session, row: Document, result: Result) -> bool:
    """Write one outcome; True when the row is to be sent."""
    match result:
        case Translated() if row.promised and promise_of(result) != row.promised:
            # A person approved another payload than this one.
            settling.to_fault(session, row, "MOVED_SINCE_PREVIEW")
        case Translated():
            row.translated, row.target_kind = translated_as_data(result), result.target_kind
            row.currency, row.settling_since = result.draft.currency_code, None
            for problem in result.warnings:
                warn_document(session, row, problem.code, detail=detail_of(row, problem))
            return True
        case Skipped(reason=reason):
            row.disposition, row.reason, row.due_at = "skipped", SKIPS.get(reason, reason), None
            row.taken_by, row.changed_at = None, clock.now()
            close_faults(session, row.workspace_id, f"document:{row.id}", "skipped", kind="fault")
            tell(session, row.workspace_id, "SKIPPED", document=row, reason=sentence(row.reason))
        case Held(reason=reason, problems=problems):
            _hold(session, row, reason, problems)
        case Faulted(problems=problems):
            fault(session, row, problems)
        case None:
            settling.to_fault(session, row, "INVOICE_UNREADABLE", detail={"id": row.autotask_id})
        case trace:
            settling.to_fault(session, row, "OUR_BUG", support=str(trace))
    return False


def _hold(session: Session, row: Document, reason: str, problems: Sequence[Problem]) -> None:
    now = clock.now()
    row.settling_since = row.settling_since or now
    if reason == "SETTLING" and now >= row.settling_since + SETTLES_IN:
        row.settling_since = None
        fault(session, row, problems)
        return
    if row.reason != reason:
        tell(session, row.workspace_id, "HELD", document=row, level="held", reason=sentence(reason))
    soon = LOOK_AGAIN_AT_UNPAID if reason == "UNPAID" else LOOK_AGAIN
    settling.to_waiting(row, reason, now + soon, held=True)


def fault(session: Session, row: Document, problems: Sequence[Problem]) -> None:
    """Fault at once, with every reason together: one fault a code, the first named beside the document."""
    for problem in reversed(problems):
        settling.to_fault(session, row, problem.code, detail=detail_of(row, problem))


def detail_of(row: Document, problem: Problem) -> dict[str, Any]:
    contacts = problem.detail.get("contacts") or [{}]
    known = {
        "company": row.company_name,
        "where": problem.where,
        "currency": row.currency,
        "xero_name": contacts[0].get("name"),
    }
    return {name: value for name, value in {**known, **problem.detail}.items() if value is not None}


def _line(item: BillingItem) -> dict[str, Any]:
    """A billing item as the document's page and later comparisons need it; amounts as text."""
    text = item.line_item_full_description or item.description or item.item_name or ""
    return {
        "id": item.id,
        "description": text,
        "quantity": _text(item.quantity),
        "rate": _text(item.rate),
        "amount": _text(item.total_amount),
        "tax": _text(item.tax_dollars),
        "billing_code_id": item.billing_code_id,
        "sort_order_id": item.sort_order_id,
        "item_date": item.item_date,
        "tax_category_id": item.tax_category_id,
    }


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
