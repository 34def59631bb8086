"""Reads what Xero answers, without I/O: elements as records, every kind of no as the error it means."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from jobs.plumbing import clock
from jobs.plumbing.errors import AuthRefused, NotFound, OutcomeUnknown, RateLimited, Rejected, Unreachable, VendorError
from jobs.plumbing.http import Answer
from jobs.xero import records

_decode = msgspec.json.Decoder(float_hook=Decimal).decode
_MS_DATE = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")
KEY_MISUSED = "Idempotency Key"


def read(answer: Answer, *, writes: bool) -> dict[str, Any]:
    """The JSON of a good answer. Raises the error that says what happens next."""
    correlation = answer.headers.get("Xero-Correlation-Id")
    if answer.status == 200:
        try:
            found = _decode(answer.body)
        except (msgspec.DecodeError, UnicodeDecodeError, InvalidOperation):
            found = None
        if isinstance(found, dict):
            return found
        raise _unclear(f"Xero's answer cannot be read ({len(answer.body)} bytes)", answer, writes)
    error = _refusal(answer, writes)
    error.correlation_id, error.status = correlation, answer.status
    raise error


def _unclear(said: str, answer: Answer, writes: bool) -> VendorError:
    correlation = answer.headers.get("Xero-Correlation-Id")
    if writes:
        return OutcomeUnknown(said, replied=True, correlation_id=correlation, status=answer.status)
    return Unreachable(said, correlation_id=correlation, status=answer.status)


def _refusal(answer: Answer, writes: bool) -> VendorError:
    body = _body(answer)
    said = _said(answer, body)
    match answer.status:
        case 429:
            # Rate limits are judged before anything else: a 429 means that nothing was done (limits page).
            return RateLimited(until(answer.headers), scope(answer.headers), said)
        case 401:
            return AuthRefused(said, expired="TokenExpired" in said)
        case 403:
            return AuthRefused(said)
        case 404 if not writes:
            return NotFound(said)
        case 400 | 412 if KEY_MISUSED in said:
            return OutcomeUnknown(said, replied=True)  # our bug, and no word on what became of the first request
        case 400 | 404 | 405 | 412 | 413 | 415 | 501:
            return Rejected(_messages(body) or (said,))
        case 503 if not writes:
            return Unreachable(said or "Xero is being maintained")
        case _:
            return _unclear(said or f"Xero answered {answer.status}", answer, writes)


def until(headers: Mapping[str, str]) -> datetime:
    """When a 429 ends; windows differ for each organisation, so only Retry-After tells."""
    try:
        seconds = float(headers.get("Retry-After", ""))
    except ValueError:
        seconds = 5.0 if scope(headers) == "concurrent" else 60.0
    return clock.now() + timedelta(seconds=max(1.0, seconds))


def scope(headers: Mapping[str, str]) -> str:
    """Which limit a 429 speaks of: minute, day, concurrent or appminute."""
    return headers.get("X-Rate-Limit-Problem", "minute").lower()


def _body(answer: Answer) -> dict[str, Any]:
    try:
        found = _decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError, InvalidOperation):
        return {}
    return found if isinstance(found, dict) else {}


def _said(answer: Answer, body: dict[str, Any]) -> str:
    # 401 and 403 are JSON problems; a missing scope is told in a header, in Xero's own spelling: insufficent_scope.
    parts = [str(body[name]) for name in ("Detail", "Message", "error_description") if body.get(name)]
    challenge = answer.headers.get("WWW-Authenticate", "")
    if "insuffic" in challenge:
        parts.append("a scope is missing")
    if not parts and "json" not in answer.headers.get("Content-Type", ""):
        parts.append(answer.body[:200].decode(errors="replace").strip())
    return "; ".join(part for part in parts if part) or f"Xero answered {answer.status}"


def _messages(body: dict[str, Any]) -> tuple[str, ...]:
    found = [message for element in body.get("Elements") or [] for message in _errors(element)]
    return tuple(dict.fromkeys(found))


def xero_time(headers: Mapping[str, str]) -> datetime | None:
    """Xero's own clock, from the answer's Date."""
    try:
        return parsedate_to_datetime(headers["Date"]).astimezone(UTC)
    except (KeyError, TypeError, ValueError):
        return None


def elements(resource: str, found: dict[str, Any]) -> list[dict[str, Any]]:
    """The elements of an envelope. Raises KeyError when there are none by that name."""
    rows = found[resource]
    return [each for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []


def _errors(element: dict[str, Any]) -> tuple[str, ...]:
    rows = element.get("ValidationErrors") or []
    # One of Xero's own examples writes Description where the others write Message.
    return tuple(str(each.get("Message") or each.get("Description") or "refused without a reason") for each in rows)


def problems(element: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """An element's errors and warnings; one marked as an error without a message still counts."""
    errors = _errors(element)
    marked = element.get("StatusAttributeString") == "ERROR" or element.get("HasErrors") is True
    if not errors and (marked or element.get("HasValidationErrors") is True):
        errors = ("Xero refused it without a reason.",)
    warnings = tuple(str(each.get("Message") or each) for each in element.get("Warnings") or [] if each)
    return errors, warnings


