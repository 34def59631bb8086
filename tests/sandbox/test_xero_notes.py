"""Files that hang on documents of the imitated Xero: names, sizes, how many, and who may show them online."""

from typing import Any

import pytest
from xero_caller import XeroCaller

from jobs.sandbox.xero_notes import BIGGEST_FILE

LINE = {"Description": "Support", "UnitAmount": 100, "AccountCode": "200"}
NOBODY = "6a1b0c7e-0000-4000-8000-00000000c001"


def document(xero: XeroCaller, kind: str = "ACCREC") -> str:
    """The address of a new document's files."""
    (found,) = xero.put("Invoices", {"Type": kind, "Contact": {"Name": "Rimu Cafe"}, "LineItems": [LINE]})
    return f"Invoices/{found['InvoiceID']}/Attachments"


def refused(xero: XeroCaller, path: str, content: bytes = b"%PDF", query: str = "") -> Any:
    reply = xero.call("PUT", path, content, query=query, content_type="application/pdf")
    assert reply.status == 400, reply.body
    return reply.body


def test_a_file_of_the_same_name_replaces_the_earlier(xero: XeroCaller) -> None:
    path = document(xero)
    for content in (b"one", b"two!"):
        xero.ask("PUT", f"{path}/invoice.pdf", content, content_type="application/pdf")
    (listed,) = xero.ask("GET", path)["Attachments"]
    assert (listed["FileName"], listed["ContentLength"]) == ("invoice.pdf", 4)
    assert xero.call("GET", f"{path}/invoice.pdf").body == b"two!"


def test_a_document_tells_that_it_has_files(xero: XeroCaller) -> None:
    path = document(xero)
    invoice = path.removesuffix("/Attachments")
    before = xero.ask("GET", invoice)["Invoices"][0]["HasAttachments"]
    xero.ask("PUT", f"{path}/invoice.pdf", b"%PDF", content_type="application/pdf")
    assert (before, xero.ask("GET", invoice)["Invoices"][0]["HasAttachments"]) == (False, True)


@pytest.mark.parametrize("name", ["a<b.pdf", "a:b.pdf", "a?.pdf", "a|b.pdf", "a+b.pdf", "a/b.pdf", "a*b.pdf"])
def test_some_characters_are_no_part_of_a_name(xero: XeroCaller, name: str) -> None:
    assert b"invalid characters" in refused(xero, f"{document(xero)}/{name}")


def test_the_eleventh_file_is_refused_but_replacing_one_is_not(xero: XeroCaller) -> None:
    path = document(xero)
    for place in range(10):
        xero.ask("PUT", f"{path}/{place}.pdf", b"%PDF", content_type="application/pdf")
    assert b"at most 10 attachments" in refused(xero, f"{path}/10.pdf")
    xero.ask("PUT", f"{path}/9.pdf", b"%PDF-2", content_type="application/pdf")
    assert len(xero.ask("GET", path)["Attachments"]) == 10


@pytest.mark.parametrize("content", [b"", b"x" * (BIGGEST_FILE + 1)])
def test_a_file_is_neither_empty_nor_larger_than_ten_megabytes(xero: XeroCaller, content: bytes) -> None:
    assert b"larger than 10 MB" in refused(xero, f"{document(xero)}/a.pdf", content)


def test_only_sales_documents_show_files_online(xero: XeroCaller) -> None:
    put = xero.ask(
        "PUT", f"{document(xero)}/a.pdf", b"%PDF", query="IncludeOnline=true", content_type="application/pdf"
    )
    assert put["Attachments"][0]["IncludeOnline"]
    said = refused(xero, f"{document(xero, 'ACCPAY')}/a.pdf", query="IncludeOnline=true")
    assert b"only supported on sales" in said


def test_a_file_needs_a_document_that_is_there(xero: XeroCaller) -> None:
    assert b"was not found for this endpoint" in refused(xero, f"Invoices/{NOBODY}/Attachments/a.pdf")


def test_the_log_keeps_a_files_size_not_its_content(xero: XeroCaller) -> None:
    xero.ask("PUT", f"{document(xero)}/a.pdf", b"%PDF\xff", content_type="application/pdf")
    assert xero.world.log.entries()[-1]["body"] == "5 bytes of application/pdf"
