"""The invoice options: saved section by section, refused with a reason, found by every name."""

from typing import Any

import pytest
from sqlalchemy import select

from jobs import options
from jobs.models import AuditEntry, Ledger
from jobs.plumbing import db
from jobs.translation.options import InvoiceOptions
from portal import option_template
from portal.option_sections import SECTIONS, matching
from tests.portal.builders import statements

HTMX = {"HX-Request": "true"}
DATES = {"due_date_from": "invoice_date", "days_back": "14"}
# What is mapped is chosen beside the mappings, not here.
OF_MAPPINGS = {
    "unmapped_code", "tax_mapping", "tracking_one", "tracking_one_category", "tracking_two", "tracking_two_category",
}  # fmt: skip
ARRIVAL = {"import_as": "approved", "numbering": "xero", "credit_numbering": "cn", "po_number_to_reference": "on"}


def stored(ledger: Ledger) -> InvoiceOptions:
    with db.reading() as session:
        return options.stored(session, ledger.id)


def test_every_option_is_on_the_page_with_its_default() -> None:
    shown = {option.name for section in SECTIONS for option in section.options}
    assert shown == set(InvoiceOptions.__dataclass_fields__) - OF_MAPPINGS | set(option_template.SWITCHES)
    for section in SECTIONS:
        for option in section.options:
            assert option.help or all(choice.help or choice.label for choice in option.choices)
            assert option.default or option.kind in ("account", "currency")


def test_a_section_is_saved_with_who_and_from_what(ada: Any, people: Any, ledger: Ledger) -> None:
    answer = ada.post("/options/invoices/dates", data=DATES)
    assert (answer.status_code, answer.location) == (303, "/options/invoices#dates")
    assert (stored(ledger).days_back, stored(ledger).due_date_from) == (14, "invoice_date")
    with db.reading() as session:
        entries = {entry.subject: entry for entry in session.scalars(select(AuditEntry))}
    changed = entries["Harbourline IT Ltd: days_back"]
    assert (changed.member_id, changed.before, changed.after) == (people.ada.id, 3, 14)


def test_the_number_of_queries_does_not_grow_with_what_changed(ada: Any, ledger: Any) -> None:
    with statements() as one:
        ada.post(
            "/options/invoices/arrival", data={"import_as": "draft", "numbering": "xero", "credit_numbering": "cn"}
        )
    more = {
        "import_as": "approved",
        "numbering": "autotask_id",
        "credit_numbering": "inv",
        "po_number_to_reference": "on",
    }
    with statements() as many:
        ada.post("/options/invoices/arrival", data=more)
    asked = [len([each for each in some if each.startswith("SELECT")]) for some in (one, many)]
    assert asked[0] == asked[1]


