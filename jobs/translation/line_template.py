"""The template of a line's text: its placeholders, what is wrong with one, and what is left where they are empty."""

import re
from collections.abc import Mapping

PLACEHOLDERS = (
    "date", "description", "resource", "time_entries", "ticket_number", "ticket_title", "item_name", "quantity",
)  # fmt: skip
DEFAULT = "{description}"
LONGEST = 500

# What each switch of the page adds to the template, around the description.
_SWITCHED = {"date": "{date} ", "resource": " ({resource})", "time_entries": "\n{time_entries}"}
_FIELD = re.compile(r"\{([^{}]*)\}")
_GONE = "\0"  # stands where an empty placeholder stood; no typed text has it
_JOIN = r"[\s\-–—:;,.|/·•]*"
_GAPS = rf"{_GONE}(?:{_JOIN}{_GONE})*"
_AROUND_NOTHING = re.compile(rf"[(\[]{_JOIN}{_GAPS}{_JOIN}[)\]]")
_BEFORE = re.compile(rf"(^|[(\[]){_JOIN}{_GAPS}{_JOIN}")
_BEHIND = re.compile(rf"{_JOIN}{_GAPS}{_JOIN}($|[)\]])")
_BETWEEN = re.compile(rf"({_JOIN}){_GAPS}({_JOIN})")


def placeholders_of(template: str) -> frozenset[str]:
    """Name what the template asks for."""
    return frozenset(_FIELD.findall(template))


def unknown_placeholders(template: str) -> tuple[str, ...]:
    """Name what stands in braces and is none of ours, in the order of the text."""
    return tuple(name for name in dict.fromkeys(_FIELD.findall(template)) if name not in PLACEHOLDERS)


def has_loose_brace(template: str) -> bool:
    return bool(set("{}") & set(_FIELD.sub("", template)))


def has_switch(template: str, switch: str) -> bool:
    """Tell whether the template shows what the switch is for."""
    return switch in placeholders_of(template)


def with_switch(template: str, switch: str, on: bool) -> str:
    """Edit the template so that it shows what the switch is for, or does not."""
    if has_switch(template, switch) == on:
        return template
    if not on:
        return _without_gaps(template.replace(f"{{{switch}}}", _GONE))
    added = _SWITCHED[switch]
    if switch == "date":
        return added + template
    if switch == "resource" and DEFAULT in template:
        return template.replace(DEFAULT, DEFAULT + added, 1)
    return template + added


def fill(template: str, values: Mapping[str, str]) -> str:
    """Write the text; an empty placeholder takes the brackets around it and a separator beside it along."""
    kept = _without_gaps(_FIELD.sub(lambda found: found[0] if values.get(found[1]) else _GONE, template))
    return _FIELD.sub(lambda found: values[found[1]], kept).strip()


def _without_gaps(template: str) -> str:
    """Close each gap: brackets around nothing go, and of the separators on both sides the stronger one stays."""
    while _AROUND_NOTHING.search(template):
        template = _AROUND_NOTHING.sub(_GONE, template)
    template = _BEHIND.sub(r"\1", _BEFORE.sub(r"\1", template))
    return _BETWEEN.sub(_stronger, template)


def _stronger(gap: re.Match[str]) -> str:
    left, right = gap.groups()
    return max((left, right), key=lambda each: (bool(each.strip()), "\n" in each, len(each)))
