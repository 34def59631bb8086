"""The template of the lines' text on the options page: its switches, what is wrong with it, and a sample."""

from collections.abc import Mapping

from jobs.translation.line_template import (
    LONGEST,
    PLACEHOLDERS,
    fill,
    has_loose_brace,
    has_switch,
    placeholders_of,
    unknown_placeholders,
    with_switch,
)

FIELD = "line_template"
# Field of the page → what it shows. The template alone is stored; the switches are ticked by what stands in it.
SWITCHES = {"show_date": "date", "show_resource": "resource", "show_time_entries": "time_entries"}

_SAMPLE = {
    "date": "3 Nov 2026",
    "description": "Printer on level 2 offline",
    "resource": "Mere Ngata",
    "time_entries": "3 Nov 2026, 1.5 h: Replaced the network card and tested from two desks",
    "ticket_number": "T20261103.0042",
    "ticket_title": "Printer offline",
    "item_name": "Support, business hours",
    "quantity": "1.5",
}


def ticked(template: str) -> dict[str, bool]:
    """Which switches the template says are on."""
    return {name: has_switch(template, shown) for name, shown in SWITCHES.items()}


def read_template(form: Mapping[str, str], before: str) -> str:
    """What was typed, edited by those switches that were turned. Raises ValueError with the sentence to show."""
    template = "\n".join(form.get(FIELD, "").splitlines()).strip()
    for name, was_on in ticked(before).items():
        is_on = form.get(name) == "on"
        if is_on != was_on:
            template = with_switch(template, SWITCHES[name], is_on)
    _check(template)
    return template


def _check(template: str) -> None:
    usable = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    if unknown := unknown_placeholders(template):
        named = ", ".join(f"{{{name}}}" for name in unknown)
        raise ValueError(f"{named} is nothing that a line can show. What can be shown: {usable}.")
    if has_loose_brace(template):
        raise ValueError("A brace stands alone. Write what is to be shown in a pair of braces, such as {description}.")
    if not placeholders_of(template):
        raise ValueError("Every line would say the same. Write what is to be shown, such as {description}.")
    if len(template) > LONGEST:
        raise ValueError(f"Write at most {LONGEST} characters.")


def sample(template: str) -> str:
    """A line as the template writes it; empty when it cannot be used."""
    try:
        _check(template)
    except ValueError:
        return ""
    return fill(template, _SAMPLE)
