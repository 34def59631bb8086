"""Contacts of the imitated Xero: which names and numbers are unique, and who may be changed."""

from typing import Any

import pytest
from xero_caller import XeroCaller

ZERO = "00000000-0000-0000-0000-000000000000"
NAME_TAKEN = (
    "The contact name {} is already assigned to another contact. "
    "The contact name must be unique across all active contacts."
)
NUMBER_TAKEN = "Another contact has this contact number. Please enter a different contact number."
ACCOUNT_TAKEN = "The Account Number already exists. Please enter a different Account Number."
ARCHIVED = (
    "The specified contact details matched an archived contact. "
    "Archived contacts cannot currently be edited via the API."
)


def made(xero: XeroCaller, **contact: Any) -> dict[str, Any]:
    (found,) = xero.put("Contacts", contact)
    assert not found["HasValidationErrors"], found
    return dict(found)


def changed(xero: XeroCaller, **contact: Any) -> list[str]:
    return xero.errors("Contacts", contact, method="POST")


def test_a_contact_comes_back_with_an_id(xero: XeroCaller) -> None:
    found = made(xero, Name="Rimu Cafe", ContactNumber="AT-48211-7", EmailAddress="a@example.com")
    assert found["ContactID"] != ZERO
    assert (found["ContactStatus"], found["IsCustomer"]) == ("ACTIVE", False)
    assert xero.ask("GET", f"Contacts/{found['ContactID']}")["Contacts"][0]["Name"] == "Rimu Cafe"


@pytest.mark.parametrize("again", ["Rimu Cafe", "rimu cafe", "RIMU CAFE"])
def test_a_name_is_unique_among_active_contacts_in_any_case(xero: XeroCaller, again: str) -> None:
    made(xero, Name="Rimu Cafe")
    assert xero.errors("Contacts", {"Name": again}) == [NAME_TAKEN.format(again)]


def test_a_refused_contact_comes_back_under_the_zero_id(xero: XeroCaller) -> None:
    made(xero, Name="Rimu Cafe")
    (found,) = xero.put("Contacts", {"Name": "Rimu Cafe", "ContactNumber": "AT-1-2"})
    assert (found["ContactID"], found["ContactNumber"], found["HasValidationErrors"]) == (ZERO, "AT-1-2", True)


def test_the_name_of_an_archived_contact_is_free(xero: XeroCaller) -> None:
    first = made(xero, Name="Rimu Cafe")
    assert changed(xero, ContactID=first["ContactID"], ContactStatus="ARCHIVED") == []
    assert made(xero, Name="Rimu Cafe")["ContactID"] != first["ContactID"]


def test_two_equal_names_in_one_request_make_one_contact(xero: XeroCaller) -> None:
    first, second = xero.put("Contacts", {"Name": "Rimu Cafe"}, {"Name": "rimu cafe"})
    assert not first["HasValidationErrors"]
    assert second["HasValidationErrors"]


def test_contact_numbers_and_account_numbers_are_unique(xero: XeroCaller) -> None:
    made(xero, Name="Rimu Cafe", ContactNumber="AT-1-2", AccountNumber="C-2")
    assert xero.errors("Contacts", {"Name": "Tui Cafe", "ContactNumber": "AT-1-2"}) == [NUMBER_TAKEN]
    assert xero.errors("Contacts", {"Name": "Tui Cafe", "AccountNumber": "C-2"}) == [ACCOUNT_TAKEN]


@pytest.mark.parametrize(
    "contact",
    [
        {"Name": "Rimu <b>Cafe</b>"},
        {"Name": "x" * 256},
        {"Name": ""},
        {"ContactNumber": "AT-1-2"},
        {"Name": "Rimu Cafe", "ContactNumber": "x" * 51},
        {"Name": "Rimu Cafe", "EmailAddress": "not an address"},
        {"Name": "Rimu Cafe", "Addresses": [{"AddressType": "STREET", "AddressLine1": "x" * 501}]},
        {"Name": "Rimu Cafe", "Phones": [{"PhoneType": "DEFAULT", "PhoneNumber": "1" * 51}]},
        {"Name": "Rimu Cafe", "PaymentTerms": {"Sales": {"Day": 0, "Type": "OFFOLLOWINGMONTH"}}},
        {"Name": "Rimu Cafe", "PaymentTerms": {"Bills": {"Day": 32, "Type": "DAYSAFTERBILLDATE"}}},
        {"Name": "Rimu Cafe", "ContactPersons": [{"FirstName": "Jo"}] * 6},
        {"Name": "Rimu Cafe", "ContactPersons": [{"FirstName": "Jo", "EmailAddress": "jo"}]},
        {"Name": "Rimu Cafe", "Addresses": [{"AddressType": "STREET", "Country": "Aotearoa 1"}]},
        {"Name": "Rimu Cafe", "AccountsReceivableTaxType": "OUTPUT"},
        {"Name": "Rimu Cafe", "SalesDefaultAccountCode": "220"},
        {"Name": "Rimu Cafe", "DefaultCurrency": "EUR"},
    ],
)
def test_what_cannot_be_kept_is_refused(xero: XeroCaller, contact: dict[str, Any]) -> None:
    assert xero.errors("Contacts", contact)
    assert len(xero.world.table("xero.contacts")) == 0


