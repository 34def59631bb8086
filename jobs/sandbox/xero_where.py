"""Xero's `where` filter, as far as Xero promises to answer it quickly; anything else is refused."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jobs.sandbox import xero_problems
from jobs.sandbox.store import Row
from jobs.sandbox.xero_problems import Refusal

Test = Callable[[Row], bool]
# Resource → field → operators that are optimised (efficient data retrieval page, read 2026-11).
EQUAL = ("==", "=", "!=")
RANGES = (*EQUAL, ">", ">=", "<", "<=")
_DOCUMENTS: Mapping[str, tuple[str, ...]] = {
    "Status": EQUAL,
    "Type": EQUAL,
    "Reference": EQUAL,
    "Contact.ContactID": EQUAL,
    "Contact.Name": EQUAL,
    "Contact.ContactNumber": EQUAL,
    "Date": RANGES,
}
OPTIMISED: dict[str, Mapping[str, tuple[str, ...]]] = {
    "Invoices": {
        **_DOCUMENTS,
        "InvoiceNumber": EQUAL,
        "InvoiceID": EQUAL,
        "AmountPaid": EQUAL,
        "DueDate": RANGES,
        "AmountDue": RANGES,
    },
    "CreditNotes": _DOCUMENTS,
    "Contacts": {"Name": EQUAL, "EmailAddress": EQUAL, "AccountNumber": EQUAL, "ContactNumber": EQUAL},
    "Payments": {
        "PaymentType": EQUAL,
        "Status": EQUAL,
        "Reference": EQUAL,
        "PaymentID": EQUAL,
        "Invoice.InvoiceID": EQUAL,
        "Date": RANGES,
    },
    "Accounts": {"Type": EQUAL, "Class": EQUAL, "Status": EQUAL, "Code": EQUAL, "SystemAccount": EQUAL},
    "TaxRates": {"Status": EQUAL, "TaxType": EQUAL},
    "Items": {"Code": EQUAL},
}
OR_ALLOWED = ("InvoiceID", "PaymentID", "Invoice.InvoiceID")
CONDITION = re.compile(
    r"""\s*(?P<field>[A-Za-z][\w.]*)\s*(?P<operator>==|!=|>=|<=|=|>|<)\s*
    (?:"(?P<text>(?:[^"\\]|\\.)*)"|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>true|false|null)\b
    |guid\("(?P<guid>[^"]*)"\)|DateTime\((?P<date>[\d,\s]+)\))\s*""",
    re.VERBOSE | re.IGNORECASE,
)
JOINT = re.compile(r"\s*(AND\b|OR\b|&&|\|\|)\s*", re.IGNORECASE)


def compiled(resource: str, where: str, contact_of: Callable[[Row], Row]) -> Test:
    """A test of rows. Raises Refusal (400) for what cannot be read or is not optimised."""
    tests: list[Test] = []
    is_any = False
    place = 0
    while True:
        found = CONDITION.match(where, place)
        if found is None:
            raise Refusal(xero_problems.bad_query(f"No property or operator could be read at index {place}"))
        tests.append(_condition(resource, found, contact_of))
        place = found.end()
        if place == len(where):
            return (lambda row: any(test(row) for test in tests)) if is_any else lambda row: all(t(row) for t in tests)
        joint = JOINT.match(where, place)
        if joint is None:
            raise Refusal(xero_problems.bad_query(f"Operator expected at index {place}"))
        if joint[1].upper() in ("OR", "||"):
            if found["field"].lower() not in [each.lower() for each in OR_ALLOWED]:
                raise Refusal(_too_slow(resource))
            is_any = True
        place = joint.end()


def _condition(resource: str, found: re.Match[str], contact_of: Callable[[Row], Row]) -> Test:
    names = {name.lower(): name for name in OPTIMISED.get(resource, {})}
    field, operator = names.get(found["field"].lower()), found["operator"]
    if field is None or operator not in OPTIMISED[resource][field]:
        raise Refusal(_too_slow(resource))
    wanted = _literal(found)
    compare = COMPARISONS[operator]
    return lambda row: compare(_folded(_value(row, field, contact_of)), wanted)


def _too_slow(resource: str) -> Any:
    said = (
        f"Your request is not filtering {resource} efficiently, given the extremely high volume for this organisation."
    )
    return xero_problems.exception(51, "HighVolumeException", said)


def _literal(found: re.Match[str]) -> Any:
    if found["text"] is not None:
        return _folded(re.sub(r"\\(.)", r"\1", found["text"]))
    if found["guid"] is not None:
        return found["guid"].lower()
    if found["number"] is not None:
        return Decimal(found["number"])
    if found["date"] is not None:
        return date(*(int(part) for part in found["date"].split(",")[:3])).isoformat()
    return {"true": True, "false": False, "null": None}[found["word"].lower()]


def _value(row: Row, field: str, contact_of: Callable[[Row], Row]) -> Any:
    head, _, tail = field.partition(".")
    if head == "Contact":
        return contact_of(row).get(tail)
    return row.get(head, {}).get(tail) if tail else row.get(head)


def _folded(value: Any) -> Any:
    """Text compares without case and accents."""
    if not isinstance(value, str):
        return value
    parts = unicodedata.normalize("NFKD", value)
    return "".join(each for each in parts if not unicodedata.combining(each)).casefold()


def _ordered(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda left, right: left is not None and right is not None and test(left, right)


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda left, right: bool(left == right),
    "=": lambda left, right: bool(left == right),
    "!=": lambda left, right: bool(left != right),
    ">": _ordered(lambda left, right: bool(left > right)),
    ">=": _ordered(lambda left, right: bool(left >= right)),
    "<": _ordered(lambda left, right: bool(left < right)),
    "<=": _ordered(lambda left, right: bool(left <= right)),
}
