"""What goes over the wire to Xero: exact numbers, stable bytes, nothing that would edit a contact."""

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jobs.xero import protocol
from jobs.xero.records import Address, ContactDraft, Draft, DraftLine, Phone

LINE = DraftLine(description="Work", quantity=Decimal("7.25"), unit_amount=Decimal("128.3333"), account_code="200")
DRAFT = Draft(
    type="ACCREC",
    company_id=501,
    date="2026-11-20",
    due_date="2026-12-20",
    status="AUTHORISED",
    currency_code="NZD",
    net=Decimal("930.42"),
    lines=(LINE, DraftLine(description="A line of text alone")),
    url="http://localhost/d/ts-1-invoice-1",
)


def test_of_the_contact_only_its_id_is_sent() -> None:
    assert json.loads(protocol.document_element(DRAFT, "c1"))["Contact"] == {"ContactID": "c1"}


def test_the_same_draft_gives_the_same_bytes() -> None:
    assert protocol.document_element(DRAFT, "c1") == protocol.document_element(DRAFT, "c1")


def test_what_is_not_set_is_left_out() -> None:
    element = json.loads(protocol.document_element(DRAFT, "c1"))
    assert "InvoiceNumber" not in element
    assert "SentToContact" not in element
    assert element["LineItems"][1] == {"Description": "A line of text alone"}


def test_a_credit_note_has_a_number_of_its_own_kind_and_no_url() -> None:
    note = Draft(
        type="ACCRECCREDIT", company_id=1, date="2026-11-20", status="DRAFT", currency_code="NZD", net=Decimal(1),
        lines=(LINE,), number="CN:1",
    )  # fmt: skip
    element = json.loads(protocol.document_element(note, "c1"))
    assert element["CreditNoteNumber"] == "CN:1"
    assert not {"InvoiceNumber", "Url", "DueDate", "SentToContact"} & set(element)


@given(st.decimals(min_value=Decimal("-9999999"), max_value=Decimal("9999999"), places=4))
def test_every_amount_is_written_exactly_and_plainly(amount: Decimal) -> None:
    line = DraftLine(description="x", quantity=Decimal(1), unit_amount=amount, account_code="200")
    draft = Draft(
        type="ACCREC", company_id=1, date="2026-11-20", status="DRAFT", currency_code="NZD", net=amount, lines=(line,)
    )
    body = protocol.document_element(draft, "c1")
    assert json.loads(body, parse_float=Decimal, parse_int=Decimal)["LineItems"][0]["UnitAmount"] == amount
    assert b"E" not in body.split(b'"UnitAmount":')[1].split(b",")[0]


def test_an_envelope_holds_elements_byte_for_byte() -> None:
    assert protocol.envelope("Invoices", [b'{"a":1}', b'{"b":2}']) == b'{"Invoices":[{"a":1},{"b":2}]}'


def test_each_element_succeeds_or_fails_alone_and_four_decimals_are_a_choice() -> None:
    assert protocol.path_for("Invoices") == "Invoices?summarizeErrors=false"
    assert protocol.path_for("Invoices", four_decimals=True) == "Invoices?summarizeErrors=false&unitdp=4"
    assert protocol.path_for("Contacts", four_decimals=True) == "Contacts?summarizeErrors=false"


def test_a_contact_is_named_by_its_marker() -> None:
    draft = ContactDraft(
        company_id=5,
        name="Rimu Cafe",
        contact_number="AT-1-5",
        addresses=(Address(address_type="POBOX", city="Nelson"),),
        phones=(Phone(phone_type="DEFAULT", phone_number="555"),),
    )
    assert json.loads(protocol.contact_element(draft)) == {
        "Name": "Rimu Cafe",
        "ContactNumber": "AT-1-5",
        "Addresses": [{"AddressType": "POBOX", "City": "Nelson"}],
        "Phones": [{"PhoneType": "DEFAULT", "PhoneNumber": "555"}],
    }