def test_with_script_only_the_section_comes_back_and_says_when(ada: Any, ledger: Ledger) -> None:
    answer = ada.post("/options/invoices/dates", data=DATES, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<form")
    assert "Saved at " in answer.text
    assert answer.text.count("<form") == 1


def test_saving_one_section_leaves_the_others(ada: Any, ledger: Ledger) -> None:
    ada.post("/options/invoices/arrival", data=ARRIVAL)
    ada.post("/options/invoices/dates", data=DATES)
    assert stored(ledger).import_as == "approved"
    assert stored(ledger).po_number_to_reference


def test_a_box_that_is_not_ticked_is_off(ada: Any, ledger: Ledger) -> None:
    ada.post("/options/invoices/arrival", data={**ARRIVAL, "po_number_to_reference": ""})
    assert not stored(ledger).po_number_to_reference


@pytest.mark.parametrize("days", ["0", "91", "-3", "3.5", "", "drei", "٣", "999999999999"])
def test_days_that_are_none_come_back_with_what_was_typed(ada: Any, ledger: Ledger, days: str) -> None:
    answer = ada.post("/options/invoices/dates", data={**DATES, "days_back": days}, headers=HTMX)
    assert answer.status_code == 422
    assert "Write a whole number of days from 1 to 90, such as 14." in answer.text
    assert f'value="{days}"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'id="due_date_from-invoice_date" value="invoice_date" checked' in answer.text
    assert stored(ledger) == InvoiceOptions()


def test_without_script_the_whole_page_keeps_what_was_typed(ada: Any, ledger: Ledger) -> None:
    answer = ada.post("/options/invoices/dates", data={**DATES, "days_back": "200"})
    assert answer.status_code == 422
    assert "<h1>Invoice options</h1>" in answer.text
    assert 'value="200"' in answer.text


def test_choices_that_contradict_are_refused_with_the_reason(ada: Any, ledger: Ledger) -> None:
    both = {**ARRIVAL, "numbering": "autotask_id", "write_number_back": "on"}
    answer = ada.post("/options/invoices/arrival", data=both, headers=HTMX)
    assert answer.status_code == 422
    assert "can be written back only where Xero gives the number" in answer.text
    assert stored(ledger).numbering == "xero"


def test_a_choice_that_is_not_offered_is_refused(ada: Any, ledger: Ledger) -> None:
    answer = ada.post("/options/invoices/arrival", data={**ARRIVAL, "import_as": "paid"}, headers=HTMX)
    assert answer.status_code == 422
    assert "Choose one of these." in answer.text


@pytest.mark.parametrize("code", ["299", "610", "nonsense", ""])
def test_an_account_that_cannot_take_sales_is_refused(ada: Any, ledger: Ledger, code: str) -> None:
    answer = ada.post("/options/invoices/accounts", data={"default_sales_account": code}, headers=HTMX)
    assert answer.status_code == 422
    assert stored(ledger).default_sales_account is None


def test_accounts_come_from_the_organisations_own_list(ada: Any, ledger: Ledger) -> None:
    page = ada.get("/options/invoices").text
    assert '<option value="200">200 · Sales</option>' in page
    assert "Old sales" not in page
    assert ada.post("/options/invoices/accounts", data={"default_sales_account": "200"}).status_code == 303
    assert stored(ledger).default_sales_account == "200"
    assert '<option value="200" selected>' in ada.get("/options/invoices").text


def test_an_account_that_was_archived_since_is_shown_as_such(ada: Any, ledger: Ledger) -> None:
    with db.unit_of_work() as session:
        options.save(session, ledger.id, {"default_sales_account": "299"}, None)
    assert "299 · no longer usable in Xero" in ada.get("/options/invoices").text


@pytest.mark.parametrize(
    ("words", "section"),
    [
        ("General Settings", "arrival"),
        ("xero options", "selection"),
        ("Fault sync if no billing items attached", "selection"),
        ("case sensitivity", "contacts"),
        ("how many days back", "dates"),
        ("INV:", "arrival"),
    ],
)
def test_options_are_found_by_the_names_people_know(words: str, section: str) -> None:
    assert section in [found.id for found in matching(words)]


def test_the_settings_area_leads_to_what_was_searched(ada: Any, ledger: Ledger) -> None:
    assert ada.get("/options?q=case+sensitivity").location == "/options/invoices?q=case+sensitivity"
    page = ada.get("/options/invoices?q=case+sensitivity").text
    assert 'id="contacts"' in page
    assert 'id="dates"' not in page
    assert "No option is called “warp drive”." in ada.get("/options/invoices?q=warp+drive").text


def test_people_who_only_read_see_the_options_and_cannot_save(ben: Any, ledger: Ledger) -> None:
    page = ben.get("/options/invoices").text
    assert "Save this section" not in page
    assert ben.post("/options/invoices/dates", data=DATES).status_code == 403
    assert stored(ledger) == InvoiceOptions()


def test_a_section_that_is_none_is_not_there(ada: Any, ledger: Ledger) -> None:
    assert ada.post("/options/invoices/secrets", data={}).status_code == 404


def test_warnings_stand_where_money_is_at_stake(ada: Any, ledger: Ledger) -> None:
    page = ada.get("/options/invoices").text
    for option in ("import_as", "numbering", "write_number_back", "days_back"):
        assert f'id="{option}-warning"' in page


@pytest.mark.parametrize("typed", ["-5", "abc", "0", "1,000", "9.999", "1e3"])
def test_an_amount_that_is_none_is_refused_and_nothing_is_saved(ada: Any, ledger: Ledger, typed: str) -> None:
    form = {"no_items": "skip", "zero_total": "sync", "minimum_value": typed}
    answer = ada.post("/options/invoices/selection", data=form, headers=HTMX)
    assert answer.status_code == 422
    assert "Write an amount such as 25 or 25.50" in answer.text
    assert f'value="{typed}"' in answer.text
    assert (stored(ledger).no_items, stored(ledger).minimum_value) == ("fault", None)


def test_an_amount_is_saved_and_emptied_again(ada: Any, ledger: Ledger) -> None:
    form = {"no_items": "fault", "zero_total": "sync", "minimum_value": "25.50"}
    ada.post("/options/invoices/selection", data=form)
    assert stored(ledger).minimum_value == "25.50"
    ada.post("/options/invoices/selection", data={**form, "minimum_value": ""})
    assert stored(ledger).minimum_value is None


def test_a_tolerance_above_its_most_is_refused(ada: Any, ledger: Ledger) -> None:
    form = {"tax_guard": "warn", "tolerance": "3.01"}
    answer = ada.post("/options/invoices/amounts", data=form, headers=HTMX)
    assert answer.status_code == 422
    assert "Write at most 3.00, or leave it empty." in answer.text
    assert ada.post("/options/invoices/amounts", data={**form, "tolerance": "3"}).status_code == 303
    assert (stored(ledger).tax_guard, stored(ledger).tolerance) == ("warn", "3")


def test_a_choice_that_another_section_excludes_is_refused_and_nothing_saved(ada: Any, ledger: Ledger) -> None:
    with db.unit_of_work() as session:
        options.save(session, ledger.id, {"tax_mapping": True}, None)
    form = {"default_sales_account": "200", "tax_from_card": "on"}
    answer = ada.post("/options/invoices/accounts", data=form, headers=HTMX)
    assert answer.status_code == 422
    assert "Turn one of the two off." in answer.text
    assert stored(ledger).default_sales_account is None


def test_what_another_section_holds_does_not_stop_this_one(ada: Any, ledger: Ledger) -> None:
    with db.unit_of_work() as session:
        options.save(session, ledger.id, {"single_line": True}, None)  # kept from before the two excluded each other
    assert ada.post("/options/invoices/dates", data=DATES).status_code == 303
