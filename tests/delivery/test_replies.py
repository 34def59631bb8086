"""A reply is settled as a whole: each row is read once, and a used number is held by a sale, never by a purchase."""

from typing import Any

from house import House
from statements import statements

PUT_CONTACTS = {"vendor": "xero", "method": "PUT", "path": "Contacts"}


def links_read(house: House, ids: range) -> int:
    """How often contact links are read in a sweep that makes these companies' contacts."""
    house.advance(minutes=2)
    for id in ids:
        house.company(id, f"Company {id}")
        house.invoice(id, "10.00", company=id)
    with statements() as seen:
        house.sweep()
    return sum("FROM contact_links" in each for each in seen)


def test_links_are_read_as_often_for_twenty_new_contacts_as_for_two(house: House) -> None:
    assert links_read(house, range(602, 604)) == links_read(house, range(700, 720)) > 0
    assert {each.disposition for each in house.documents()} == {"done"}


def test_links_are_read_as_often_for_twenty_contacts_that_did_not_leave_as_for_two(house: House) -> None:
    house.sandbox.trouble(**PUT_CONTACTS, what="status", status=429, headers={"Retry-After": "1"}, times=None)
    assert links_read(house, range(602, 604)) == links_read(house, range(700, 718)) > 0
    assert {each.reason for each in house.documents()} == {"RATE_LIMITED"}


def put_in_xero(house: House, table: str, contact: str, **more: Any) -> None:
    """A document that somebody made in Xero."""
    contact_id = house.sandbox.put_rows("xero.contacts", [{"Name": contact, "ContactStatus": "ACTIVE"}])[0]
    row = {"Status": "AUTHORISED", "Contact": {"ContactID": contact_id, "Name": contact}, "Date": "2026-11-01",
           "DateString": "2026-11-01T00:00:00", "SubTotal": 5, "TotalTax": 0, "Total": 5, "CurrencyCode": "NZD",
           "LineItems": []}  # fmt: skip
    house.sandbox.put_rows(table, [{**row, **more}])


def test_a_suppliers_bill_is_not_named_as_the_holder_of_a_sales_number(house: House) -> None:
    house.company()
    house.choose(numbering="autotask_number")
    put_in_xero(house, "xero.invoices", "A customer", Type="ACCREC", InvoiceNumber="HL-9001")
    put_in_xero(house, "xero.invoices", "A supplier", Type="ACCPAY", InvoiceNumber="HL-9001")
    house.invoice(9001, "10.00")
    house.sweep()
    (fault,) = house.faults()
    assert (fault.code, fault.detail["xero_contact"]) == ("NUMBER_TAKEN", "A customer")


def test_a_suppliers_credit_is_neither_adopted_nor_named_as_the_holder_of_a_sales_number(house: House) -> None:
    house.company()
    house.choose(numbering="autotask_number")
    put_in_xero(house, "xero.credit_notes", "A customer", Type="ACCRECCREDIT", CreditNoteNumber="HL-9001")
    put_in_xero(house, "xero.credit_notes", "Rimu Cafe", Type="ACCPAYCREDIT", CreditNoteNumber="HL-9001")
    house.invoice(9001, "-10.00")
    house.sweep()
    (fault,) = house.faults()
    assert (fault.code, fault.detail["xero_contact"]) == ("NUMBER_TAKEN", "A customer")
    assert house.document(9001).xero_id is None
