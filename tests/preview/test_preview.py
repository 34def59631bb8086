"""A preview shows what Xero would get, writes nothing anywhere, and what it promised is what is posted."""

from typing import Any

import pytest
from house import House
from prepared import on_both
from sqlalchemy import select

from jobs import pressed, preview
from jobs.flows import run_errands
from jobs.models import Preview, PreviewRow
from jobs.plumbing import db
from jobs.plumbing.http import ReadingDoor, WriteRefused


@pytest.fixture
def paused(house: House) -> House:
    """A ledger that collects and sends nothing."""
    pressed.pause(house.ledger_id, None)
    house.company()
    return house


def worked_out(house: House, document_ids: list[int] | None = None) -> Preview:
    """Ask for the documents (all waiting when None) and do the errand."""
    asked = (
        preview.ask_for_waiting(house.ledger_id, None)
        if document_ids is None
        else preview.ask(house.ledger_id, document_ids, None)
    )
    assert asked is not None
    run_errands(house.workspace_id)
    with db.reading() as session:
        return session.get_one(Preview, asked)


def rows_of(made: Preview) -> list[Any]:
    with db.reading() as session:
        chosen = select(PreviewRow.id, PreviewRow.document_id, PreviewRow.result, PreviewRow.shown, PreviewRow.differs)
        return list(session.execute(chosen.where(PreviewRow.preview_id == made.id).order_by(PreviewRow.document_id)))


@on_both
def test_it_shows_each_documents_lines_contact_and_problems_at_once(paused: House) -> None:
    paused.invoice(9001, "10.00", "5.50")
    paused.invoice(9002, "10.00", currency="XXX", invoiceDateTime="")
    paused.sweep()
    made = worked_out(paused)
    assert (made.state, made.total, made.done) == ("ready", 2, 2)
    goes, stops = rows_of(made)
    assert goes.result == "goes"
    assert [line["unit_amount"] for line in goes.shown["draft"]["lines"]] == ["10.00", "5.50"]
    assert goes.shown["contact"] == {"name": "Rimu Cafe", "why": "a new contact, created first"}
    assert any(note["field"] == "due date" for note in goes.shown["notes"])
    assert (stops.result, [each["title"] for each in stops.shown["problems"]]) == (
        "fault",
        ["The invoice has no date in Autotask"],
    )


def test_nothing_is_written_at_either_vendor(paused: House) -> None:
    paused.invoice(9001, "10.00")
    paused.sweep()
    paused.sandbox.forget_requests()
    worked_out(paused)
    asked = paused.sandbox.requests()
    assert asked
    assert all(each["method"] == "GET" or "query" in each["path"].lower() for each in asked)


def test_the_door_of_a_preview_refuses_every_write_before_it_leaves() -> None:
    with pytest.raises(WriteRefused):
        ReadingDoor().call("PUT", "http://127.0.0.1:9/", body=b"{}", writes=True)


@on_both
def test_post_exactly_this_posts_what_was_shown(paused: House) -> None:
    paused.invoice(9001, "10.00")
    paused.sweep()
    made = worked_out(paused)
    assert preview.post_shown(made.id, None, None) == 1
    assert preview.post_shown(made.id, None, None) == 0
    paused.sweep(times=2)
    assert paused.document(9001).disposition == "done"
    [posted] = paused.xero_invoices()
    assert [line["Description"] for line in posted["LineItems"]] == ["Work 9001/0"]


@on_both
def test_what_moved_since_the_preview_stops_and_says_so(paused: House) -> None:
    paused.invoice(9001, "10.00")
    paused.invoice(9002, "10.00")
    paused.sweep()
    made = worked_out(paused)
    paused.invoice(9001, "12.00")
    preview.post_shown(made.id, None, None)
    paused.sweep(times=2)
    assert (paused.document(9001).disposition, paused.document(9001).reason) == ("fault", "MOVED_SINCE_PREVIEW")
    assert paused.document(9002).disposition == "done"
    [fault] = paused.faults()
    pressed.retry_fault(fault.id, None)
    paused.sweep(times=2)
    assert paused.document(9001).disposition == "done"


def test_an_option_changed_since_the_preview_stops_it_too(paused: House) -> None:
    paused.invoice(9001, "10.00")
    paused.sweep()
    made = worked_out(paused)
    paused.choose(import_as="awaiting_approval")
    preview.post_shown(made.id, None, None)
    paused.sweep()
    assert paused.document(9001).reason == "MOVED_SINCE_PREVIEW"
    assert paused.xero_invoices() == []


def test_only_the_chosen_rows_are_posted(paused: House) -> None:
    paused.invoice(9001, "10.00")
    paused.invoice(9002, "10.00")
    paused.sweep()
    made = worked_out(paused)
    preview.post_shown(made.id, [rows_of(made)[1].id], None)
    paused.sweep(times=2)
    assert [each.disposition for each in paused.documents()] == ["waiting", "done"]


def test_what_xero_has_is_compared(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00", orderNumber="PO 7")
    house.sweep(times=2)
    same = worked_out(house, [house.document(9001).id])
    [row] = rows_of(same)
    assert (row.result, row.differs, row.shown["differences"]) == ("there", False, [])
    house.choose(po_number_to_reference=False)
    [row] = rows_of(worked_out(house, [house.document(9001).id]))
    assert (row.differs, row.shown["differences"]) == (True, [["reference", "", "PO 7"]])


def test_a_vendor_that_does_not_answer_ends_it_with_a_sentence(paused: House) -> None:
    paused.invoice(9001, "10.00")
    paused.sweep()
    for _ in range(9):
        paused.sandbox.trouble(vendor="autotask", method="POST", path="Invoices/query", what="status", status=503)
    made = worked_out(paused)
    assert made.state == "failed"
    assert made.said is not None
    assert made.said.startswith("Autotask did not answer")


def test_a_killed_worker_leaves_what_was_worked_out(paused: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from jobs.preview import working

    for id_ in range(9001, 9005):
        paused.invoice(id_, "10.00")
    paused.sweep()
    monkeypatch.setattr(working, "GROUP", 2)
    asked = preview.ask_for_waiting(paused.ledger_id, None)
    assert asked is not None
    writes = working._Work._write
    monkeypatch.setattr(working._Work, "_write", lambda self, group: (writes(self, group), _die())[0])
    with pytest.raises(KeyboardInterrupt):
        run_errands(paused.workspace_id)
    with db.reading() as session:
        assert (session.get_one(Preview, asked).state, session.get_one(Preview, asked).done) == ("working", 2)
    monkeypatch.setattr(working._Work, "_write", writes)
    paused.advance(minutes=11)
    run_errands(paused.workspace_id)
    with db.reading() as session:
        assert (session.get_one(Preview, asked).state, session.get_one(Preview, asked).done) == ("ready", 4)


def _die() -> None:
    raise KeyboardInterrupt


def test_two_people_marked_for_the_bills_are_foreseen(paused: House) -> None:
    marked = [{"name": "Position", "value": "Accounts"}]
    people = [
        {
            "id": id_,
            "companyID": 501,
            "firstName": name,
            "lastName": "Ngata",
            "isActive": 1,
            "userDefinedFields": marked,
        }
        for id_, name in ((701, "Mere"), (702, "Tama"))
    ]
    paused.sandbox.put_rows("autotask.Contacts", people)
    paused.invoice(9001, "10.00")
    paused.sweep()
    [row] = rows_of(worked_out(paused))
    assert (row.result, len(row.shown["problems"])) == ("fault", 1)
