"""Payments of Xero: made and deleted, never edited; each moves its document's AmountDue and status."""

import uuid
from decimal import Decimal

from jobs.sandbox import xero_problems, xero_shape, xero_shown
from jobs.sandbox.store import Row, World
from jobs.sandbox.wire import Reply
from jobs.sandbox.xero_batch import Outcome, write
from jobs.sandbox.xero_calls import ZERO, Call, envelope
from jobs.sandbox.xero_desk import Desk
from jobs.sandbox.xero_kinds import CREDIT_NOTES, INVOICES, Kind
from jobs.sandbox.xero_listing import listing
from jobs.sandbox.xero_money import NIL
from jobs.sandbox.xero_problems import Refusal
from jobs.sandbox.xero_rules import today

TYPES = {
    "ACCREC": "ACCRECPAYMENT",
    "ACCPAY": "ACCPAYPAYMENT",
    "ACCRECCREDIT": "ARCREDITPAYMENT",
    "ACCPAYCREDIT": "APCREDITPAYMENT",
}
TABLES = ("xero.payments", "xero.invoices", "xero.credit_notes")


def get(call: Call) -> Reply:
    """The list, or one payment; deleted ones are among them."""
    if call.name is not None:
        return envelope(call, "Payments", [xero_shown.payment(_one(call))])
    return listing(call, call.rows("xero.payments"), "PaymentID", lambda row, full: xero_shown.payment(row))


def _one(call: Call) -> Row:
    row = call.table("xero.payments").get(call.name or "")
    if row is None or row["TenantID"] != call.tenant:
        raise Refusal(xero_problems.not_found())
    return row


def put(call: Call) -> Reply:
    """Pay documents."""
    desk = Desk(call)
    return write(call, call.elements(), lambda sent: _create(desk, sent), TABLES, "HasValidationErrors")


def post(call: Call) -> Reply:
    """Pay one document; with an id, delete that payment (nothing else can change)."""
    if call.name is None:
        return put(call)
    row = _one(call)

    def delete(sent: Row) -> Outcome:
        wrong = xero_shape.check("Payment", sent)
        if sent.get("Status") != "DELETED" or row["Status"] == "DELETED":
            wrong.append("Payment not of valid status for modification")
        if wrong:
            return Outcome({**sent, "PaymentID": row["PaymentID"]}, errors=wrong)
        return Outcome(xero_shown.payment(undo(call.world, row)))

    return write(call, call.elements(), delete, TABLES, "HasValidationErrors")


def _create(desk: Desk, sent: Row) -> Outcome:
    wrong = xero_shape.check("Payment", sent)
    kind, document = _document(desk.call, sent, wrong)
    account = _account(desk, sent.get("Account") or {}, wrong)
    amount = Decimal(sent.get("Amount") or 0)
    if document is not None and document["Status"] != "AUTHORISED":
        wrong.append("Payments can only be made against Authorised documents")
    elif document is not None and not NIL < amount <= _left(kind, document):
        wrong.append("Payment amount exceeds the amount outstanding on this document")
    if wrong or document is None:
        return Outcome({**sent, "PaymentID": ZERO}, errors=wrong)
    day = xero_shape.read_date("Date", sent.get("Date") or today(desk))
    return Outcome(
        xero_shown.payment(pay(desk.call.world, kind, document, amount, day, account, sent.get("Reference")))
    )


def _document(call: Call, sent: Row, wrong: list[str]) -> tuple[Kind, Row | None]:
    kind = CREDIT_NOTES if sent.get("CreditNote") else INVOICES
    if bool(sent.get("Invoice")) == bool(sent.get("CreditNote")):
        wrong.append("Exactly one of Invoice, CreditNote, Prepayment or Overpayment must be specified")
        return kind, None
    row = call.table(kind.table).get((sent.get(kind.entity) or {}).get(kind.id_name) or "")
    if row is None or row["TenantID"] != call.tenant:
        wrong.append("The document with the supplied id was not found for this endpoint.")
        return kind, None
    return kind, row


def _account(desk: Desk, sent: Row, wrong: list[str]) -> Row:
    name = sent.get("AccountID") or sent.get("Code")
    if not name:
        wrong.append("You must specify an Account code or Account ID for the payment.")
        return {}
    account = desk.accounts.get(name)
    if account is None or account["Status"] != "ACTIVE":
        wrong.append("Account could not be found")
    elif account["Type"] != "BANK" and not account.get("EnablePaymentsToAccount"):
        wrong.append("Account type is invalid for making a payment to/from.")
    return account or {}


def _left(kind: Kind, document: Row) -> Decimal:
    return Decimal(document["AmountDue" if kind is INVOICES else "RemainingCredit"])


def pay(
    world: World, kind: Kind, document: Row, amount: Decimal, day: str, account: Row, reference: str | None = None
) -> Row:
    """Put the payment into the tables; document and payment get the same date of change."""
    now = world.now_text()
    row = {
        "PaymentID": str(uuid.uuid4()),
        "TenantID": document["TenantID"],
        "DocumentID": document[kind.id_name],
        kind.entity: {kind.id_name: document[kind.id_name], kind.number_name: document.get(kind.number_name)},
        "Account": {name: account[name] for name in ("AccountID", "Code") if account.get(name)},
        "Date": day,
        "Amount": amount,
        "CurrencyRate": document.get("CurrencyRate", Decimal(1)),
        "Reference": reference or "",
        "Status": "AUTHORISED",
        "PaymentType": TYPES[document["Type"]],
        "CreatedAt": now,
        "UpdatedDateUTC": now,
    }
    world.table("xero.payments")[row["PaymentID"]] = row
    _move(world, kind, document, amount, day, now)
    return row


def undo(world: World, row: Row) -> Row:
    """The payment deleted, and its document open again."""
    kind = INVOICES if "Invoice" in row else CREDIT_NOTES
    now = world.now_text()
    document = world.table(kind.table)[row["DocumentID"]]
    _move(world, kind, document, -row["Amount"], row["Date"], now)
    return world.table("xero.payments").change(row["PaymentID"], Status="DELETED", UpdatedDateUTC=now)


def _move(world: World, kind: Kind, document: Row, amount: Decimal, day: str, now: str) -> None:
    left = _left(kind, document) - amount
    is_over = left == NIL
    changed: Row = {"UpdatedDateUTC": now, "Status": "PAID" if is_over else "AUTHORISED"}
    changed["FullyPaidOnDate"] = day if is_over else None
    if kind is INVOICES:
        changed |= {"AmountPaid": document.get("AmountPaid", NIL) + amount, "AmountDue": left}
    else:
        changed["RemainingCredit"] = left
    row = {**document, **changed}
    if not is_over:
        row.pop("FullyPaidOnDate")
    world.table(kind.table)[document[kind.id_name]] = row
