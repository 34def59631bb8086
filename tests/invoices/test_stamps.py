"""Writing back to Autotask: only after Xero confirmed, only while empty, seen there, never over a person's value."""

import pytest
from house import House

from jobs import pressed

PUT = {"vendor": "xero", "method": "PUT", "path": "Invoices"}


def test_nothing_is_stamped_before_xero_confirmed(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.sandbox.trouble(**PUT, what="drop", times=3)
    house.sweep()
    assert not house.in_autotask(9001).get("webServiceDate")


def test_a_stamp_of_another_program_is_a_warning_and_stays(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    theirs = "2026-11-01T00:00:00Z"
    house.sandbox.trouble(
        **PUT, what="edit", table="autotask.Invoices", id=9001, set={"webServiceDate": theirs}, when="after"
    )
    house.sweep()
    assert house.in_autotask(9001)["webServiceDate"] in (theirs, house.in_autotask(9001)["webServiceDate"])
    assert house.document(9001).disposition == "done"


def test_a_refused_stamp_is_a_fault_on_a_document_xero_has_and_retry_only_stamps(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    refusal = {"errors": ["The logged in resource does not have the adequate permissions to update this entity."]}
    house.sandbox.trouble(vendor="autotask", method="PATCH", path="Invoices", what="status", status=500, body=refusal)
    house.sweep()
    row = house.document(9001)
    assert (row.disposition, row.reason) == ("fault", "STAMP_REFUSED")
    pressed.retry_fault(house.faults()[0].id, None)
    house.sweep()
    assert house.document(9001).disposition == "done"
    assert len(house.xero_invoices()) == 1
    assert house.faults() == []


def test_a_date_cleared_after_we_saw_it_warns_and_sends_nothing(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.sweep()
    house.sandbox.put_rows("autotask.Invoices", [{"id": 9001, "webServiceDate": None}])
    house.advance(minutes=2)
    house.sweep()
    assert house.document(9001).disposition == "done"
    assert [each.code for each in house.faults()] == ["DATE_CLEARED"]
    assert len(house.xero_invoices()) == 1
    pressed.stamp_again(house.document(9001).id, None)
    house.sweep()
    assert house.in_autotask(9001)["webServiceDate"]
    assert house.faults() == []


def test_what_carries_our_marker_is_adopted_after_a_restored_backup(house: House) -> None:
    """The database is older than what was sent: nothing is made again."""
    from sqlalchemy import delete, update

    from jobs.models import Batch, BatchMember, Document, Ledger, LogEntry
    from jobs.plumbing import db

    house.company()
    house.invoice(9001, "10.00")
    house.sweep()
    house.sandbox.put_rows("autotask.Invoices", [{"id": 9001, "webServiceDate": None}])
    with db.unit_of_work() as session:
        for table in (BatchMember, Batch, LogEntry, Document):
            session.execute(delete(table))
        session.execute(update(Ledger).values(adopted_at=None))
    house.advance(minutes=2)
    house.sweep()
    assert len(house.xero_invoices()) == 1
    assert house.document(9001).disposition == "done"


@pytest.mark.parametrize("disposition", ["waiting", "fault"])
def test_two_people_pressing_skip_get_one_skip_and_a_sentence(house: House, disposition: str) -> None:
    house.company()
    house.invoice(9001, "100.00", total="145.50")
    house.sweep(13 if disposition == "fault" else 1, apart=61)
    document_id = house.document(9001).id
    pressed.skip(document_id, None)
    with pytest.raises(pressed.NotNow, match="skipped"):
        pressed.skip(document_id, None)
    assert house.faults() == []
    pressed.unskip(document_id, None)
    with pytest.raises(pressed.NotNow):
        pressed.unskip(document_id, None)


def test_an_invoice_pressed_by_number_is_found_outside_the_window_and_goes_first(house: House) -> None:
    from jobs.invoices.find import find_one

    house.company()
    house.choose(days_back=1)
    house.invoice(9001, "10.00", createDateTime="2026-09-01T00:00:00.000Z")
    assert pressed.sync_one_by_number(house.ledger_id, "HL-9001", None) is None
    find_one(house.workspace_id, house.ledger_id, "HL-9001")
    assert house.document(9001).disposition == "done"


def test_a_back_fill_takes_in_what_lies_outside(house: House) -> None:
    from jobs.invoices.outside import fill_back, list_outside

    house.company()
    house.choose(days_back=1)
    house.invoice(9001, "10.00", createDateTime="2026-09-01T05:00:00.000Z")
    house.sweep()
    assert house.documents() == []
    list_outside(house.workspace_id, house.ledger_id)
    fill_back(house.workspace_id, house.ledger_id, "2026-09-01", "2026-09-02")
    house.sweep()
    assert house.document(9001).disposition == "done"


def test_a_name_that_differs_by_case_is_linked_by_a_person(house: House) -> None:
    house.sandbox.put_rows("xero.contacts", [{"Name": "RIMU CAFE", "ContactStatus": "ACTIVE"}])
    house.company(name="Rimu Cafe")
    house.invoice(9001, "10.00")
    house.sweep()
    (fault,) = house.faults()
    assert fault.code == "NAME_DIFFERS_BY_CASE"
    assert pressed.link_contact(fault.id, fault.detail["contacts"][0]["contact_id"], None) == 1
    house.sweep()
    assert house.document(9001).disposition == "done"
    assert len(house.sandbox.table("xero.contacts")) == 1


def test_turning_case_off_lets_the_contact_be_found(house: House) -> None:
    house.sandbox.put_rows("xero.contacts", [{"Name": "RIMU CAFE", "ContactStatus": "ACTIVE"}])
    house.company(name="Rimu Cafe")
    house.choose(ignore_name_case=True)
    house.invoice(9001, "10.00")
    house.sweep()
    assert house.document(9001).disposition == "done"
    assert len(house.sandbox.table("xero.contacts")) == 1


def test_a_new_company_with_two_documents_is_created_once(house: House) -> None:
    house.company(name="New Here")
    house.invoice(9001, "10.00")
    house.invoice(9002, "20.00")
    house.sweep()
    (contact,) = house.sandbox.table("xero.contacts")
    assert contact["ContactNumber"] == "AT-48211-501"
    assert {each.disposition for each in house.documents()} == {"done"}


def test_a_stored_link_wins_over_a_new_name(house: House) -> None:
    house.company(name="Old Name")
    house.invoice(9001, "10.00")
    house.sweep()
    house.company(name="New Name")
    house.invoice(9002, "10.00")
    house.advance(minutes=2)
    house.sweep()
    assert len(house.sandbox.table("xero.contacts")) == 1


def test_two_companies_of_one_name_fault_before_anything_is_sent(house: House) -> None:
    house.company(501, "Bay Electrical")
    house.company(502, "bay  electrical")
    house.choose(ignore_name_case=True)
    house.invoice(9001, "10.00", company=501)
    house.invoice(9002, "10.00", company=502)
    house.sweep()
    assert {each.code for each in house.faults()} == {"SAME_NAME_TWICE"}
    assert house.sandbox.table("xero.contacts") == []
