"""Reads elements of Xero's answers into records, without I/O; members may be missing, null, or an empty array."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from jobs.xero import records

_MILLISECONDS = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def elements(resource: str, found: dict[str, Any]) -> list[dict[str, Any]]:
    """The elements of an envelope. Raises KeyError when there are none by that name."""
    return objects(found[resource])


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of an array, whatever else stands in its place."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def messages_of(element: dict[str, Any]) -> tuple[str, ...]:
    """An element's validation errors in Xero's words."""
    return _told(element.get("ValidationErrors"))


def _told(rows: Any) -> tuple[str, ...]:
    # One of Xero's own examples writes Description where the others write Message.
    return tuple(
        str(each.get("Message") or each.get("Description") or "refused without a reason") for each in objects(rows)
    )


def problems(element: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """An element's errors and warnings; one marked as an error without a message still counts."""
    errors = messages_of(element)
    marks = (element.get("HasErrors"), element.get("HasValidationErrors"))
    if not errors and (True in marks or element.get("StatusAttributeString") == "ERROR"):
        errors = ("Xero refused it without a reason.",)
    return errors, _told(element.get("Warnings"))


def document(element: dict[str, Any]) -> records.Document:
    """An invoice, bill or credit note."""
    errors, warnings = problems(element)
    party = element.get("Contact")
    contact: dict[str, Any] = party if isinstance(party, dict) else {}
    return records.Document(
        id=text(element.get("InvoiceID")) or text(element.get("CreditNoteID")) or "",
        type=text(element.get("Type")) or "",
        status=text(element.get("Status")) or "",
        contact_id=text(contact.get("ContactID")),
        contact_name=text(contact.get("Name")),
        number=text(element.get("InvoiceNumber")) or text(element.get("CreditNoteNumber")),
        reference=text(element.get("Reference")),
        url=text(element.get("Url")),
        date=day(element.get("DateString")) or day(element.get("Date")),
        due_date=day(element.get("DueDateString")) or day(element.get("DueDate")),
        currency_code=text(element.get("CurrencyCode")),
        sub_total=number(element.get("SubTotal")),
        total_tax=number(element.get("TotalTax")),
        total=number(element.get("Total")),
        amount_due=number(element.get("AmountDue", element.get("RemainingCredit"))),
        amount_paid=number(element.get("AmountPaid")),
        amount_credited=number(element.get("AmountCredited")),
        fully_paid_on=day(element.get("FullyPaidOnDate")),
        sent_to_contact=truth(element.get("SentToContact")),
        branding_theme_id=text(element.get("BrandingThemeID")) or None,
        updated_at=instant(element.get("UpdatedDateUTCString")) or instant(element.get("UpdatedDateUTC")),
        lines=tuple(_line(each) for each in objects(element.get("LineItems"))),
        errors=errors,
        warnings=warnings,
    )


def _line(line: dict[str, Any]) -> records.Line:
    return records.Line(
        description=text(line.get("Description")),
        quantity=number(line.get("Quantity")),
        unit_amount=number(line.get("UnitAmount")),
        line_amount=number(line.get("LineAmount")),
        tax_amount=number(line.get("TaxAmount")),
        account_code=text(line.get("AccountCode")),
        tax_type=text(line.get("TaxType")),
        item_code=text(line.get("ItemCode")),
        line_item_id=text(line.get("LineItemID")),
        tracking=tuple(
            records.Tracking(each["Name"], each["Option"])
            for each in objects(line.get("Tracking"))
            if text(each.get("Name")) and text(each.get("Option"))
        ),
    )


def text(value: Any) -> str | None:
    """A text; None where Xero leaves it out, or writes an empty array for a null."""
    return value if isinstance(value, str) else None


def truth(value: Any) -> bool | None:
    """True or false; None where Xero says neither."""
    return value if isinstance(value, bool) else None


def number(value: Any) -> Decimal | None:
    """An amount, exact; None where Xero leaves it out."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | str):
        try:
            value = Decimal(value)
        except InvalidOperation:
            return None
    return value if isinstance(value, Decimal) and value.is_finite() else None


def day(value: Any) -> str | None:
    """A calendar day as YYYY-MM-DD, from the string twin or the milliseconds; never moved to another zone."""
    if not isinstance(value, str):
        return None
    if found := _MILLISECONDS.fullmatch(value):
        moment = _since_epoch(found[1])
        return moment.date().isoformat() if moment else None
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return None


def instant(value: Any) -> str | None:
    """A moment as an ISO text in UTC; Xero's moments are in UTC, with or without a Z."""
    if not isinstance(value, str):
        return None
    if found := _MILLISECONDS.fullmatch(value):
        moment = _since_epoch(found[1])
        return moment.isoformat() if moment else None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _since_epoch(milliseconds: str) -> datetime | None:
    try:
        return _EPOCH + timedelta(milliseconds=int(milliseconds))
    except OverflowError:
        return None
