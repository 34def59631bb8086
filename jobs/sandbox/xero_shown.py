"""How Xero shows what it keeps: dates twice, amounts with two decimals, contacts as stubs."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from jobs.sandbox import clock, index
from jobs.sandbox.store import Row
from jobs.sandbox.xero_calls import Call
from jobs.sandbox.xero_money import cents

EPOCH = date(1970, 1, 1).toordinal()
# Members of our rows that are the sandbox's own.
OURS = ("TenantID", "CreatedAt", "CreatedBy", "UpdatedDateUTC", "DocumentID")
NIL = Decimal("0.00")


def day(written: str) -> str:
    """A calendar day the way JSON of Xero has it."""
    return f"/Date({(date.fromisoformat(written[:10]).toordinal() - EPOCH) * 86_400_000}+0000)/"


def moment(written: str) -> str:
    """An instant the way JSON of Xero has it: milliseconds since 1970."""
    since = clock.instant(written) - datetime(1970, 1, 1, tzinfo=UTC)
    return f"/Date({since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000}+0000)/"


def document(call: Call, row: Row, *, lines: bool = True) -> Row:
    """An invoice, bill or credit note; unpaged lists leave its lines out."""
    shown = {name: value for name, value in row.items() if name not in (*OURS, "Contact", "LineItems")}
    shown |= {
        "HasErrors": False,
        "Contact": _stub(call, row["Contact"], full=lines),
        "LineItems": [_line(call, each) for each in row.get("LineItems", [])] if lines else [],
        "SentToContact": row.get("SentToContact", False),
        "HasAttachments": row.get("HasAttachments", False),
        "UpdatedDateUTC": moment(row["UpdatedDateUTC"]),
        "UpdatedDateUTCString": f"{row['UpdatedDateUTC'][:19]}Z",
    }
    for name in ("Date", "DueDate", "ExpectedPaymentDate", "PlannedPaymentDate"):
        if row.get(name):
            shown[f"{name}String"] = f"{row[name][:10]}T00:00:00"
            shown[name] = day(row[name])
    if row.get("FullyPaidOnDate"):
        shown["FullyPaidOnDate"] = day(row["FullyPaidOnDate"])
    return shown | _allocated(call, row)


def _line(call: Call, line: Row) -> Row:
    """Unit prices show two decimals unless four are asked for, whatever is kept."""
    if call.four_decimals or "UnitAmount" not in line:
        return line
    return {**line, "UnitAmount": cents(Decimal(line["UnitAmount"]))}


def _allocated(call: Call, row: Row) -> Row:
    if "CreditNoteID" in row:
        return {"RemainingCredit": row.get("RemainingCredit", NIL), "Allocations": row.get("Allocations", [])}
    payments = call.table("xero.payments")
    paid = [payments[key] for key in index.where(payments, "DocumentID", [row["InvoiceID"]])]
    kept = [each for each in paid if each["Status"] == "AUTHORISED"]
    return {
        "Payments": [
            {"PaymentID": each["PaymentID"], "Date": day(each["Date"]), "Amount": each["Amount"]} for each in kept
        ],
        "CreditNotes": [],
        "Prepayments": [],
        "Overpayments": [],
        "IsDiscounted": any(line.get("DiscountRate") for line in row.get("LineItems", [])),
    }


def _stub(call: Call, kept: Row, *, full: bool) -> Row:
    """The contact as it is now; a row put there by hand may name one that is in no table."""
    contact = call.table("xero.contacts").get(kept["ContactID"], kept)
    stub = {"ContactID": kept["ContactID"], "Name": contact.get("Name", "")}
    if full:
        stub |= {"ContactStatus": contact.get("ContactStatus", "ACTIVE"), "Addresses": [], "Phones": []}
    return stub


def contact(row: Row, *, full: bool = True) -> Row:
    """A contact; unpaged lists leave much of it out."""
    shown = {name: value for name, value in row.items() if name not in OURS}
    if not full:
        for name in ("ContactPersons", "PaymentTerms", "MergedToContactID"):
            shown.pop(name, None)
    return shown | {
        "Addresses": row.get("Addresses", []),
        "Phones": row.get("Phones", []),
        "ContactStatus": row.get("ContactStatus", "ACTIVE"),
        "IsSupplier": row.get("IsSupplier", False),
        "IsCustomer": row.get("IsCustomer", False),
        "UpdatedDateUTC": moment(row["UpdatedDateUTC"]),
        "HasAttachments": False,
        "HasValidationErrors": False,
    }


def payment(row: Row) -> Row:
    shown = {name: value for name, value in row.items() if name not in OURS}
    return shown | {
        "Date": day(row["Date"]),
        "UpdatedDateUTC": moment(row["UpdatedDateUTC"]),
        "UpdatedDateUTCString": f"{row['UpdatedDateUTC'][:19]}Z",
        "HasAccount": True,
        "HasValidationErrors": False,
    }


def plain(row: Row) -> Row:
    """A row of a small list."""
    shown: dict[str, Any] = {name: value for name, value in row.items() if name not in OURS}
    if "UpdatedDateUTC" in row:
        shown["UpdatedDateUTC"] = moment(row["UpdatedDateUTC"])
    for name in ("PeriodLockDate", "EndOfYearLockDate"):
        if row.get(name):
            shown[name] = day(row[name])
        else:
            shown.pop(name, None)
    return shown
