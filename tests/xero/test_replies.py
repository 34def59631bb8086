"""Every kind of answer, and the error that says what happens next."""

import json
from decimal import Decimal
from typing import Any

import pytest

from jobs.plumbing.errors import AuthRefused, NotFound, OutcomeUnknown, RateLimited, Rejected, Unreachable, VendorError
from jobs.plumbing.http import Answer
from jobs.xero import lists, replies

JSON = {"Content-Type": "application/json"}


def answer(status: int, body: Any = b"", **headers: str) -> Answer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, {**JSON, **{name.replace("_", "-"): value for name, value in headers.items()}}, content)


VALIDATION = {"ErrorNumber": 10, "Type": "ValidationException", "Message": "A validation exception occurred",
              "Elements": [{"ValidationErrors": [{"Message": "one"}]}, {"ValidationErrors": [{"Description": "two"}]}]}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "writes", "kind"),
    [
        (answer(400, VALIDATION), True, Rejected),
        (answer(400, {"Message": "Idempotency Key: k is used with a different request."}), True, OutcomeUnknown),
        (answer(401, {"Detail": "TokenExpired: token expired"}), True, AuthRefused),
        (answer(403, {"Detail": "AuthenticationUnsuccessful"}), True, AuthRefused),
        (answer(404, b"<html>not found</html>", Content_Type="text/html"), False, NotFound),
        (answer(404, b"<html>not found</html>", Content_Type="text/html"), True, Rejected),
        (answer(429, b"", Retry_After="26", X_Rate_Limit_Problem="minute"), True, RateLimited),
        (answer(500, b"boom"), True, OutcomeUnknown),
        (answer(500, b"boom"), False, Unreachable),
        (answer(503, b"The Organisation is offline"), False, Unreachable),
        (answer(503, b"The Organisation is offline"), True, OutcomeUnknown),
        (answer(200, b"<html>hello</html>"), True, OutcomeUnknown),
        (answer(200, b""), True, OutcomeUnknown),
        (answer(200, b'{"Invoices": [{'), True, OutcomeUnknown),
        (answer(200, b"<html>hello</html>"), False, Unreachable),
        (answer(302, b""), True, OutcomeUnknown),
    ],
)
def test_each_answer_has_its_class(given: Answer, writes: bool, kind: type[VendorError]) -> None:
    with pytest.raises(kind):
        replies.read(given, writes=writes)


def test_an_unreadable_answer_is_a_reply_and_not_silence() -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        replies.read(answer(200, b"", Xero_Correlation_Id="c-1"), writes=True)
    assert caught.value.replied
    assert caught.value.correlation_id == "c-1"


def test_a_whole_refusal_tells_every_message() -> None:
    with pytest.raises(Rejected) as caught:
        replies.read(answer(400, VALIDATION), writes=True)
    assert caught.value.messages == ("one", "two")


def test_only_an_expired_token_may_be_cured_by_a_fresh_one() -> None:
    for body, expired in (({"Detail": "TokenExpired: x"}, True), ({"Detail": "AuthenticationUnsuccessful"}, False)):
        with pytest.raises(AuthRefused) as caught:
            replies.read(answer(401, body), writes=False)
        assert caught.value.expired is expired


def test_a_missing_scope_is_known_in_xeros_own_spelling() -> None:
    with pytest.raises(AuthRefused, match="a scope is missing"):
        replies.read(answer(403, {}, WWW_Authenticate='Bearer error="insufficent_scope"'), writes=False)


def test_amounts_are_exact() -> None:
    found = replies.read(answer(200, b'{"Invoices":[{"InvoiceID":"i","Total":99999999999999.99}]}'), writes=False)
    assert replies.document(found["Invoices"][0]).total == Decimal("99999999999999.99")


def test_dates_are_read_from_both_spellings_and_never_moved() -> None:
    assert replies.document({"DateString": "2026-09-14T00:00:00"}).date == "2026-09-14"
    assert replies.document({"Date": "/Date(1789344000000+0000)/"}).date == "2026-09-14"
    assert replies.document({"Date": "/Date(1789344000000)/"}).date == "2026-09-14"


def test_nulls_written_as_empty_arrays_mean_nothing() -> None:
    document = replies.document({"InvoiceID": "i", "Contact": [], "LineItems": None, "Total": [], "Warnings": []})
    assert (document.contact_id, document.lines, document.total) == (None, (), None)
    assert lists.contact({"ContactID": "c", "Name": "n", "PaymentTerms": []}).sales_terms is None


def test_an_error_without_a_message_is_still_an_error() -> None:
    assert replies.document({"HasErrors": True}).errors
    assert replies.document({"StatusAttributeString": "ERROR"}).errors
    assert lists.contact({"HasValidationErrors": True}).errors


def test_warnings_are_read_on_every_element() -> None:
    element = {"InvoiceID": "i", "Warnings": [{"Message": "Account code removed"}], "StatusAttributeString": "WARNING"}
    assert replies.document(element).warnings == ("Account code removed",)
