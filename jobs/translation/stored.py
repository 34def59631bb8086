"""Drafts as plain data for the database, amounts as text, and back."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from jobs.translation.money import amount
from jobs.translation.outcomes import Translated
from jobs.xero.records import Draft, DraftLine, Tracking


def as_data(draft: Draft) -> dict[str, Any]:
    """Write a draft with every value JSON keeps exactly."""
    data = _fields(draft)
    data["net"] = str(draft.net)
    data["lines"] = [_line_as_data(line) for line in draft.lines]
    return data


def from_data(data: dict[str, Any]) -> Draft:
    lines = tuple(_line_from_data(line) for line in data["lines"])
    return Draft(**{**data, "net": amount(data["net"]), "lines": lines})


def translated_as_data(translated: Translated) -> dict[str, Any]:
    """Write a translation as a document keeps it: draft, notes and what Xero should say."""
    predicted = translated.predicted
    return {
        "draft": as_data(translated.draft),
        "notes": [{"field": note.field, "value": note.value, "why": note.why} for note in translated.notes],
        "predicted": {
            "net": str(predicted.net),
            "tax": None if predicted.tax is None else str(predicted.tax),
            "total": None if predicted.total is None else str(predicted.total),
            "rounding": str(predicted.rounding),
        },
    }


def rounding_in(data: dict[str, Any] | None) -> Decimal:
    """The rounding line's amount in what `translated_as_data` wrote, nothing where there is none."""
    predicted = (data or {}).get("predicted", {})
    return amount(predicted.get("rounding", "0"))


def promise_of(translated: Translated) -> str:
    """A check sum of all that would be sent, the contact named by Autotask's id: equal only for equal payloads."""
    told = json.dumps({"kind": translated.target_kind, "draft": as_data(translated.draft)}, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _line_as_data(line: DraftLine) -> dict[str, Any]:
    data = _fields(line)
    for name in ("quantity", "unit_amount"):
        if data[name] is not None:
            data[name] = str(data[name])
    data["tracking"] = [_fields(choice) for choice in line.tracking]
    return data


def _line_from_data(data: dict[str, Any]) -> DraftLine:
    exact = {name: None if data[name] is None else amount(data[name]) for name in ("quantity", "unit_amount")}
    tracking = tuple(Tracking(**choice) for choice in data["tracking"])
    return DraftLine(**{**data, **exact, "tracking": tracking})


def _fields(struct: Draft | DraftLine | Tracking) -> dict[str, Any]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}
