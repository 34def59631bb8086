"""Files of Autotask: found by the ticket they hang on, read one by one; an invoice as a PDF."""

import base64
from typing import Any

import pytest

from jobs.sandbox.autotask_files import pdf

EVERYTHING = {"op": "gte", "field": "id", "value": 0}
OF_TICKET = {"op": "in", "field": "ticketID", "value": [60001, 60002]}
CONTENT = pdf("Report (second visit)")


@pytest.fixture
def filed(autotask: Any) -> Any:
    files = [
        {"id": 70001, "parentID": 60001, "ticketID": 60001, "fullPath": "report.pdf", "contentType": "application/pdf"},
        {"id": 70002, "parentID": 60003, "ticketID": 60003, "fullPath": "other.pdf", "contentType": "application/pdf"},
    ]
    autotask.put_rows("TicketAttachments", *({**each, "_data": base64.b64encode(CONTENT).decode()} for each in files))
    autotask.put_rows("Invoices", {"id": 9001, "invoiceNumber": "HL-9001"}, {"id": 9002, "invoiceNumber": None})
    return autotask


def test_a_tickets_files_are_listed_without_their_content(filed: Any) -> None:
    (row,) = filed.query("TicketAttachments", OF_TICKET)["items"]
    assert (row["id"], row["fullPath"], row["data"]) == (70001, "report.pdf", None)


def test_a_query_must_say_which_ticket_it_asks_about(filed: Any) -> None:
    words = "A query of TicketAttachments must filter on one of id, parentID, ticketID."
    assert filed.refused_query("TicketAttachments", EVERYTHING) == words
    assert filed.refusal("POST", "TicketAttachments/query/count", {"filter": [EVERYTHING]}) == words
    assert filed.ids("TicketAttachments", OF_TICKET, EVERYTHING) == [70001]


def test_attachment_info_lists_the_files_of_all_parents(filed: Any) -> None:
    assert filed.ids("AttachmentInfo", EVERYTHING) == [70001, 70002]


@pytest.mark.parametrize("name", ["data", "fileSize", "creatorType"])
def test_content_and_size_cannot_be_searched(filed: Any, name: str) -> None:
    said = filed.refused_query("AttachmentInfo", {"op": "exist", "field": name})
    assert said == f"The field {name} of AttachmentInfo cannot be used in a query."


@pytest.mark.parametrize("in_list", [False, True])
def test_one_file_comes_with_its_content_as_an_object_or_a_list_of_one(filed: Any, in_list: bool) -> None:
    filed.world.set("autotask", one_in_list=in_list)
    answer = filed.ask("GET", "Tickets/60001/Attachments/70001")
    row = answer["items"][0] if in_list else answer["item"]
    assert base64.b64decode(row["data"]) == CONTENT
    assert filed.ask("GET", "Tickets/60002/Attachments/70001") == {"item": None}


@pytest.mark.parametrize("as_numbers", [False, True])
def test_an_invoice_is_printed_as_base64_or_as_numbers(filed: Any, as_numbers: bool) -> None:
    filed.world.set("autotask", pdf_as_numbers=as_numbers)
    answer = filed.ask("GET", "Invoices/9001/InvoicePdf")
    content = bytes(answer["data"]) if as_numbers else base64.b64decode(answer["data"])
    assert content.startswith(b"%PDF-1.4")
    assert content.endswith(b"%%EOF\n")
    assert (answer["id"], answer["fileName"], answer["fileSize"]) == (9001, "Invoice-HL-9001.pdf", len(content))


def test_an_invoice_without_a_number_is_printed_under_its_id(filed: Any) -> None:
    assert filed.ask("GET", "Invoices/9002/InvoicePdf")["fileName"] == "Invoice-9002.pdf"
    assert filed.refusal("GET", "Invoices/7/InvoicePdf") == "No Invoices record has the id 7."


def test_files_need_the_right_to_read_what_they_belong_to(filed: Any) -> None:
    filed.world.set("autotask", rights={"Invoices": {"query": 0}, "TicketAttachments": {"query": 0}})
    assert "adequate permissions" in filed.refusal("GET", "Invoices/9001/InvoicePdf")
    assert "adequate permissions" in filed.refusal("GET", "Tickets/60001/Attachments/70001")


def test_parentheses_in_a_pdf_are_escaped() -> None:
    assert b"Report \\(second visit\\)" in CONTENT
