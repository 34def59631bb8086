"""Checks a sent element against the field tables: strangers and wrong types refuse the whole request."""

import re
from datetime import date
from typing import Any

from jobs.sandbox import xero_problems
from jobs.sandbox.store import Row
from jobs.sandbox.xero_fields import ENTITIES, NO, TYPES, YES, Field
from jobs.sandbox.xero_problems import Refusal

PRINTABLE = re.compile(r"[\x20-\x7e]*\Z")
NUMBERS_OF = ("InvoiceNumber", "CreditNoteNumber")
# Control characters cannot be written in the XML that Xero keeps.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def check(entity: str, sent: Row) -> list[str]:
    """What Xero finds wrong with the values of *sent*, as its validation errors.

    Raises Refusal for a member that does not exist or has another type: then the body as a whole is unreadable.
    """
    wrong: list[str] = []
    _check(entity, sent, wrong)
    return wrong


def _check(entity: str, sent: Any, wrong: list[str]) -> None:
    if not isinstance(sent, dict):
        raise Refusal(xero_problems.unreadable(f"Could not read {entity} from {type(sent).__name__}"))
    fields = ENTITIES[entity]
    for name, value in sent.items():
        field = fields.get(name)
        if field is None:
            raise Refusal(xero_problems.unreadable(f"Could not find member '{name}' on object of type '{entity}'"))
        if field.write == NO:
            raise Refusal(xero_problems.unreadable(f"Member '{name}' of '{entity}' is read only"))
        if value is not None:
            _check_value(name, field, value, wrong)


def _check_value(name: str, field: Field, value: Any, wrong: list[str]) -> None:
    if field.kind.startswith("["):
        if not isinstance(value, list):
            raise Refusal(xero_problems.unreadable(f"Member '{name}' must be a list"))
        for each in value:
            _check(field.kind[1:-1], each, wrong)
    elif field.kind in ENTITIES:
        _check(field.kind, value, wrong)
    else:
        _check_plain(name, field, value, wrong)


def _check_plain(name: str, field: Field, value: Any, wrong: list[str]) -> None:
    if not isinstance(value, TYPES[field.kind]) or (isinstance(value, bool) and field.kind != "flag"):
        said = f"Error converting value {value!r} to type '{field.kind}'. Path '{name}'"
        raise Refusal(xero_problems.unreadable(said))
    if field.kind == "date":
        read_date(name, value)
    if not isinstance(value, str):
        return
    if field.choices and value not in field.choices:
        raise Refusal(xero_problems.unreadable(f"Error converting value \"{value}\". Path '{name}'"))
    if field.longest is not None and len(value) > field.longest:
        wrong.append(f"The {name} field exceeds the maximum length of {field.longest} characters.")
    if CONTROL.search(value):
        raise Refusal(xero_problems.unreadable(f"Member '{name}' has a character that is not valid in XML"))
    if name in NUMBERS_OF and not PRINTABLE.match(value):
        wrong.append(f"The {name} field contains characters that are not allowed.")


def read_date(name: str, value: str) -> str:
    """The day that *value* names, as YYYY-MM-DD. Raises Refusal when it names none."""
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError as error:
        said = f"The string '{value}' is not a valid date. Path '{name}'"
        raise Refusal(xero_problems.unreadable(said)) from error


def counted(entity: str, sent: Row) -> Row:
    """Only the members whose sent value counts."""
    fields = ENTITIES[entity]
    return {name: value for name, value in sent.items() if fields[name].write == YES}


def missing(entity: str, sent: Row) -> list[str]:
    """Members that a new one must have and *sent* lacks."""
    return [name for name, field in ENTITIES[entity].items() if field.required and sent.get(name) in (None, "", {})]
