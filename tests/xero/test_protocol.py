"""What goes to Xero is exact to the digit and the same bytes every time."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.xero import protocol
from jobs.xero.records import (
    Address,
    ContactChange,
    ContactDraft,
    ContactPerson,
    Draft,
    DraftLine,
    PaymentTerm,
    Phone,
    Tracking,
)

LINE = DraftLine("Support, level 1", Decimal("7.25"), Decimal("128.3333"), account_code="200", tax_type="OUTPUT2")


def draft(*lines, **more):
    given = {"type": "ACCREC", "company_id": 501, "date": "2026-11-20", "status": "DRAFT", "currency_code": "NZD"}
    return Draft(**{**given, "net": Decimal("930.42"), "lines": lines or (LINE,), **more})


def as_sent(element):
    return json.loads(element, parse_float=Decimal, parse_int=Decimal)


def test_an_invoice_goes_as_the_vendor_describes_it():
    line = DraftLine(
        "Support",
        Decimal("7.25"),
        Decimal("128.3333"),
        "200",
        "OUTPUT2",
        "SVC-L1",
        (Tracking("Department", "Managed"),),
    )
    element = protocol.document_element(
        draft(line, DraftLine("Covers tickets"), number="AT-10482", reference="PO 7781", due_date="2026-12-20",
              status="AUTHORISED", url="https://app.example.com/d/ts-1-invoice-2", sent_to_contact=True),
        "6a1b0c7e-0000-4000-8000-00000000c001",
    )  # fmt: skip
    assert element == (
        b'{"Type":"ACCREC","Contact":{"ContactID":"6a1b0c7e-0000-4000-8000-00000000c001"},"InvoiceNumber":"AT-10482",'
        b'"Reference":"PO 7781","Date":"2026-11-20","DueDate":"2026-12-20","LineAmountTypes":"Exclusive",'
        b'"CurrencyCode":"NZD","Url":"https://app.example.com/d/ts-1-invoice-2","Status":"AUTHORISED",'
        b'"SentToContact":true,"LineItems":[{"Description":"Support","Quantity":7.25,"UnitAmount":128.3333,'
        b'"AccountCode":"200","TaxType":"OUTPUT2","ItemCode":"SVC-L1",'
        b'"Tracking":[{"Name":"Department","Option":"Managed"}]},{"Description":"Covers tickets"}]}'
    )


def test_what_is_empty_is_left_out():
    assert set(as_sent(protocol.document_element(draft(), "c"))) == {
        "Type", "Contact", "Date", "LineAmountTypes", "CurrencyCode", "Status", "LineItems"
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["ACCRECCREDIT", "ACCPAYCREDIT"])
def test_a_credit_note_has_a_number_of_its_own_kind(kind):
    sent = as_sent(protocol.document_element(draft(type=kind, number="CN:1"), "c"))
    assert sent["CreditNoteNumber"] == "CN:1"
    assert "InvoiceNumber" not in sent


def test_of_the_contact_only_the_id_goes_along():
    assert as_sent(protocol.document_element(draft(), "c-1"))["Contact"] == {"ContactID": "c-1"}


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("0E-8", b"0.00000000"),
        ("1E-9", b"0.000000001"),
        ("1E+3", b"1000"),
        ("-0.00", b"0.00"),
        ("-41.5000", b"-41.5000"),
        ("1234567890123.4500", b"1234567890123.4500"),
        ("12345678901234567890123456789012.1", b"12345678901234567890123456789012.1"),
    ],
)
def test_numbers_keep_their_digits(number, digits):
    element = protocol.document_element(draft(DraftLine("x", Decimal(number), Decimal(1))), "c")
    assert b'"Quantity":' + digits + b',"UnitAmount":1}' in element


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_every_number_arrives_as_it_was(number):
    element = protocol.document_element(draft(DraftLine("x", number, number)), "c")
    line = as_sent(element)["LineItems"][0]
    assert line["Quantity"] == line["UnitAmount"] == number
    assert b"E" not in element.split(b'"Quantity":')[1].split(b',"UnitAmount"')[0].upper()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_amount_is_never_written(number):
    with pytest.raises(ValueError, match="cannot be sent"):
        protocol.document_element(draft(DraftLine("x", Decimal(number), Decimal(1))), "c")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_arrives_as_it_was(text):
    element = protocol.document_element(draft(DraftLine(text, Decimal(1), Decimal(1)), reference=text), "c")
    sent = as_sent(element)
    assert (sent["Reference"], sent["LineItems"][0]["Description"]) == (text, text)


def test_the_same_draft_makes_the_same_bytes():
    assert protocol.document_element(draft(), "c") == protocol.document_element(draft(), "c")


def test_an_envelope_keeps_each_element_to_the_byte():
    first, second = protocol.document_element(draft(), "a"), protocol.document_element(draft(number="é"), "b")
    whole = protocol.envelope("Invoices", [first, second])
    assert whole == b'{"Invoices":[' + first + b"," + second + b"]}"
    assert [each["Contact"]["ContactID"] for each in json.loads(whole)["Invoices"]] == ["a", "b"]


def test_a_contact_goes_with_its_marker_address_and_phone():
    element = protocol.contact_element(
        ContactDraft(
            501, "Harbour Dental Ltd", "AT-48211-501", email_address="ap@example.com",
            addresses=(Address("POBOX", address_line1="PO Box 12", city="Nelson"),),
            phones=(Phone("DEFAULT", "5550100", phone_area_code="03"),),
        )
    )  # fmt: skip
    assert as_sent(element) == {
        "Name": "Harbour Dental Ltd",
        "ContactNumber": "AT-48211-501",
        "EmailAddress": "ap@example.com",
        "Addresses": [{"AddressType": "POBOX", "AddressLine1": "PO Box 12", "City": "Nelson"}],
        "Phones": [{"PhoneType": "DEFAULT", "PhoneNumber": "5550100", "PhoneAreaCode": "03"}],
    }


def test_a_change_of_a_contact_sends_only_what_is_to_change():
    change = ContactChange(
        "c-1", account_number="C-501", email_address="", sales_terms=PaymentTerm(20, "OFCURRENTMONTH")
    )
    assert as_sent(protocol.change_element(change)) == {
        "ContactID": "c-1",
        "AccountNumber": "C-501",
        "EmailAddress": "",
        "PaymentTerms": {"Sales": {"Day": 20, "Type": "OFCURRENTMONTH"}},
    }


def test_a_list_of_a_contact_is_sent_whole_or_emptied():
    people = (ContactPerson("Jo", "Tane", "jo@example.com", include_in_emails=True), ContactPerson("Kiri"))
    sent = as_sent(protocol.change_element(ContactChange("c-1", addresses=(), contact_persons=people)))
    assert sent["Addresses"] == []
    assert sent["ContactPersons"] == [
        {"FirstName": "Jo", "LastName": "Tane", "EmailAddress": "jo@example.com", "IncludeInEmails": True},
        {"FirstName": "Kiri", "IncludeInEmails": False},
    ]
    assert "Phones" not in sent


def test_an_element_fails_alone_and_prices_keep_four_decimals():
    assert protocol.path_for("Invoices") == "Invoices?summarizeErrors=false&unitdp=4"
    assert protocol.path_for("CreditNotes") == "CreditNotes?summarizeErrors=false&unitdp=4"
    assert protocol.path_for("Contacts") == "Contacts?summarizeErrors=false"
