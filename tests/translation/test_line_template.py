import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.translation.line_template import (
    DEFAULT,
    PLACEHOLDERS,
    fill,
    has_loose_brace,
    has_switch,
    unknown_placeholders,
    with_switch,
)

SWITCHES = ("resource", "date", "time_entries")
ALL = "{date} {description} ({resource})\n{time_entries}"


@pytest.mark.parametrize(
    ("template", "values", "text"),
    [
        ("{description}", {"description": "Printer offline"}, "Printer offline"),
        ("{date} {description} ({resource})", {"description": "Printer"}, "Printer"),
        ("{date} {description} ({resource})", {"description": "Printer", "resource": "Mere"}, "Printer (Mere)"),
        (
            "{date} - {resource} - {description}",
            {"date": "3 Nov 2026", "description": "Printer"},
            "3 Nov 2026 - Printer",
        ),
        ("{date} - {resource} - {description}", {"description": "Printer"}, "Printer"),
        ("{description} [{ticket_number}, {resource}]", {"description": "A", "resource": "Mere"}, "A [Mere]"),
        ("{description} [{ticket_number}, {resource}]", {"description": "A"}, "A"),
        ("{description}\n{time_entries}", {"description": "A"}, "A"),
        ("{ticket_number}: {description}", {"description": "- A -"}, "- A -"),
        ("Work: {description}", {}, "Work"),
        ("{description}", {}, ""),
        ("({date}) {description}", {"date": "(odd", "description": "{resource}"}, "((odd) {resource}"),
    ],
)
def test_empty_placeholders_take_brackets_and_separators_along(template, values, text):
    assert fill(template, values) == text


def test_switches_edit_the_template_and_are_read_from_it():
    template = DEFAULT
    for switch in SWITCHES:
        assert not has_switch(template, switch)
        template = with_switch(template, switch, True)
        assert has_switch(template, switch)
    assert template == ALL
    for switch in SWITCHES:
        template = with_switch(template, switch, False)
    assert template == DEFAULT


def test_a_switch_leaves_the_rest_of_a_persons_template_alone():
    own = "Ticket {ticket_number}: {description}"
    assert with_switch(own, "resource", True) == "Ticket {ticket_number}: {description} ({resource})"
    assert with_switch("{item_name}", "resource", True) == "{item_name} ({resource})"
    assert with_switch(own, "resource", False) == own


def test_what_is_no_placeholder_is_named():
    assert unknown_placeholders("{Description} {date} {} {price} {price}") == ("Description", "", "price")
    assert unknown_placeholders(ALL) == ()
    assert has_loose_brace("{date} {description")
    assert has_loose_brace("date} {description}")
    assert not has_loose_brace(ALL)


@given(
    template=st.lists(
        st.sampled_from([f"{{{name}}}" for name in PLACEHOLDERS]) | st.sampled_from(" -(),[]\n:x"), max_size=12
    ).map("".join),
    values=st.dictionaries(st.sampled_from(PLACEHOLDERS), st.text("ab{}-( ", max_size=6)),
)
def test_filling_never_fails_and_keeps_every_value(template, values):
    text = fill(template, values)
    assert "\0" not in text
    for name in unknown_placeholders(template) or PLACEHOLDERS:
        if f"{{{name}}}" in template and values.get(name, "").strip():
            assert values[name].strip() in text
