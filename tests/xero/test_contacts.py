"""Contacts are read with all that is known of them, whatever is missing."""

import pytest

from jobs.xero.contacts import contact
from jobs.xero.records import Address, Contact, ContactPerson, PaymentTerm, Phone


def test_a_contact_is_read_with_its_terms_and_its_successor():
    read = contact(
        {
            "ContactID": "c-1",
            "Name": "Rimu Cafe",
            "ContactStatus": "ARCHIVED",
            "ContactNumber": "AT-48211-501",
            "MergedToContactID": "c-2",
            "PaymentTerms": {"Sales": {"Day": 20, "Type": "OFFOLLOWINGMONTH"}, "Bills": []},
        }
    )
    assert (read.status, read.contact_number, read.merged_to_contact_id) == ("ARCHIVED", "AT-48211-501", "c-2")
    assert (read.sales_terms, read.bill_terms) == (PaymentTerm(20, "OFFOLLOWINGMONTH"), None)


def test_a_stub_of_a_contact_is_read_too():
    assert contact({"ContactID": "c-1"}) == Contact("c-1", "")


@pytest.mark.parametrize("terms", [None, {}, [], {"Sales": None}, {"Sales": {}}, {"Sales": {"Day": None, "Type": "X"}}])
def test_terms_that_are_not_set_are_no_terms(terms):
    assert contact({"ContactID": "c-1", "PaymentTerms": terms}).sales_terms is None


def test_day_zero_is_a_term():
    terms = {"Sales": {"Day": 0, "Type": "DAYSAFTERBILLDATE"}}
    assert contact({"PaymentTerms": terms}).sales_terms == PaymentTerm(0, "DAYSAFTERBILLDATE")


def test_a_refused_contact_tells_why():
    message = "The contact name X is already assigned to another contact."
    read = contact({"HasValidationErrors": True, "ValidationErrors": [{"Message": message}]})
    assert read.errors == (message,)


def test_a_contacts_details_are_read():
    read = contact(
        {
            "ContactID": "c-1",
            "FirstName": "Hana",
            "LastName": "Ueda",
            "TaxNumber": "12-345-678",
            "AccountsReceivableTaxType": "ZERORATED",
            "Addresses": [
                {"AddressType": "POBOX", "AddressLine1": "PO Box 12", "AddressLine3": "Port", "City": "Nelson"}
            ],
            "Phones": [
                {"PhoneType": "DEFAULT", "PhoneNumber": "5550100", "PhoneAreaCode": "03", "PhoneCountryCode": ""}
            ],
            "ContactPersons": [{"FirstName": "Jo", "EmailAddress": "jo@example.com", "IncludeInEmails": True}, {}],
        }
    )
    assert (read.first_name, read.last_name, read.tax_number) == ("Hana", "Ueda", "12-345-678")
    assert read.sales_tax_type == "ZERORATED"
    assert read.addresses == (Address("POBOX", address_line1="PO Box 12", address_line3="Port", city="Nelson"),)
    assert read.phones == (Phone("DEFAULT", "5550100", "03"),)
    assert read.contact_persons == (ContactPerson("Jo", None, "jo@example.com", True), ContactPerson())


def test_addresses_and_phones_that_nobody_filled_in_are_none():
    read = contact(
        {
            "ContactID": "c-1",
            "Addresses": [{"AddressType": "STREET", "City": "", "Country": None}, {"AddressType": "POBOX"}],
            "Phones": [{"PhoneType": "DDI", "PhoneNumber": ""}, {"PhoneType": "MOBILE"}],
            "ContactPersons": None,
        }
    )
    assert (read.addresses, read.phones, read.contact_persons) == ((), (), ())
