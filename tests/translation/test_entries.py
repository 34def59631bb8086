from dataclasses import replace
from decimal import Decimal

import pytest

from jobs.translation.invoices import translate
from jobs.translation.mappings import Mappings
from jobs.translation.outcomes import Translated
from jobs.xero.records import Account

GROUP = {"sort_order_id": 1, "line_item_group_description": "Support in May"}
TWO_ACCOUNTS = {"200": Account("a1", "Sales", "REVENUE", "200"), "260": Account("a5", "Other", "REVENUE", "260")}


@pytest.fixture
def lines(source, options, facts):
    def run(*items, option=None, fact=None, **changes):
        outcome = translate(source(*items, **changes), options(**(option or {})), facts(**(fact or {})))
        assert isinstance(outcome, Translated), outcome
        return outcome.draft.lines

    return run


def told(lines):
    return [(line.description, str(line.quantity), str(line.unit_amount)) for line in lines]


def test_a_group_is_one_line_with_its_hours_added_up(lines, item):
    calls = [item("36.25", id=each, quantity="0.25", rate="145.00", **GROUP) for each in (1, 2, 3)]
    assert told(lines(*calls)) == [("Support in May", "0.75", "145.00")]


def test_a_group_of_several_rates_is_its_sum(lines, item):
    calls = [item("36.25", quantity="0.25", rate="145.00", **GROUP), item("50.00", id=2, quantity="1", **GROUP)]
    assert told(lines(*calls)) == [("Support in May", "1", "86.25")]


def test_a_group_keeps_its_place_among_other_lines(lines, item):
    first, last = item("1.00", id=8, sort_order_id=0), item("4.00", id=9, sort_order_id=2)
    group = [item("2.00", id=1, **GROUP), item("3.00", id=2, **GROUP)]
    shown = [line.description for line in lines(*group, first, last)]
    assert shown == ["Work 8", "Support in May", "Work 9"]


def test_items_without_a_groups_text_are_never_grouped(lines, item):
    assert len(lines(item("2.00", sort_order_id=1), item("3.00", id=2, sort_order_id=1))) == 2


def test_a_group_of_two_taxes_or_accounts_stays_apart(lines, item):
    two_taxes = [item("2.00", tax_category_id=1, **GROUP), item("3.00", id=2, tax_category_id=2, **GROUP)]
    assert len(lines(*two_taxes)) == 2
    two_codes = [item("2.00", billing_code_id=1, **GROUP), item("3.00", id=2, billing_code_id=2, **GROUP)]
    assert len(lines(*two_codes)) == 1
    mapped = {"accounts": TWO_ACCOUNTS, "mappings": Mappings(accounts={2: "260"})}
    assert [line.account_code for line in lines(*two_codes, fact=mapped)] == ["200", "260"]


def test_sites_come_in_the_invoices_order_and_their_subtotals_add_up(lines, item):
    items = [item("10.00"), item("1234.50", id=2, company_id=8), item("5.00", id=3, company_id=7)]
    shown = lines(*items, sites={8: "Harbour North", 7: "ignored"})
    assert [line.description for line in shown] == [
        "Harbour Dental",
        "Work 1",
        "Work 3",
        "Subtotal Harbour Dental: 15.00",
        "Harbour North",
        "Work 2",
        "Subtotal Harbour North: 1,234.50",
    ]
    assert [line.unit_amount for line in shown if line.quantity] == [Decimal("10"), Decimal("5"), Decimal("1234.50")]


def test_an_invoice_of_its_own_company_alone_has_no_headings(lines, item):
    assert len(lines(item("10.00", company_id=7), item("5.00", id=2, company_id=0))) == 2


def test_a_site_whose_name_is_not_known_goes_by_its_number(lines, item):
    shown = lines(item("10.00", company_id=99), company_id=7)
    assert [line.description for line in shown] == ["Company 99", "Work 1", "Subtotal Company 99: 10.00"]


def test_a_group_does_not_reach_across_sites(lines, item):
    both = [item("2.00", company_id=7, **GROUP), item("3.00", id=2, company_id=8, **GROUP)]
    assert len([line for line in lines(*both) if line.quantity]) == 2
    assert len(lines(*both, option={"multi_site": False})) == 1


def test_where_an_account_came_from_is_told_by_the_lines_place_below_headings(source, options, facts, item):
    given = source(item("10.00", company_id=8, billing_code_id=2), sites={8: "Harbour North"})
    known = replace(facts(), accounts=TWO_ACCOUNTS, mappings=Mappings(accounts={2: "260"}))
    done = translate(given, options(), known)
    assert ("line 2", "260") in [(note.field, note.value) for note in done.notes]
