"""Numbers: three choices, and a Xero document that is not ours is never touched."""

from house import House

from jobs import pressed


def held(house: House, number: str, **more: object) -> None:
    contact = house.sandbox.put_rows("xero.contacts", [{"Name": "Somebody", "ContactStatus": "ACTIVE"}])[0]
    row = {"Type": "ACCREC", "Status": "AUTHORISED", "InvoiceNumber": number, "Contact": {"ContactID": contact, "Name": "Somebody"},
           "Date": "2026-11-01", "DateString": "2026-11-01T00:00:00", "SubTotal": 5, "TotalTax": 0, "Total": 5,
           "CurrencyCode": "NZD", "LineItems": []}  # fmt: skip
    house.sandbox.put_rows("xero.invoices", [{**row, **more}])


def test_xero_numbers_are_left_to_xero(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.sweep()
    row = house.document(9001)
    assert row.xero_number
    assert row.xero_number != "HL-9001"


def test_autotasks_id_becomes_the_number_when_chosen(house: House) -> None:
    house.company()
    house.choose(numbering="autotask_id")
    house.invoice(9001, "10.00")
    house.invoice(9002, "-10.00")
    house.sweep()
    assert house.document(9001).xero_number == "INV:9001"
    assert house.document(9002).xero_number == "CN:9002"


def test_autotasks_number_is_used_when_chosen(house: House) -> None:
    house.company()
    house.choose(numbering="autotask_number")
    house.invoice(9001, "10.00", invoiceNumber=" HL-77 ")
    house.sweep()
    assert house.document(9001).xero_number == "HL-77"


def test_a_blank_number_waits_ten_minutes_and_goes_by_its_id(house: House) -> None:
    house.company()
    house.choose(numbering="autotask_number")
    house.invoice(9001, "10.00", invoiceNumber=None)
    house.sweep()
    assert (house.document(9001).disposition, house.document(9001).reason) == ("held", "NUMBER_PENDING")
    house.sweep(12, apart=61)
    assert house.document(9001).xero_number == "INV:9001"


def test_equal_numbers_in_autotask_fault_before_anything_is_sent(house: House) -> None:
    house.company()
    house.choose(numbering="autotask_number")
    house.invoice(9001, "10.00", invoiceNumber="HL-1")
    house.invoice(9002, "20.00", invoiceNumber="hl-1 ")
    house.sweep()
    assert [each.reason for each in house.documents()] == ["NUMBER_USED_TWICE", "NUMBER_USED_TWICE"]
    assert house.xero_invoices() == []


def test_a_number_held_by_a_stranger_faults_naming_it_and_overwrites_nothing(house: House) -> None:
    house.company()
    house.choose(numbering="autotask_number")
    held(house, "HL-9001")
    house.invoice(9001, "10.00")
    house.invoice(9002, "20.00")
    house.sweep()
    (fault,) = house.faults()
    assert (fault.code, fault.detail["xero_contact"]) == ("NUMBER_TAKEN", "Somebody")
    stranger = next(each for each in house.xero_invoices() if each["InvoiceNumber"] == "HL-9001")
    assert stranger["SubTotal"] == 5
    assert house.document(9002).disposition == "done"


def test_our_own_document_under_the_number_is_adopted(house: House) -> None:
    house.company()
    house.choose(numbering="autotask_number")
    held(house, "HL-9001", Url="http://localhost:8000/d/ts-48211-invoice-9001", SubTotal=10, Total=10)
    house.invoice(9001, "10.00")
    house.sweep()
    assert len(house.xero_invoices()) == 1
    assert house.document(9001).xero_id


def test_the_number_used_in_xero_is_written_back_when_chosen(house: House) -> None:
    house.company()
    house.choose(write_number_back=True)
    house.invoice(9001, "10.00")
    house.sweep()
    assert house.in_autotask(9001)["invoiceNumber"] == house.document(9001).xero_number


def test_a_number_typed_in_autotask_meanwhile_is_not_overwritten(house: House) -> None:
    house.company()
    house.choose(write_number_back=True)
    house.invoice(9001, "10.00")
    house.sandbox.trouble(
        vendor="xero", method="PUT", path="Invoices", what="edit",
        table="autotask.Invoices", id=9001, set={"invoiceNumber": "BY-HAND"}, when="after",
    )  # fmt: skip
    house.sweep()
    assert house.in_autotask(9001)["invoiceNumber"] == "BY-HAND"
    assert house.document(9001).disposition == "done"


def test_a_resync_of_a_deleted_invoice_makes_a_new_revision_with_its_own_number(house: House) -> None:
    house.company()
    house.choose(numbering="autotask_id")
    house.invoice(9001, "10.00")
    house.sweep()
    first = house.xero_invoices()[0]
    house.sandbox.put_rows("xero.invoices", [{**first, "Status": "VOIDED"}])
    pressed.resync(house.document(9001).id, None)
    house.sweep()
    living = [each for each in house.xero_invoices() if each["Status"] != "VOIDED"]
    assert [each["InvoiceNumber"] for each in living] == ["INV:9001-2"]
    assert living[0]["Url"].endswith("-r2")


def test_a_resync_of_a_living_invoice_sends_nothing(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.sweep()
    pressed.resync(house.document(9001).id, None)
    house.sweep(2, apart=61)
    assert "RESYNC_SAME" in {each.code for each in house.log()}
    assert len(house.xero_invoices()) == 1
