"""Every option that people have today is a field or page of ours, or says why it is not there yet."""

import csv
import re
from pathlib import Path
from typing import Any

LIST = Path(__file__).parent.parent / "data" / "options.csv"
# Fields of the page that today's screens do not have.
OURS_ALONE = {
    "credit_numbering", "write_number_back", "zero_total", "default_currency", "minimum_hides_credits", "line_template",
    "resource_on_tasks", "date_shown", "skip_udf",
    "billing_contact_udf", "billing_contact_value",
}  # fmt: skip


def rows() -> list[dict[str, str]]:
    with LIST.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_option_is_somewhere_or_says_why_not() -> None:
    for row in rows():
        assert bool(row["where"]) != bool(row["later"]), row


def test_no_option_is_listed_twice() -> None:
    listed = [(row["screen"], row["option"]) for row in rows()]
    assert len(listed) == len(set(listed))


def test_the_page_has_every_listed_field_and_none_besides(ada: Any, ledger: Any) -> None:
    page = ada.get("/options/invoices").text
    sections = " ".join(re.findall(r'<form class="ts-card".*?</form>', page, re.DOTALL))
    shown = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', sections)) - {"csrf_token"}
    listed = {row["where"] for row in rows() if row["where"] and not row["where"].startswith("/")}
    assert shown == listed | OURS_ALONE


def test_every_listed_page_is_there(ada: Any, ledger: Any) -> None:
    for address in (row["where"] for row in rows() if row["where"].startswith("/")):
        assert ada.get(address).status_code == 200, address
