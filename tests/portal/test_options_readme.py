"""The README lists every invoice option under the name and with the default that the page shows."""

from portal.option_sections import SECTIONS
from tests.test_readme import section


def test_the_table_is_what_the_page_shows() -> None:
    shown = "\n".join(
        f"| {each.title} | {option.label} | {option.default or 'none'} |"
        for each in SECTIONS
        for option in each.options
    )
    _, _, table = section("Invoice options").partition("|---|---|---|\n")
    assert table.strip() == shown, f"The README's rows have to be:\n{shown}"
