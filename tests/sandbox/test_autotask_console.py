"""What a link into Autotask opens in the demo."""

from decimal import Decimal
from typing import Any

LINK = "/console/Autotask/AutotaskExtend/ExecuteCommand.aspx"


def test_a_link_opens_the_invoice_with_its_lines(autotask: Any) -> None:
    autotask.put_rows("Companies", {"id": 232, "companyName": "Rata & Rimu"})
    autotask.put_rows(
        "Invoices", {"id": 9001, "companyID": 232, "invoiceNumber": "HL-9001", "invoiceTotal": Decimal("99.5000")}
    )
    autotask.put_rows(
        "BillingItems", {"id": 1, "invoiceID": 9001, "description": "<b>Bold</b>", "rate": Decimal("0.0712345")}
    )
    reply = autotask.call("GET", LINK, query="Code=OpenInvoice&InvoiceID=9001")
    page = reply.body.decode()
    assert reply.status == 200
    assert "imitation" in page
    for text in ("HL-9001", "Rata &amp; Rimu", "99.50", "&lt;b&gt;Bold", "0.0712345"):
        assert text in page


def test_a_link_to_no_invoice_says_so(autotask: Any) -> None:
    for number in ("7", "", "x<y"):
        reply = autotask.call("GET", LINK, query=f"InvoiceID={number}")
        assert reply.status == 404
        assert b"x<y" not in reply.body
