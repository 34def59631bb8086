"""How a new document comes to be in Xero, or is refused."""

import uuid
from decimal import Decimal

from jobs.sandbox import xero_shape, xero_shown
from jobs.sandbox.store import Row
from jobs.sandbox.xero_batch import Outcome
from jobs.sandbox.xero_calls import ZERO
from jobs.sandbox.xero_contacts import as_said, born
from jobs.sandbox.xero_desk import Desk, folded
from jobs.sandbox.xero_kinds import Kind
from jobs.sandbox.xero_rules import (
    CREATABLE,
    SENT_TOO_EARLY,
    check_whole,
    contact_of,
    due,
    today,
    with_lines,
)

DAYS = ("Date", "DueDate", "ExpectedPaymentDate", "PlannedPaymentDate")


def create(desk: Desk, kind: Kind, sent: Row) -> Outcome:
    """Make the document, or say what is wrong with it."""
    wrong = xero_shape.check(kind.entity, sent)
    warnings: list[str] = []
    if not sent.get("Type"):
        return refused(desk, kind, sent, [*wrong, f"{kind.word} Type must be specified"])
    if sent.get(kind.id_name):
        wrong.append(f"{kind.id_name} must not be specified when creating")
    contact = contact_of(desk, sent.get("Contact"), wrong)
    document = _begun(desk, kind, sent, warnings)
    if document["Status"] not in CREATABLE:
        wrong.append(f"{kind.word} not of valid status for creation")
    document = with_lines(desk, kind, document, sent.get("LineItems") or [], wrong)
    check_whole(desk, kind, document, wrong)
    if wrong:
        return refused(desk, kind, sent, wrong)
    contact = born(desk, sent["Contact"]) if contact is None else as_said(desk, contact, sent["Contact"])
    return Outcome(_kept(desk, kind, document, contact), warnings=warnings)


def _begun(desk: Desk, kind: Kind, sent: Row, warnings: list[str]) -> Row:
    """The document with everything that Xero fills in by itself."""
    counts = xero_shape.counted(kind.entity, sent)
    document = {name: value for name, value in counts.items() if value is not None and name != "Contact"}
    document |= {name: xero_shape.read_date(name, document[name]) for name in DAYS if document.get(name)}
    document.setdefault("Date", today(desk))
    document.setdefault("Status", "DRAFT")
    document.setdefault("LineAmountTypes", "Exclusive")
    document.setdefault("CurrencyCode", desk.organisation["BaseCurrency"])
    if document["Type"].startswith("ACCREC") and desk.usual_theme is not None:
        document.setdefault("BrandingThemeID", desk.usual_theme)
    document.setdefault("CurrencyRate", _day_rate(desk, document["CurrencyCode"]))
    document.pop("RoundingAmount", None)
    document.pop(kind.id_name, None)
    if not document["Type"].startswith("ACCREC"):
        document.pop("Reference", None)  # bills do not keep it
    if document.get("SentToContact") and document["Status"] != "AUTHORISED":
        warnings.append(SENT_TOO_EARLY)
        document["SentToContact"] = False
    return document


def _day_rate(desk: Desk, code: str) -> Decimal:
    """A made-up rate of the day: 1 for the organisation's own currency."""
    return Decimal("1.0") if code == desk.organisation["BaseCurrency"] else Decimal("0.612500")


def _kept(desk: Desk, kind: Kind, document: Row, contact: Row) -> Row:
    call, now = desk.call, desk.call.world.now_text()
    if not document.get(kind.number_name) and document["Type"] == kind.sales:
        document[kind.number_name] = desk.next_number(kind)
    row = due(
        {
            **document,
            kind.id_name: str(uuid.uuid4()),
            "Contact": {"ContactID": contact["ContactID"]},
            "TenantID": call.tenant,
            "CreatedBy": call.client,
            "CreatedAt": now,
            "UpdatedDateUTC": now,
        }
    )
    call.table(kind.table)[row[kind.id_name]] = row
    if row["Type"] == kind.sales:
        desk.numbers(kind)[folded(row[kind.number_name])] = row[kind.id_name]
    _mark_contact(desk, row)
    return xero_shown.document(call, row)


def _mark_contact(desk: Desk, row: Row) -> None:
    """The first invoice makes a customer, the first bill a supplier; the contact's own date stays."""
    flag = "IsCustomer" if row["Type"].startswith("ACCREC") else "IsSupplier"
    contacts = desk.call.table("xero.contacts")
    contact = contacts[row["Contact"]["ContactID"]]
    if not contact.get(flag):
        contacts.change(contact["ContactID"], **{flag: True})


def refused(desk: Desk, kind: Kind, sent: Row, wrong: list[str]) -> Outcome:
    """What was sent comes back under the id that means nothing was made. A switch leaves the Url out."""
    echo = {name: value for name, value in sent.items() if value is not None}
    if not desk.call.world.setting("xero").get("echo_url", True):
        echo.pop("Url", None)
    return Outcome({**echo, kind.id_name: ZERO}, errors=wrong)