def document(element: dict[str, Any]) -> records.Document:
    """An invoice, bill or credit note."""
    errors, warnings = problems(element)
    party = element.get("Contact")
    contact: dict[str, Any] = party if isinstance(party, dict) else {}
    return records.Document(
        id=element.get("InvoiceID") or element.get("CreditNoteID") or "",
        type=element.get("Type") or "",
        status=element.get("Status") or "",
        contact_id=contact.get("ContactID"),
        contact_name=contact.get("Name"),
        number=element.get("InvoiceNumber") or element.get("CreditNoteNumber"),
        reference=element.get("Reference"),
        url=element.get("Url"),
        date=day(element.get("DateString") or element.get("Date")),
        due_date=day(element.get("DueDateString") or element.get("DueDate")),
        currency_code=element.get("CurrencyCode"),
        sub_total=number(element.get("SubTotal")),
        total_tax=number(element.get("TotalTax")),
        total=number(element.get("Total")),
        amount_due=number(element.get("AmountDue", element.get("RemainingCredit"))),
        amount_paid=number(element.get("AmountPaid")),
        amount_credited=number(element.get("AmountCredited")),
        fully_paid_on=day(element.get("FullyPaidOnDate")),
        sent_to_contact=element.get("SentToContact"),
        updated_at=instant(element.get("UpdatedDateUTCString") or element.get("UpdatedDateUTC")),
        lines=tuple(_line(each) for each in element.get("LineItems") or [] if isinstance(each, dict)),
        errors=errors,
        warnings=warnings,
    )


def _line(line: dict[str, Any]) -> records.Line:
    return records.Line(
        description=line.get("Description"),
        quantity=number(line.get("Quantity")),
        unit_amount=number(line.get("UnitAmount")),
        line_amount=number(line.get("LineAmount")),
        tax_amount=number(line.get("TaxAmount")),
        account_code=line.get("AccountCode"),
        tax_type=line.get("TaxType"),
        item_code=line.get("ItemCode"),
        line_item_id=line.get("LineItemID"),
    )


def number(value: Any) -> Decimal | None:
    """An amount, exact; None where Xero leaves it out or writes an empty array for a null."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return None


def day(text: Any) -> str | None:
    """A calendar day as YYYY-MM-DD, from the string twin or the milliseconds; never moved to another zone."""
    if not isinstance(text, str) or not text:
        return None
    if found := _MS_DATE.fullmatch(text):
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(found[1]))).date().isoformat()
    return text[:10]


def instant(text: Any) -> str | None:
    """A moment as an ISO text in UTC."""
    if not isinstance(text, str) or not text:
        return None
    if found := _MS_DATE.fullmatch(text):
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(found[1]))).isoformat()
    return text
