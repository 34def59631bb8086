"""What of Xero may be mapped to, by kind, and the sentence that refuses what may not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from jobs import reference_data

Row = dict[str, Any]

KINDS = ("accounts", "taxes", "tracking_one", "tracking_two", "themes")
LISTS = {"accounts": "accounts", "taxes": "tax_rates", "themes": "themes"}
CALLED = {"accounts": "account", "taxes": "tax rate", "themes": "branding theme"}
KEYS = {"accounts": "code", "taxes": "tax_type", "themes": "id"}


@dataclass(frozen=True)
class Target:
    """One entry of a list of Xero's; *refusal* says why it may not be chosen, empty where it may."""

    key: str
    name: str
    refusal: str = ""


def targets(session: Session, ledger_id: int, kind: str, category: str | None = None) -> dict[str, Target]:
    """Everything that Xero has for *kind* as last read, by key. Tracking takes the *category* it is for."""
    if kind in LISTS:
        rows = reference_data.rows(session, ledger_id, LISTS[kind])
        return {key: Target(key, row["name"], REFUSALS[kind](row)) for row in rows if (key := row[KEYS[kind]])}
    categories = reference_data.rows(session, ledger_id, "tracking")
    chosen = next((each for each in categories if each["name"] == category), None)
    if chosen is None:
        return {}
    return {each["name"]: Target(each["name"], each["name"], _option(each, chosen)) for each in chosen["options"]}


def refuse(found: dict[str, Target], kind: str, key: str) -> str:
    """Why *key* cannot be mapped to; empty when it can."""
    if key in found:
        return found[key].refusal
    called = CALLED.get(kind, "tracking option")
    return f"Xero has no {called} “{key}”. Refresh the lists, then choose another."


def _account(row: Row) -> str:
    name = f"{row['code']} {row['name']}"
    if row["status"] != "ACTIVE":
        return f"Account {name} is archived in Xero. Restore it there, or choose another."
    if row["system_account"] or row["type"] == "BANK":
        return f"Account {name} is a bank or system account; Xero takes no invoice lines on it. Choose another."
    return ""


def _tax_rate(row: Row) -> str:
    if row["status"] != "ACTIVE":
        return f"Tax rate {row['name']} is not active in Xero. Choose another."
    if not row["can_apply_to_revenue"]:
        return f"Tax rate {row['name']} may not be used for sales in Xero. Choose another."
    return ""


def _option(option: Row, category: Row) -> str:
    if category["status"] != "ACTIVE":
        return f"Tracking category {category['name']} is archived in Xero. Choose another."
    if option["status"] != "ACTIVE":
        return f"Tracking option {option['name']} is archived in Xero. Choose another."
    return ""


REFUSALS: dict[str, Callable[[Row], str]] = {"accounts": _account, "taxes": _tax_rate, "themes": lambda _row: ""}