@pytest.mark.parametrize(
    "contact",
    [{"Name": "Rimu Cafe", "Colour": "blue"}, {"Name": 7}, {"Name": "Rimu Cafe", "ContactStatus": "SLEEPING"}],
)
def test_strangers_and_wrong_types_refuse_the_whole_request(xero: XeroCaller, contact: dict[str, Any]) -> None:
    reply = xero.call("PUT", "Contacts", {"Contacts": [contact]}, query="summarizeErrors=false")
    assert reply.status == 400


def test_archived_contacts_cannot_be_edited_not_even_archived_again(xero: XeroCaller) -> None:
    found = made(xero, Name="Rimu Cafe")
    changed(xero, ContactID=found["ContactID"], ContactStatus="ARCHIVED")
    assert changed(xero, ContactID=found["ContactID"], EmailAddress="a@example.com") == [ARCHIVED]
    assert changed(xero, ContactID=found["ContactID"], ContactStatus="ARCHIVED") == [ARCHIVED]


def test_leaving_members_out_keeps_them(xero: XeroCaller) -> None:
    found = made(xero, Name="Rimu Cafe", EmailAddress="a@example.com")
    changed(xero, ContactID=found["ContactID"], FirstName="Mere")
    (row,) = xero.world.table("xero.contacts").values()
    assert (row["Name"], row["EmailAddress"], row["FirstName"]) == ("Rimu Cafe", "a@example.com", "Mere")


def test_a_null_keeps_what_is_there_and_an_empty_text_blanks_it(xero: XeroCaller) -> None:
    found = made(xero, Name="Rimu Cafe", EmailAddress="a@example.com", FirstName="Mere")
    assert changed(xero, ContactID=found["ContactID"], EmailAddress=None, FirstName="") == []
    (row,) = xero.world.table("xero.contacts").values()
    assert (row["EmailAddress"], row["FirstName"]) == ("a@example.com", "")


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("ContactPersons", [{"FirstName": "Jo"}, {"FirstName": "Kiri"}], [{"FirstName": "Liam"}]),
        ("Addresses", [{"AddressType": "STREET", "City": "Nelson"}], [{"AddressType": "POBOX", "City": "Picton"}]),
        ("Phones", [{"PhoneType": "DDI", "PhoneNumber": "1"}], []),
    ],
)
def test_a_list_that_is_sent_replaces_the_one_that_is_there(
    xero: XeroCaller, name: str, before: list[Any], after: list[Any]
) -> None:
    found = made(xero, Name="Rimu Cafe", **{name: before})
    assert changed(xero, ContactID=found["ContactID"], **{name: after}) == []
    assert xero.ask("GET", f"Contacts/{found['ContactID']}")["Contacts"][0][name] == after


def test_what_a_card_proposes_for_documents_is_kept(xero: XeroCaller) -> None:
    terms = {"Sales": {"Day": 20, "Type": "OFFOLLOWINGMONTH"}}
    found = made(xero, Name="Rimu Cafe", AccountsReceivableTaxType="ZERORATED", PaymentTerms=terms)
    assert (found["AccountsReceivableTaxType"], found["PaymentTerms"]) == ("ZERORATED", terms)


def test_a_merged_contact_tells_whom_it_became_and_takes_no_documents(xero: XeroCaller) -> None:
    kept, lost = made(xero, Name="Rimu Cafe"), made(xero, Name="Rimu Café Ltd")
    merged = {"ContactStatus": "ARCHIVED", "MergedToContactID": kept["ContactID"]}
    xero.world.table("xero.contacts").change(lost["ContactID"], **merged)
    (shown,) = xero.ask("GET", f"Contacts/{lost['ContactID']}")["Contacts"]
    assert shown["MergedToContactID"] == kept["ContactID"]
    assert changed(xero, ContactID=lost["ContactID"], FirstName="Mere") == [ARCHIVED]
    invoice = {"Type": "ACCREC", "Contact": {"ContactID": lost["ContactID"]}, "LineItems": [{"Description": "x"}]}
    assert any("has been archived" in each for each in xero.errors("Invoices", invoice))


def test_posting_a_used_name_without_an_id_changes_that_contact(xero: XeroCaller) -> None:
    made(xero, Name="Rimu Cafe")
    assert changed(xero, Name="Rimu Cafe", FirstName="Mere") == []
    (row,) = xero.world.table("xero.contacts").values()
    assert row["FirstName"] == "Mere"


def test_lists_hide_archived_contacts_unless_asked(xero: XeroCaller) -> None:
    found = made(xero, Name="Rimu Cafe")
    changed(xero, ContactID=found["ContactID"], ContactStatus="ARCHIVED")
    assert xero.ask("GET", "Contacts")["Contacts"] == []
    assert len(xero.ask("GET", "Contacts", query="includeArchived=true&page=1")["Contacts"]) == 1


def test_a_contact_is_found_by_its_number(xero: XeroCaller) -> None:
    made(xero, Name="Rimu Cafe", ContactNumber="AT-48211-7")
    assert xero.ask("GET", "Contacts/AT-48211-7")["Contacts"][0]["Name"] == "Rimu Cafe"


def test_an_unknown_contact_is_not_found_in_html(xero: XeroCaller) -> None:
    reply = xero.call("GET", f"Contacts/{ZERO}")
    assert reply.status == 404
    assert dict(reply.headers)["Content-Type"].startswith("text/html")
