from decimal import Decimal

import pytest

from jobs.translation import problems
from jobs.translation.codings import Coding
from jobs.translation.entries import Entry, Section
from jobs.translation.line_text import LineText
from jobs.translation.lines import draft_lines, in_order
from jobs.translation.outcomes import Findings
from jobs.translation.work import Work


@pytest.fixture
def written(options):
    """Write each item as a line of its own."""

    def run(*items, findings=None, sign=1, **chosen):
        entries = [Entry((each,), Coding("200")) for each in items]
        return draft_lines(
            [Section("", entries)], sign, LineText(options(**chosen), Work(), "NZ"), findings or Findings()
        )

    return run


@pytest.fixture
def one_line(item, written):
    def run(total="100.00", sign=1, **changes):
        return written(item(total, **changes), sign=sign)[0]

    return run


def sent(line):
    return str(line.quantity), str(line.unit_amount)


def test_lines_follow_the_invoices_order(item):
    items = [item(id=5, sort_order_id=None), item(id=9, sort_order_id=1), item(id=3, sort_order_id=2), item(id=2)]
    assert [one.id for one in in_order(items)] == [9, 2, 3, 5]


def test_the_text_is_the_invoices_own(one_line):
    full = one_line(line_item_full_description="Full text", description="Short", item_name="Name")
    assert full.description == "Full text"
    assert one_line(line_item_full_description=" ", description="Short", item_name="Name").description == "Short"
    assert one_line(line_item_full_description=None, item_name="Name").description == "Name"


def test_a_line_without_any_text_names_its_billing_item_and_warns(item, written):
    findings = Findings()
    [line] = written(item(id=77, line_item_full_description="\u200b"), findings=findings)
    assert line.description == "Billing item 77"
    assert [(warning.code, warning.where) for warning in findings.warnings] == [(problems.LINE_WITHOUT_TEXT, "line 1")]


def test_text_over_4000_characters_goes_on_below_without_an_amount(item, written):
    findings = Findings()
    lines = written(item(line_item_full_description="x" * 4001), item("1.00", id=2), findings=findings)
    assert [len(line.description) for line in lines] == [4000, 1, 6]
    assert (lines[1].quantity, lines[1].unit_amount, lines[1].account_code) == (None, None, None)
    assert [note.field for note in findings.notes] == ["lines"]


def test_quantity_and_rate_are_kept_when_they_give_the_amount(one_line):
    assert sent(one_line("37.63", quantity="0.25", rate="150.50")) == ("0.25", "150.50")
    assert one_line("37.63", quantity="0.25", rate="150.50").description == "Work 1"


def test_otherwise_the_amount_is_sent_once_with_the_quantity_in_the_text(one_line):
    line = one_line("100.00", quantity="3.0000", rate="99.00")
    assert sent(line) == ("1", "100.00")
    assert line.description == "Work 1 (quantity 3)"


def test_hours_covered_by_a_contract_are_kept_at_nothing(one_line):
    line = one_line("0.0000", quantity="3.1750", rate="100.0000", extended_price=Decimal("386.6450"))
    assert sent(line) == ("3.175", "0.00")


def test_a_quantity_of_seven_decimals_is_told_in_the_text(one_line):
    line = one_line("12.35", quantity="1.2345678", rate="10.00")
    assert sent(line) == ("1", "12.35")
    assert line.description.endswith("(quantity 1.2345678)")


@pytest.mark.parametrize("quantity", ["0", "1", "1.000"])
def test_a_quantity_of_none_or_one_is_not_told(one_line, quantity):
    line = one_line("100.00", quantity=quantity, rate="7.00")
    assert sent(line) == ("1", "100.00")
    assert line.description == "Work 1"


def test_a_missing_quantity_is_one_and_a_missing_amount_is_nothing(one_line):
    assert sent(one_line("12.30")) == ("1", "12.30")
    assert sent(one_line(None)) == ("1", "0.00")


def test_a_credited_quantity_becomes_a_negative_price(one_line):
    assert sent(one_line("-300.00", quantity="-3", rate="100.00")) == ("3", "-100.00")


def test_a_negative_quantity_with_a_positive_amount_is_sent_as_its_amount(one_line):
    line = one_line("300.00", quantity="-3", rate="-100.00")
    assert sent(line) == ("1", "300.00")
    assert line.description == "Work 1 (quantity -3)"


def test_a_credit_notes_line_is_turned(one_line):
    assert sent(one_line("-300.00", sign=-1, quantity="-3", rate="100.00")) == ("3", "100.00")
    assert sent(one_line("-50.00", sign=-1, quantity="1", rate="-50.00")) == ("1", "50.00")
    assert sent(one_line("0.00", sign=-1)) == ("1", "0.00")


def test_endless_numbers_do_no_harm(one_line):
    assert sent(one_line("5.00", quantity="NaN", rate="Infinity")) == ("1", "5.00")
    assert sent(one_line("5.00", quantity="2", rate="1e300")) == ("2", "2.50")
    assert sent(one_line("5.00", quantity="1e100")) == ("1", "5.00")
    assert sent(one_line("5.00", quantity="1e-400")) == ("1", "5.00")
    assert one_line("5.00", quantity="NaN").description == "Work 1 (quantity NaN)"


def test_four_decimals_keep_fine_prices_and_say_where_they_would(item, written):
    storage = item("53.13", quantity="1250", rate="0.0425")
    assert sent(written(storage, four_decimals=True)[0]) == ("1250", "0.0425")
    findings = Findings()
    [line] = written(storage, findings=findings)
    assert sent(line) == ("1", "53.13")
    assert line.description == "Work 1 (quantity 1250)"
    assert [(note.value, note.why[:11]) for note in findings.notes] == [("1", "have prices")]
