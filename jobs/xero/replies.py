"""Reads what Xero answers, without I/O: the JSON of a yes, and every kind of no as the error it means."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from jobs.plumbing import clock
from jobs.plumbing.errors import AuthRefused, NotFound, OutcomeUnknown, RateLimited, Rejected, Unreachable, VendorError
from jobs.plumbing.http import Answer
from jobs.plumbing.limits import xero_limit
from jobs.xero.elements import messages_of, objects

_decode = msgspec.json.Decoder(float_hook=Decimal).decode
KEY_MISUSED = b"is used with a different request"
MAINTENANCE = 503
CORRELATION = "Xero-Correlation-Id"


def read(answer: Answer, *, writes: bool) -> dict[str, Any]:
    """The JSON of a good answer. Raises the error that says what happens next."""
    if answer.status != 200:
        raise refusal(answer, writes=writes)
    found = _json(answer.body)
    if isinstance(found, dict):
        return found
    raise _numbered(_unclear(f"Xero's answer cannot be read ({len(answer.body)} bytes)", writes=writes), answer)


def refusal(answer: Answer, *, writes: bool) -> VendorError:
    """The error that an answer other than 200 means."""
    found = _json(answer.body)
    return _numbered(_sorted(answer, found if isinstance(found, dict) else {}, writes=writes), answer)


def _numbered(error: VendorError, answer: Answer) -> VendorError:
    error.correlation_id, error.status = answer.headers.get(CORRELATION), answer.status
    return error


def _unclear(said: str, *, writes: bool) -> VendorError:
    return OutcomeUnknown(said, replied=True) if writes else Unreachable(said)


def _sorted(answer: Answer, body: dict[str, Any], *, writes: bool) -> VendorError:
    said = _said(answer, body)
    match answer.status:
        case 429:
            # Limits are judged before anything else, keys included: nothing was done (idempotency page, read 2026-11).
            scope, seconds = xero_limit(answer.headers, now := clock.now())
            return RateLimited(now + timedelta(seconds=seconds), scope, said)
        case 401:
            return AuthRefused(said, expired="TokenExpired" in said)
        case 403:
            return AuthRefused(said)
        case 404 if not writes:
            return NotFound(said)
        case 400 if KEY_MISUSED in answer.body:
            return OutcomeUnknown(said, replied=True)  # our bug, and no word on what became of the first request
        case 400 | 404 | 405 | 412 | 413 | 415 | 501:
            return Rejected(_messages(body) or (said,))
        case status:
            return _unclear("Xero is being maintained" if status == MAINTENANCE and not body else said, writes=writes)


def _json(body: bytes) -> Any:
    try:
        return _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, InvalidOperation):
        return None


def _said(answer: Answer, body: dict[str, Any]) -> str:
    """Xero's words, for support: they are told in several members, in a header, or as plain text."""
    parts = [str(body[name]) for name in ("Detail", "Message", "error_description") if body.get(name)]
    # A missing scope is told in a header, in Xero's own spelling (insufficent_scope) or in OAuth's.
    if "insuffic" in answer.headers.get("WWW-Authenticate", ""):
        parts.append("a scope is missing")
    if not parts and "html" not in answer.headers.get("Content-Type", ""):
        parts.append(answer.body[:200].decode(errors="replace").strip())
    return "; ".join(part for part in parts if part) or f"Xero answered {answer.status}"


def _messages(body: dict[str, Any]) -> tuple[str, ...]:
    found = [message for element in objects(body.get("Elements")) for message in messages_of(element)]
    return tuple(dict.fromkeys(found))


def xero_time(headers: Mapping[str, str]) -> datetime | None:
    """Xero's own clock, from the answer's Date."""
    try:
        return parsedate_to_datetime(headers["Date"]).astimezone(UTC)
    except (KeyError, TypeError, ValueError):
        return None
