"""Reads what was typed into a section of the options page, and says what cannot be."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from jobs.translation.contradictions import contradictions
from jobs.translation.options import InvoiceOptions
from jobs.wording.contradictions import CONTRADICTIONS
from portal import option_template
from portal.option_shapes import Option, Section

DAYS_BACK = range(1, 91)
LONGEST_NAME = 100
AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")


@dataclass(frozen=True)
class Read:
    """What a form said: *values* to store, *typed* to show again, *wrong* by option."""

    values: Mapping[str, Any]
    typed: Mapping[str, Any]
    wrong: Mapping[str, str]


def read_section(
    section: Section, form: Mapping[str, str], offered: Mapping[str, Sequence[str]], before: InvoiceOptions
) -> Read:
    """Read one section's form; *offered* names what the ledger's lists allow for each account or currency."""
    values: dict[str, Any] = {}
    typed: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for option in section.options:
        text = form.get(option.name, "").strip()
        typed[option.name] = text
        if option.kind == "in_template":
            continue
        try:
            if option.kind == "template":
                values[option.name] = option_template.read_template(form, before.line_template)
            else:
                values[option.name] = _READERS[option.kind](option, text, offered.get(option.name, ()))
            typed[option.name] = values[option.name]
        except ValueError as problem:
            wrong[option.name] = str(problem)
    wrong |= {} if wrong else excluded(section, values, before)
    return Read(values, typed, wrong)


def excluded(section: Section, values: Mapping[str, Any], before: InvoiceOptions) -> dict[str, str]:
    """Choices of the section that cannot stand together, or with what other sections hold, each with the reason."""
    here = {option.name for option in section.options}
    wrong: dict[str, str] = {}
    for field, other, code in contradictions(replace(before, **values)):
        wrong.update({name: CONTRADICTIONS[code] for name in (field, other) if name in here})
    return wrong


def _read_choice(option: Option, text: str, _offered: Sequence[str]) -> str:
    if text not in {choice.value for choice in option.choices}:
        raise ValueError("Choose one of these.")
    return text


def _read_switch(_option: Option, text: str, _offered: Sequence[str]) -> bool:
    return text == "on"


def _read_days(_option: Option, text: str, _offered: Sequence[str]) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 4 or int(text) not in DAYS_BACK:
        raise ValueError("Write a whole number of days from 1 to 90, such as 14.")
    return int(text)


def _read_amount(option: Option, text: str, _offered: Sequence[str]) -> str | None:
    if not text:
        return None
    if not AMOUNT.fullmatch(text) or not Decimal(text):
        raise ValueError("Write an amount such as 25 or 25.50, or leave it empty.")
    if option.most is not None and Decimal(text) > option.most:
        raise ValueError(f"Write at most {option.most}, or leave it empty.")
    return text


def _read_name(_option: Option, text: str, _offered: Sequence[str]) -> str:
    if len(text) > LONGEST_NAME or not text.isprintable():
        raise ValueError(f"Write the field's name on one line, at most {LONGEST_NAME} characters, or leave it empty.")
    return text


def _read_listed(option: Option, text: str, offered: Sequence[str]) -> str | None:
    if not text and option.name != "default_sales_account":
        return None
    if text not in offered:
        noun = "a currency that Xero uses" if option.kind == "currency" else "an active account from the list"
        raise ValueError(f"Choose {noun}.")
    return text


_READERS: Mapping[str, Callable[[Option, str, Sequence[str]], Any]] = {
    "choice": _read_choice,
    "switch": _read_switch,
    "days": _read_days,
    "amount": _read_amount,
    "name": _read_name,
    "account": _read_listed,
    "currency": _read_listed,
}
