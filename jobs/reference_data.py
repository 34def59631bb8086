"""Reads the lists people choose from, and says which entry suits which purpose."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.clients import xero_for
from jobs.history import tell
from jobs.models import Ledger, ReferenceList
from jobs.plumbing import clock, db
from jobs.plumbing.config import Settings
from jobs.plumbing.errors import VendorError
from jobs.xero.client import Xero

Row = dict[str, Any]

LAST = timedelta(hours=1)

SALES_TYPES = ("SALES", "REVENUE", "OTHERINCOME")
COST_TYPES = ("DIRECTCOSTS", "EXPENSE", "OVERHEADS")
LIKELY_NAMES = {
    "sales": ("sales", "services", "revenue", "income"),
    "cogs": ("cost of goods sold", "cost of sales", "direct costs", "purchases"),
    "freight": ("freight", "courier", "shipping", "postage", "delivery"),
    "rounding": ("rounding",),
}


def read_lists(settings: Settings, ledger_id: int, *, limit: float = 10) -> None:
    """Read organisation, accounts, tax rates and currencies for a page that waits. Raises the vendor errors."""
    with db.reading() as session:
        ledger = session.get_one(Ledger, ledger_id)
    refresh(xero_for(ledger, lane="person", limit=limit), ledger_id)


def read_again(workspace_id: int, ledger_id: int) -> None:
    """Read the lists because a person asked; a Xero that does not answer leaves them as they were, and is told."""
    with db.reading() as session:
        ledger = session.get_one(Ledger, ledger_id)
    try:
        refresh(xero_for(ledger, lane="person"), ledger_id)
    except VendorError as error:
        with db.unit_of_work() as session:
            said = error.said or "no answer"
            tell(session, workspace_id, "VENDOR_SILENT", ledger_id=ledger_id, level="held", vendor="Xero", said=said)


def keep_fresh(xero: Xero, ledger_id: int) -> None:
    """Read the ledger's lists anew when an hour has passed since they were."""
    with db.reading() as session:
        last = read_at(session, ledger_id)
    if last is None or clock.now() >= last + LAST:
        refresh(xero, ledger_id)


def refresh(xero: Xero, ledger_id: int) -> None:
    """Read the ledger's lists anew and keep them."""
    organisation = xero.organisation()
    lists = {
        "organisation": [_plain(organisation)],
        "accounts": [_plain(each) for each in xero.accounts()],
        "tax_rates": [_plain(each) for each in xero.tax_rates()],
        "currencies": [_plain(each) for each in xero.currencies()],
    }
    with db.unit_of_work() as session:
        ledger = session.get_one(Ledger, ledger_id)
        for kind, found in lists.items():
            keep(session, ledger.workspace_id, ledger_id, kind, found)
        ledger.name, ledger.base_currency = organisation.name, organisation.base_currency
        ledger.short_code, ledger.organisation = organisation.short_code, _plain(organisation)
        tell(session, ledger.workspace_id, "LISTS_READ", ledger_id=ledger_id)


def read_at(session: Session, ledger_id: int) -> datetime | None:
    """When the ledger's lists were last read."""
    return session.scalar(
        select(ReferenceList.read_at).where(ReferenceList.ledger_id == ledger_id, ReferenceList.kind == "organisation")
    )


def _plain(record: msgspec.Struct) -> Row:
    """A record as plain data; amounts become text."""
    plain: Row = msgspec.to_builtins(record)
    return {name.rstrip("_"): value for name, value in plain.items()}


def keep(session: Session, workspace_id: int, ledger_id: int | None, kind: str, found: list[Row]) -> None:
    """Replace a stored list."""
    row = session.scalar(
        select(ReferenceList).where(
            ReferenceList.workspace_id == workspace_id,
            ReferenceList.ledger_id.is_(None) if ledger_id is None else ReferenceList.ledger_id == ledger_id,
            ReferenceList.kind == kind,
        )
    )
    if row is None:
        session.add(
            ReferenceList(workspace_id=workspace_id, ledger_id=ledger_id, kind=kind, rows=found, read_at=clock.now())
        )
    else:
        row.rows, row.read_at = found, clock.now()


def rows(session: Session, ledger_id: int, kind: str) -> list[Row]:
    """A ledger's list as last read; empty when it was never read."""
    found = session.scalar(
        select(ReferenceList.rows).where(ReferenceList.ledger_id == ledger_id, ReferenceList.kind == kind)
    )
    return list(found or [])


def sales_accounts(accounts: list[Row]) -> list[Row]:
    """Accounts that may take sales lines, likeliest first."""
    return _suited(accounts, SALES_TYPES, "sales")


def cogs_accounts(accounts: list[Row]) -> list[Row]:
    """Accounts that may take cost of goods sold, likeliest first."""
    return _suited(accounts, COST_TYPES, "cogs")


def freight_accounts(accounts: list[Row]) -> list[Row]:
    """Accounts that may take freight and courier costs, likeliest first."""
    return _suited(accounts, COST_TYPES, "freight")


def rounding_accounts(accounts: list[Row]) -> list[Row]:
    """Accounts that may take a rounding line: Xero's own for it, then costs and income."""
    own = [each for each in accounts if each["system_account"] == "ROUNDING" and each["status"] == "ACTIVE"]
    return [*own, *_suited(accounts, (*COST_TYPES, *SALES_TYPES), "rounding")]


def _suited(accounts: list[Row], types: tuple[str, ...], purpose: str) -> list[Row]:
    # Only active accounts with a code that are not Xero's own (Xero certification, read 2026-11).
    usable = [
        each
        for each in accounts
        if each["status"] == "ACTIVE" and each["code"] and not each["system_account"] and each["type"] in types
    ]
    return sorted(usable, key=lambda each: (_rank(each, types, purpose), each["code"]))


def _rank(account: Row, types: tuple[str, ...], purpose: str) -> tuple[int, int]:
    name = account["name"].lower()
    if name in LIKELY_NAMES[purpose]:  # Sales itself comes before Hardware sales
        return -1, types.index(account["type"])
    fit = next((place for place, word in enumerate(LIKELY_NAMES[purpose]) if word in name), len(LIKELY_NAMES[purpose]))
    return fit, types.index(account["type"])


def likely(accounts: list[Row], purpose: str) -> str | None:
    """The code to pre-select for sales, cogs or freight; None when no name speaks for itself."""
    chosen = {"sales": sales_accounts, "cogs": cogs_accounts, "freight": freight_accounts}[purpose](accounts)
    if not chosen:
        return None
    first = chosen[0]
    return first["code"] if any(word in first["name"].lower() for word in LIKELY_NAMES[purpose]) else None
