"""The README lists every invoice option under the name and with the default that the page shows."""

import re

from portal.option_sections import SECTIONS
from tests.test_readme import section


def table() -> list[tuple[str, ...]]:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", section("Invoice options"), re.MULTILINE)
    return rows[1:]


def test_every_option_stands_in_the_table_in_the_order_of_the_page() -> None:
    shown = [(each.title, option.label, option.default or "none") for each in SECTIONS for option in each.options]
    assert table() == shown
