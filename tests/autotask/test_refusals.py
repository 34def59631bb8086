"""Errors are sorted by what happens next, read from the body and not from the status alone."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from requests.structures import CaseInsensitiveDict

from jobs.autotask import protocol
from jobs.autotask.refusals import Busy
from jobs.plumbing.errors import AuthRefused, NotFound, OutcomeUnknown, RateLimited, Rejected, Unreachable
from jobs.plumbing.http import Answer

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HTML = b"<html><head><title>502</title></head><body><h1>Bad   Gateway</h1></body></html>"
THREADS = "Itgenatr005: the concurrent thread threshold for this endpoint has been exceeded"
DEADLOCK = "Transaction (Process ID 72) was deadlocked on lock resources with another process"
TIME_OUT = "Execution Timeout Expired. The timeout period elapsed prior to completion"


def errors(*texts):
    return json.dumps({"errors": texts}).encode()


def raised(status, body=b"", *, writes=False, headers=None):
    answer = Answer(status, CaseInsensitiveDict(headers or {}), body)
    with pytest.raises(Exception) as caught:  # noqa: PT011 (what was raised is the result)
        protocol.read_reply(answer, writes=writes, now=lambda: NOW)
    return caught.value


@pytest.mark.parametrize("writes", [False, True])
@pytest.mark.parametrize("status", [200, 500])
def test_listed_errors_are_a_refusal_in_the_vendors_words(status, writes):
    refused = raised(status, errors("Picklist value [99] does not exist for status.", "Second."), writes=writes)
    assert type(refused) is Rejected
    assert refused.messages == ("Picklist value [99] does not exist for status.", "Second.")


def test_a_locked_record_is_a_data_error_and_no_database_lock():
    assert type(raised(500, errors("This invoice is locked by its period."))) is Rejected


def test_an_empty_list_of_errors_is_no_error():
    answer = Answer(200, {}, b'{"itemId":5,"errors":[]}')
    assert protocol.read_written_id(protocol.read_reply(answer, writes=True, now=lambda: NOW)) == 5


@pytest.mark.parametrize("writes", [False, True])
def test_401_is_a_refused_log_in_although_its_body_is_empty(writes):
    refused = raised(401, writes=writes)
    assert type(refused) is AuthRefused
    assert (refused.expired, refused.status) == (False, 401)


@pytest.mark.parametrize("text", [THREADS, DEADLOCK])
@pytest.mark.parametrize("writes", [False, True])
@pytest.mark.parametrize("status", [500, 429, 200])
def test_thread_limit_and_lock_did_nothing_and_ask_for_one_at_a_time(status, writes, text):
    busy = raised(status, errors(text), writes=writes)
    assert type(busy) is Busy
    assert busy.narrow


def test_a_read_that_timed_out_may_be_repeated():
    busy = raised(500, errors(TIME_OUT))
    assert type(busy) is Busy
    assert not busy.narrow


def test_a_write_that_timed_out_there_is_a_refusal_only_in_name():
    unsure = raised(500, errors(TIME_OUT), writes=True)
    assert type(unsure) is OutcomeUnknown
    assert unsure.replied


def test_429_waits_as_long_as_autotask_says():
    limited = raised(429, errors("Request limit"), headers={"retry-after": "120"})
    assert (limited.until, limited.scope) == (NOW + timedelta(seconds=120), "hour")


def test_429_may_name_an_hour_of_the_day():
    limited = raised(429, headers={"Retry-After": "Tue, 24 Nov 2026 09:10:00 GMT"})
    assert limited.until == NOW + timedelta(minutes=10)


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "soon"}])
def test_429_without_a_time_waits_five_minutes(headers):
    limited = raised(429, headers=headers)
    assert type(limited) is RateLimited
    assert limited.until == NOW + timedelta(minutes=5)


@pytest.mark.parametrize("body", [HTML, b""])
@pytest.mark.parametrize("status", [500, 502, 503, 200])
def test_what_is_not_autotasks_own_answer_fails_a_read_and_leaves_a_write_unsure(status, body):
    assert type(raised(status, body)) is Unreachable
    unsure = raised(status, body, writes=True)
    assert type(unsure) is OutcomeUnknown
    assert unsure.replied


def test_html_is_kept_as_plain_words():
    assert raised(502, HTML).said == "502 Bad Gateway"


def test_a_crash_inside_autotask_is_no_refusal():
    assert type(raised(500, b'{"Message":"An error has occurred."}', writes=True)) is OutcomeUnknown


def test_a_redirect_is_no_answer():
    assert type(raised(302)) is Unreachable


@pytest.mark.parametrize("body", [HTML, b"", b'{"errors":["gone"]}'])
def test_404_is_not_found(body):
    assert type(raised(404, body)) is NotFound


def test_a_wrong_verb_is_refused_in_the_servers_words():
    body = b'{"Message":"The requested resource does not support http method \'GET\'."}'
    assert raised(405, body).messages == ("The requested resource does not support http method 'GET'.",)


def test_403_without_words_still_says_something():
    assert raised(403).messages == ("Autotask refused the request (403).",)
