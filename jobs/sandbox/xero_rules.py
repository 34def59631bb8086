"""The rules of a whole document: contact, dates, status, currency, number, link, total."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jobs.sandbox.store import Row
from jobs.sandbox.xero_desk import Desk, folded
from jobs.sandbox.xero_kinds import Kind
from jobs.sandbox.xero_lines import settled
from jobs.sandbox.xero_money import NIL, totals

CREATABLE = ("DRAFT", "SUBMITTED", "AUTHORISED")
ZONES = {
    "NEWZEALANDSTANDARDTIME": "Pacific/Auckland",
    "AUSEASTERNSTANDARDTIME": "Australia/Sydney",
    "GMTSTANDARDTIME": "Europe/London",
    "EASTERNSTANDARDTIME": "America/New_York",
}
NO_CONTACT = "A Contact must be specified for this type of transaction"
UNNAMED = (
    "The Contact must contain at least 1 of the following elements to identify the contact: "
    "Name, ContactID, ContactNumber"
)
ARCHIVED = (
    "The contact with the specified contact details has been archived. "
    "The contact must be un-archived before creating new invoices or credit notes."
)
NO_DUE_DATE = "The document DueDate field must be specified."
BELOW_ZERO = "The Total for this document must be greater than or equal to zero."
SENT_TOO_EARLY = "Only AUTHORISED and PAID invoices may have SentToContact updated."


def today(desk: Desk) -> str:
    """The day it is where the organisation is."""
    zone = ZONES.get(desk.organisation.get("Timezone", ""), "UTC")
    now: datetime = desk.call.world.now().astimezone(ZoneInfo(zone))
    return now.date().isoformat()


def contact_of(desk: Desk, sent: Any, wrong: list[str]) -> Row | None:
    """The contact that *sent* means; None when it names a new one (or none: then *wrong* says so)."""
    if sent is None:
        wrong.append(NO_CONTACT)
        return None
    if not any(sent.get(name) for name in ("ContactID", "ContactNumber", "Name")):
        wrong.append(UNNAMED)
        return None
    found = _found(desk, sent, wrong)
    if found is not None and found["ContactStatus"] != "ACTIVE":
        wrong.append(ARCHIVED)
        return None
    return found


def _found(desk: Desk, sent: Row, wrong: list[str]) -> Row | None:
    if sent.get("ContactID"):
        found = desk.contact(sent["ContactID"])
        if found is None:
            wrong.append("The contact with the specified ContactID could not be found.")
        return found
    if sent.get("ContactNumber"):
        found = desk.contact_by("ContactNumber", sent["ContactNumber"])
        if found is not None or not sent.get("Name"):
            if found is None:
                wrong.append("The contact with the specified ContactNumber could not be found.")
            return found
    return desk.contact_by("Name", sent["Name"], active=True) or desk.contact_by("Name", sent["Name"])


def check_locks(desk: Desk, day: str, wrong: list[str]) -> None:
    """Nothing dated on or before a lock date is made, changed or voided."""
    for name, said in (("PeriodLockDate", "period lock date"), ("EndOfYearLockDate", "end of year lock date")):
        lock = desk.organisation.get(name)
        if lock and day[:10] <= lock[:10]:
            shown = date.fromisoformat(lock[:10])
            wrong.append(f"The document date cannot be before the {said}, currently set at {shown.day} {shown:%B %Y}")


def check_url(url: str | None, wrong: list[str]) -> None:
    if not url:
        return
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        wrong.append("The Url field must be a valid absolute URL.")
    elif "xero" in url.lower():
        wrong.append("The Url field must not contain the word 'xero'.")


def check_currency(desk: Desk, code: str, wrong: list[str]) -> None:
    if code not in desk.currencies:
        wrong.append(f"Organisation is not subscribed to currency {code}")


def check_number(desk: Desk, kind: Kind, document: Row, wrong: list[str]) -> None:
    """Numbers of sales documents are unique, those of voided and deleted ones included; bills' are not."""
    number = document.get(kind.number_name)
    if number and document["Type"] == kind.sales:
        holder = desk.numbers(kind).get(folded(number))
        if holder not in (None, document.get(kind.id_name)):
            wrong.append(kind.taken)


def check_whole(desk: Desk, kind: Kind, document: Row, wrong: list[str]) -> None:
    """What an approved document must have, and what any must."""
    if document["Status"] == "AUTHORISED" and kind.entity == "Invoice" and not document.get("DueDate"):
        wrong.append(NO_DUE_DATE)
    has_lines = bool(document.get("LineItems"))
    if not has_lines and (kind.entity == "Invoice" or document["Status"] != "DRAFT"):
        wrong.append("One or more line items must be specified")
    theme = document.get("BrandingThemeID")
    if theme and theme not in desk.themes:
        wrong.append("The branding theme with the specified BrandingThemeID could not be found.")
    check_locks(desk, document["Date"], wrong)
    check_url(document.get("Url"), wrong)
    check_currency(desk, document["CurrencyCode"], wrong)
    check_number(desk, kind, document, wrong)


def with_lines(
    desk: Desk, kind: Kind, document: Row, lines: list[Row], wrong: list[str], *, stored: bool = False
) -> Row:
    """The document with settled lines and its totals; prices that are stored already keep their decimals."""
    four = stored or desk.call.four_decimals
    done = [settled(desk, kind, document, line, four_decimals=four, wrong=wrong) for line in lines]
    sums = totals(done, document["LineAmountTypes"])
    if sums["Total"] < NIL:
        wrong.append(BELOW_ZERO)
    return {**document, "LineItems": done, **sums}


def due(document: Row) -> Row:
    """What is left to pay (of a credit note: to allocate), and PAID when that is nothing after something was paid."""
    if "CreditNoteID" in document:
        used = sum((each["Amount"] for each in document.get("Allocations", [])), NIL)
        return {**document, "RemainingCredit": document["Total"] - used}
    paid, credited = document.get("AmountPaid", NIL), document.get("AmountCredited", NIL)
    left = document["Total"] - paid - credited
    return {**document, "AmountPaid": paid, "AmountCredited": credited, "AmountDue": left}
