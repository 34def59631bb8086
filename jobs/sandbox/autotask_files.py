"""The files that Autotask hands out: what hangs on a ticket, and an invoice as a PDF."""

import base64
from collections.abc import Callable
from typing import Any

from jobs.sandbox.autotask_entities import seen
from jobs.sandbox.autotask_fields import ENTITIES
from jobs.sandbox.autotask_requests import allowed, errors
from jobs.sandbox.store import World
from jobs.sandbox.wire import Reply, Request

ATTACHMENTS = ENTITIES["ticketattachments"]
INVOICES = ENTITIES["invoices"]


def attachment(world: World, _request: Request, ticket: int, key: int) -> Reply:
    """One file of a ticket with its content: the only read that gives any.

    Whether the real one answers with an object or a list of one is not known: a switch chooses (`one_in_list`).
    """
    allowed(world, ATTACHMENTS, "query")
    row = world.table(ATTACHMENTS.table).contents.get(key)
    if row is None or row.get("ticketID") != ticket:
        return Reply.json({"item": None})
    shown = {**{name: row.get(name) for name in ATTACHMENTS.names}, "data": row["_data"]}
    in_list = world.setting("autotask").get("one_in_list", False)
    return Reply.json({"items": [shown]} if in_list else {"item": shown})


def invoice_pdf(world: World, request: Request, key: int) -> Reply:
    """An invoice as Autotask prints it; a switch (`pdf_as_numbers`) sends its bytes as numbers instead of base64."""
    allowed(world, INVOICES, "query")
    row = world.table(INVOICES.table).contents.get(key)
    if row is None or seen(world, request, row) is None:
        return errors(f"No Invoices record has the id {key}.")
    content = pdf(f"Invoice {row.get('invoiceNumber') or key}, total before tax {row.get('invoiceTotal')}")
    as_numbers = world.setting("autotask").get("pdf_as_numbers", False)
    data: Any = list(content) if as_numbers else base64.b64encode(content).decode()
    name = f"Invoice-{row.get('invoiceNumber') or key}.pdf"
    return Reply.json(
        {"id": key, "contentType": "application/pdf", "fileName": name, "fileSize": len(content), "data": data}
    )


def pdf(line: str) -> bytes:
    """A PDF of one page with one line of text, as small as they come."""
    text = line.encode("latin-1", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    drawing = b"BT /F1 14 Tf 60 760 Td (%s) Tj ET" % text
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
    )
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + head + tail


# Address below the version, a # for each id, to what answers a GET of it.
FILES: dict[str, Callable[..., Reply]] = {
    "tickets/#/attachments/#": attachment,
    "invoices/#/invoicepdf": invoice_pdf,
}
