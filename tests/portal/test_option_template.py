"""The text of the lines on the options page: boxes and text say the same, and a sample shows what comes of it."""

from typing import Any

import pytest

from jobs import options
from jobs.models import Ledger
from jobs.plumbing import db

HTMX = {"HX-Request": "true"}
LINES = {"line_template": "{description}", "date_shown": "worked"}


def template_of(ledger: Ledger) -> str:
    with db.reading() as session:
        return options.stored(session, ledger.id).line_template


def save(ada: Any, **changes: str) -> Any:
    return ada.post("/options/invoices/lines", data={**LINES, **changes}, headers=HTMX)


def test_a_box_that_is_ticked_edits_the_text_and_one_that_is_emptied_too(ada: Any, ledger: Ledger) -> None:
    answer = save(ada, show_date="on", show_resource="on")
    assert template_of(ledger) == "{date} {description} ({resource})"
    assert 'id="show_date" value="on" checked' in answer.text
    save(ada, line_template=template_of(ledger), show_resource="on")
    assert template_of(ledger) == "{description} ({resource})"


def test_the_boxes_follow_a_text_that_was_written(ada: Any, ledger: Ledger) -> None:
    answer = save(ada, line_template="{ticket_number}: {description}\r\n{time_entries}")
    assert template_of(ledger) == "{ticket_number}: {description}\n{time_entries}"
    assert 'id="show_time_entries" value="on" checked' in answer.text
    assert 'id="show_resource" value="on" checked' not in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("{description} {price}", "{price} is nothing that a line can show."),
        ("{description", "A brace stands alone."),
        ("Work", "Every line would say the same."),
        ("", "Every line would say the same."),
        ("{description}" + "x" * 500, "Write at most 500 characters."),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_and_kept_in_its_field(
    ada: Any, ledger: Ledger, typed: str, said: str
) -> None:
    answer = save(ada, line_template=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert f">{typed}</textarea>" in answer.text
    assert template_of(ledger) == "{description}"


def test_boxes_stay_as_ticked_when_the_section_is_refused(ada: Any, ledger: Ledger) -> None:
    answer = save(ada, show_date="on", line_template="{price}")
    assert 'id="show_date" value="on" checked' in answer.text


def test_the_sample_line_follows_what_is_typed(ada: Any, ledger: Ledger) -> None:
    asked = {"line_template": "{date} {description} ({resource})"}
    shown = ada.get("/options/invoices/sample", query_string=asked, headers=HTMX).text
    assert "3 Nov 2026 Printer on level 2 offline (Mere Ngata)" in shown
    assert shown.count("<div") == 1
    unfinished = ada.get("/options/invoices/sample", query_string={"line_template": "{da"}, headers=HTMX).text
    assert "once the text can be used" in unfinished


def test_one_line_for_all_and_lines_kept_together_are_not_saved_both(ada: Any, ledger: Ledger) -> None:
    answer = save(ada, bundling="on", single_line="on")
    assert answer.status_code == 422
    assert "Turn one of the two off." in answer.text
