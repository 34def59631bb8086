"""Every kind of no becomes the error that says what happens next."""

from datetime import UTC, datetime, timedelta

import pytest
from requests.structures import CaseInsensitiveDict

from jobs.plumbing.errors import AuthRefused, NotFound, OutcomeUnknown, RateLimited, Rejected, Unreachable
from jobs.plumbing.http import Answer
from jobs.xero import replies

EXPIRED = (
    b'{"Type":null,"Title":"Unauthorized","Status":401,"Detail":"TokenExpired: token expired at 01/01/2001 00:00:00"}'
)
FORBIDDEN = b'{"Type":null,"Title":"Forbidden","Status":403,"Detail":"AuthenticationUnsuccessful","Instance":"i-1"}'
INVALID = (
    b'{"ErrorNumber":10,"Type":"ValidationException","Message":"A validation exception occurred","Elements":['
    b'{"ValidationErrors":[{"Message":"Due date cannot be empty."},{"Message":"Email address must be valid"}]},'
    b'{"ValidationErrors":[{"Message":"Due date cannot be empty."}]},{"ValidationErrors":[]},null]}'
)
MISUSED = b'{"ErrorNumber":0,"Message":"Idempotency Key: k-1 is used with a different request."}'
HTML = b"<html><body>The resource you're looking for cannot be found</body></html>"


def answer(status, body=b"", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, CaseInsensitiveDict({"Xero-Correlation-Id": "x-7", **named}), body)


def raised(kind, given, *, writes):
    with pytest.raises(kind) as caught:
        replies.read(given, writes=writes)
    error = caught.value
    assert (error.correlation_id, error.status) == ("x-7", given.status)
    return error


def test_numbers_of_a_good_answer_are_exact():
    found = replies.read(answer(200, b'{"Total":1069.980,"Day":20}'), writes=False)
    assert str(found["Total"]) == "1069.980"
    assert found["Day"] == 20


@pytest.mark.parametrize("body", [b"", HTML, b'{"Invoices":[{"Inv', b"[]", b'"OK"', b"\xff\xfe", b'{"Total":1e}'])
def test_an_answer_that_cannot_be_read_leaves_a_write_unknown(body):
    assert raised(OutcomeUnknown, answer(200, body), writes=True).replied
    raised(Unreachable, answer(200, body), writes=False)


@pytest.mark.parametrize("status", [204, 302, 408, 500, 502, 503, 504])
def test_an_answer_that_says_neither_yes_nor_no_leaves_a_write_unknown(status):
    assert raised(OutcomeUnknown, answer(status, HTML), writes=True).replied
    raised(Unreachable, answer(status, HTML), writes=False)


def test_an_expired_token_may_be_cured_by_a_fresh_one():
    assert raised(AuthRefused, answer(401, EXPIRED), writes=True).expired


@pytest.mark.parametrize("status", [401, 403])
def test_a_lost_organisation_is_not_cured_by_a_fresh_token(status):
    error = raised(AuthRefused, answer(status, FORBIDDEN), writes=True)
    assert not error.expired
    assert error.said == "AuthenticationUnsuccessful"


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("spelling", ["insufficent_scope", "insufficient_scope"])
def test_a_missing_scope_is_told_in_either_spelling(status, spelling):
    error = raised(AuthRefused, answer(status, WWW_Authenticate=f'Bearer error="{spelling}"'), writes=False)
    assert not error.expired
    assert "scope" in error.said


def test_a_minute_limit_lasts_as_long_as_xero_says(still_clock):
    error = raised(RateLimited, answer(429, Retry_After="26", X_Rate_Limit_Problem="minute"), writes=True)
    assert (error.until, error.scope) == (still_clock + timedelta(seconds=26), "minute")


def test_a_day_limit_may_last_for_hours(still_clock):
    error = raised(RateLimited, answer(429, Retry_After="66975", X_Rate_Limit_Problem="day"), writes=False)
    assert (error.until, error.scope) == (still_clock + timedelta(seconds=66975), "day")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({}, 60), ({"X_Rate_Limit_Problem": "Concurrent"}, 5), ({"Retry_After": "0"}, 1), ({"Retry_After": "nan"}, 60)],
)
def test_a_limit_without_a_time_is_waited_out_all_the_same(still_clock, headers, seconds):
    assert raised(RateLimited, answer(429, **headers), writes=True).until == still_clock + timedelta(seconds=seconds)


def test_a_request_refused_as_a_whole_tells_each_reason_once():
    error = raised(Rejected, answer(400, INVALID), writes=True)
    assert error.messages == ("Due date cannot be empty.", "Email address must be valid")


@pytest.mark.parametrize("status", [400, 404, 405, 412, 413, 415, 501])
def test_a_refusal_without_reasons_is_still_definite(status):
    error = raised(Rejected, answer(status, b'{"Message":"QueryParseException"}'), writes=True)
    assert error.messages == ("QueryParseException",)


def test_a_key_used_with_other_bytes_tells_nothing_of_the_first_request():
    assert raised(OutcomeUnknown, answer(400, MISUSED), writes=True).replied


@pytest.mark.parametrize("body", [b"", HTML])
def test_what_is_not_there_is_not_found_although_the_page_is_html(body):
    error = raised(NotFound, answer(404, body, Content_Type="text/html; charset=utf-8"), writes=False)
    assert error.said == "Xero answered 404"


def test_maintenance_has_plain_words():
    said = raised(Unreachable, answer(503, HTML, Content_Type="text/html"), writes=False).said
    assert said == "Xero is being maintained"
    offline = b'{"Message":"The Organisation is offline"}'
    assert raised(Unreachable, answer(503, offline), writes=False).said == "The Organisation is offline"


def test_words_outside_json_are_kept_for_support():
    assert (
        raised(Unreachable, answer(500, b"An error occurred in Xero."), writes=False).said
        == "An error occurred in Xero."
    )


def test_xeros_own_clock_is_read_from_the_answer():
    assert replies.xero_time({"Date": "Fri, 20 Nov 2026 02:00:00 GMT"}) == datetime(2026, 11, 20, 2, tzinfo=UTC)
    assert replies.xero_time({"Date": "yesterday"}) is None
    assert replies.xero_time({}) is None
