"""How a document in Xero changes: statuses, what may still be edited, lines replaced as a set."""

from jobs.sandbox import xero_shape, xero_shown
from jobs.sandbox.store import Row
from jobs.sandbox.xero_batch import Outcome
from jobs.sandbox.xero_contacts import as_said
from jobs.sandbox.xero_desk import Desk, folded
from jobs.sandbox.xero_drafting import DAYS
from jobs.sandbox.xero_kinds import Kind
from jobs.sandbox.xero_money import NIL
from jobs.sandbox.xero_rules import check_locks, check_whole, contact_of, due, with_lines

# Statuses section of the invoices page, read 2026-11. PAID is set by Xero alone.
TRANSITIONS = {
    "DRAFT": ("DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"),
    "SUBMITTED": ("SUBMITTED", "DRAFT", "AUTHORISED", "DELETED"),
    "AUTHORISED": ("AUTHORISED", "VOIDED"),
    "PAID": ("PAID",),
}
# What may change once something was paid.
STILL_FREE = (
    "Reference", "DueDate", "InvoiceNumber", "CreditNoteNumber", "BrandingThemeID", "Contact", "Url",
    "PlannedPaymentDate", "ExpectedPaymentDate", "SentToContact",
)  # fmt: skip
LINE_STILL_FREE = ("Description", "AccountCode", "Tracking")
MONEY_MATTERS = ("Quantity", "UnitAmount", "LineAmount", "TaxType", "TaxAmount", "ItemCode", "DiscountRate")
NOT_NOW = "not of valid status for modification"
ALLOCATED = "cannot be applied to the invoice because it has payments or credit notes allocated to it."
SETTLED = "This document cannot be edited as it has a payment or credit note allocated to it."


def update(desk: Desk, kind: Kind, row: Row, sent: Row) -> Outcome:
    """Change the document, or say what is wrong; omitted members keep their value."""
    wrong = xero_shape.check(kind.entity, sent)
    status = sent.get("Status") or row["Status"]
    has_payment = bool(row.get("AmountPaid") or row.get("AmountCredited") or row.get("Allocations"))
    if has_payment and status != row["Status"]:
        wrong.append(f"The status {status} {ALLOCATED}")
    elif status not in TRANSITIONS.get(row["Status"], ()):
        wrong.append(f"{kind.word} {NOT_NOW}")
    elif has_payment and _touches_money(row, sent):
        wrong.append(SETTLED)
    if wrong:
        return _echoed(kind, row, sent, wrong)
    document = _merged(desk, kind, row, sent, wrong)
    check_locks(desk, row["Date"], wrong)
    if status not in ("VOIDED", "DELETED"):
        if _needs_lines(row, sent):
            is_sent = sent.get("LineItems") is not None
            lines = _lines(row, sent["LineItems"]) if is_sent else document["LineItems"]
            document = with_lines(desk, kind, document, lines, wrong, stored=not is_sent)
        check_whole(desk, kind, document, wrong)
    if wrong:
        return _echoed(kind, row, sent, list(dict.fromkeys(wrong)))
    if contact := desk.contact(document["Contact"]["ContactID"]):
        as_said(desk, contact, sent.get("Contact") or {})
    return Outcome(_kept(desk, kind, row, document))


def _touches_money(row: Row, sent: Row) -> bool:
    for name, value in xero_shape.counted("CreditNote" if "CreditNoteID" in row else "Invoice", sent).items():
        if name in (*STILL_FREE, "LineItems", "Status", "Type", "InvoiceID", "CreditNoteID") or value is None:
            continue
        if value != row.get(name) and not (name in DAYS and value[:10] == row.get(name)):
            return True
    lines = {each["LineItemID"]: each for each in row["LineItems"]}
    sent_lines = sent.get("LineItems")
    if sent_lines is None:
        return False
    if {each.get("LineItemID") for each in sent_lines} != set(lines):
        return True
    return any(
        name in MONEY_MATTERS and value is not None and value != lines[each["LineItemID"]].get(name)
        for each in sent_lines
        for name, value in each.items()
    )


def _merged(desk: Desk, kind: Kind, row: Row, sent: Row, wrong: list[str]) -> Row:
    counts = {name: value for name, value in xero_shape.counted(kind.entity, sent).items() if value is not None}
    for name in ("Contact", "LineItems", "Type", kind.id_name, "RoundingAmount"):
        counts.pop(name, None)
    counts |= {name: xero_shape.read_date(name, counts[name]) for name in DAYS if name in counts}
    if not row["Type"].startswith("ACCREC"):
        counts.pop("Reference", None)
    document = {**row, **counts}
    if sent.get("Contact"):
        contact = contact_of(desk, sent["Contact"], wrong)
        if contact is not None:
            document["Contact"] = {"ContactID": contact["ContactID"]}
    return document


def _needs_lines(row: Row, sent: Row) -> bool:
    """Only what was sent is worked out again; approving judges the lines that are there."""
    return (
        sent.get("LineItems") is not None
        or sent.get("LineAmountTypes") not in (None, row["LineAmountTypes"])
        or (sent.get("Status") == "AUTHORISED" and row["Status"] != "AUTHORISED")
    )


def _lines(row: Row, sent: list[Row]) -> list[Row]:
    """A line with its id is changed, one without is new, and one that is not mentioned is gone."""
    known = {each["LineItemID"]: each for each in row["LineItems"]}
    lines = []
    for each in sent:
        old = known.get(each.get("LineItemID", ""), {})
        stale = ("LineAmount", "TaxAmount") if any(name in each for name in MONEY_MATTERS) else ()
        lines.append({**{name: value for name, value in old.items() if name not in stale}, **each})
    return lines


def _kept(desk: Desk, kind: Kind, row: Row, document: Row) -> Row:
    changed = {**due(document), "UpdatedDateUTC": desk.call.world.now_text()}
    if changed["Status"] == "DELETED" or changed["Total"] == NIL:
        changed["AmountDue" if kind.entity == "Invoice" else "RemainingCredit"] = NIL
    desk.call.table(kind.table)[changed[kind.id_name]] = changed
    if changed["Type"] == kind.sales:
        desk.numbers(kind).pop(folded(row[kind.number_name]), None)
        desk.numbers(kind)[folded(changed[kind.number_name])] = changed[kind.id_name]
    return xero_shown.document(desk.call, changed)


def _echoed(kind: Kind, row: Row, sent: Row, wrong: list[str]) -> Outcome:
    """What was asked for comes back with the errors, not what is kept: nobody should believe it."""
    return Outcome({**sent, "Type": row["Type"], kind.id_name: row[kind.id_name]}, errors=wrong)
