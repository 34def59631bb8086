"""What hangs on a document or contact of Xero: history notes and attached files."""

import base64
import uuid

from jobs.sandbox import xero_problems, xero_shape, xero_shown
from jobs.sandbox.store import Row
from jobs.sandbox.wire import Reply
from jobs.sandbox.xero_batch import broken_reply
from jobs.sandbox.xero_calls import Call, envelope
from jobs.sandbox.xero_problems import Refusal
from jobs.sandbox.xero_rows import IDS

TABLES = {
    "Invoices": "xero.invoices",
    "CreditNotes": "xero.credit_notes",
    "Contacts": "xero.contacts",
    "Payments": "xero.payments",
}
UNKNOWN = "The document with the supplied id was not found for this endpoint."
MOST_FILES = 10
BIGGEST_FILE = 10_000_000
# Attachments page, read 2026-11.
NOT_IN_NAMES = '<>:"/\\|?*+\0'


def _parent(call: Call) -> Row:
    row = call.table(TABLES[call.resource]).get(call.name or "")
    if row is None or row["TenantID"] != call.tenant:
        raise Refusal(xero_problems.exception(10, "ValidationException", UNKNOWN))
    return row


def _of(call: Call, table: str) -> list[Row]:
    parent = _parent(call)[IDS[TABLES[call.resource]]]
    return [each for each in call.rows(table) if each["ParentID"] == parent]


def history(call: Call) -> Reply:
    """The notes, newest last."""
    shown = [
        {
            "Details": each["Details"],
            "Changes": "Note",
            "User": "System Generated",
            "DateUTC": xero_shown.moment(each["At"]),
            "DateUTCString": each["At"][:19],
        }
        for each in sorted(_of(call, "xero.history"), key=lambda each: str(each["At"]))
    ]
    return envelope(call, "HistoryRecords", shown)


def add_history(call: Call) -> Reply:
    """A note for each record sent; none can be taken back."""
    parent = _parent(call)[IDS[TABLES[call.resource]]]
    broken_reply(call)
    shown = []
    for sent in call.elements("HistoryRecords"):
        wrong = xero_shape.check("HistoryRecord", sent)
        if not sent.get("Details"):
            wrong.append("The Details field must be specified.")
        if wrong:
            raise Refusal(
                xero_problems.validation([{**sent, "ValidationErrors": [{"Message": each} for each in wrong]}])
            )
        now, name = call.world.now_text(), str(uuid.uuid4())
        row = {"id": name, "TenantID": call.tenant, "ParentID": parent, "Details": sent["Details"], "At": now}
        call.table("xero.history")[name] = row
        shown.append({"Details": sent["Details"], "DateUTC": xero_shown.moment(now)})
    return envelope(call, "HistoryRecords", shown)


def attachments(call: Call) -> Reply:
    """The list, or one file's bytes."""
    rows = _of(call, "xero.attachments")
    if call.sub_name is None:
        return envelope(call, "Attachments", [_shown(each) for each in rows])
    for each in rows:
        if each["FileName"] == call.sub_name:
            return Reply(200, (("Content-Type", each["MimeType"]),), base64.b64decode(each["Content"]))
    return xero_problems.not_found()


def attach(call: Call) -> Reply:
    """Add the file; one of the same name is replaced."""
    parent = _parent(call)[IDS[TABLES[call.resource]]]
    broken_reply(call)
    file_name, body = call.sub_name or "", call.request.body
    if not file_name or any(each in NOT_IN_NAMES for each in file_name):
        return xero_problems.exception(10, "ValidationException", "The file name contains invalid characters.")
    if call.wants("IncludeOnline") and not _is_sale(call):
        said = "IncludeOnline is only supported on sales invoices and sales credit notes."
        return xero_problems.exception(10, "ValidationException", said)
    if not body or len(body) > BIGGEST_FILE:
        return xero_problems.exception(10, "ValidationException", "The file is empty or larger than 10 MB.")
    same = [each for each in _of(call, "xero.attachments") if each["FileName"] == file_name]
    if not same and len(_of(call, "xero.attachments")) >= MOST_FILES:
        return xero_problems.exception(10, "ValidationException", "A document can have at most 10 attachments.")
    row = {
        "id": same[0]["id"] if same else str(uuid.uuid4()),
        "TenantID": call.tenant,
        "ParentID": parent,
        "FileName": file_name,
        "MimeType": call.request.headers.get("content-type", "application/octet-stream"),
        "Content": base64.b64encode(body).decode(),
        "ContentLength": len(body),
        "IncludeOnline": call.wants("IncludeOnline"),
    }
    call.table("xero.attachments")[row["id"]] = row
    if call.resource != "Payments":
        call.table(TABLES[call.resource]).change(parent, HasAttachments=True)
    return envelope(call, "Attachments", [_shown(row)])


def _is_sale(call: Call) -> bool:
    return str(_parent(call).get("Type", "")).startswith("ACCREC")


def _shown(row: Row) -> Row:
    shown = {
        "AttachmentID": row["id"],
        "FileName": row["FileName"],
        "MimeType": row["MimeType"],
        "ContentLength": row["ContentLength"],
    }
    return {**shown, "IncludeOnline": True} if row["IncludeOnline"] else shown
