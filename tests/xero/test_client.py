"""The client asks in the right words, tells the gate, and makes exactly one attempt of a write."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import responses

from jobs.plumbing import clock, http
from jobs.plumbing.errors import (
    AuthRefused,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Unreachable,
    VendorError,
)
from jobs.plumbing.permits import Permit
from jobs.xero.client import Xero

API = "https://api.xero.com/api.xro/2.0"
TENANT = "3f0c6a52-0000-4000-8000-000000000001"
PATH = "Invoices?summarizeErrors=false"
BODY = b'{"Invoices":[{"Type":"ACCREC"}]}'
CREATED = {"Invoices": [{"InvoiceID": "i-1", "StatusAttributeString": "OK"}]}
EXPIRED = {"Title": "Unauthorized", "Status": 401, "Detail": "TokenExpired: token expired at 01/01/2001 00:00:00"}
LOST = {"Title": "Forbidden", "Status": 403, "Detail": "AuthenticationUnsuccessful"}


@pytest.fixture
def xero(gate, tokens):
    return Xero(http.Door(), API, TENANT, tokens, gate)


def queries(vendor):
    return [parse_qs(urlsplit(call.request.url).query) for call in vendor.calls]


def write(xero, **more):
    return xero.send("Invoices", "PUT", PATH, BODY, "key-1", **more)


# Reading


def test_every_call_asks_for_json_of_one_organisation_with_a_token(vendor, xero):
    vendor.get(f"{API}/Accounts", json={"Accounts": []})
    assert xero.accounts() == []
    sent = vendor.calls[0].request.headers
    assert (sent["Accept"], sent["xero-tenant-id"], sent["Authorization"]) == (
        "application/json",
        TENANT,
        "Bearer token-1",
    )


def test_a_read_takes_a_place_gives_it_back_and_tells_what_was_heard(vendor, gate, xero):
    vendor.get(f"{API}/Currencies", json={"Currencies": [{"Code": "NZD"}]}, headers={"X-DayLimit-Remaining": "4999"})
    assert [each.code for each in xero.currencies()] == ["NZD"]
    assert (len(gate.taken), gate.held) == (1, 0)
    assert gate.told[0][0] == 200
    assert gate.told[0][1]["X-DayLimit-Remaining"] == "4999"


def test_a_closed_gate_sends_nothing(vendor, gate, xero):
    gate.refuses = RateLimited(clock.now(), "day")
    with pytest.raises(RateLimited):
        xero.tax_rates()
    assert len(vendor.calls) == 0


def test_a_page_that_is_waiting_waits_for_nothing_longer_than_its_limit(vendor, gate, tokens):
    vendor.get(f"{API}/Accounts", json={"Accounts": []})
    Xero(http.Door(), API, TENANT, tokens, gate, lane="person", limit=10).accounts()
    assert gate.taken == [("person", 10)]
    assert tokens.asked == [(None, 10)]


def test_a_read_whose_token_has_expired_is_repeated_with_another(vendor, tokens, xero):
    vendor.get(f"{API}/Accounts", json=EXPIRED, status=401)
    vendor.get(f"{API}/Accounts", json={"Accounts": []})
    xero.accounts()
    assert [call.request.headers["Authorization"] for call in vendor.calls] == ["Bearer token-1", "Bearer token-2"]


def test_a_token_that_expires_again_and_again_is_not_asked_for_ever(vendor, xero):
    vendor.get(f"{API}/Accounts", json=EXPIRED, status=401)
    with pytest.raises(AuthRefused):
        xero.accounts()
    assert len(vendor.calls) == 2


def test_a_lost_organisation_is_told_at_once(vendor, tokens, xero):
    vendor.get(f"{API}/Accounts", json=LOST, status=403)
    with pytest.raises(AuthRefused) as caught:
        xero.accounts()
    assert (len(vendor.calls), len(tokens.asked), caught.value.vendor) == (1, 1, "Xero")


@pytest.mark.parametrize("failure", [requests.ConnectionError("reset"), requests.ReadTimeout("slow")])
def test_a_read_without_an_answer_did_nothing(vendor, gate, xero, failure):
    vendor.get(f"{API}/Accounts", body=failure)
    with pytest.raises(Unreachable):
        xero.accounts()
    assert gate.held == 0


def test_the_organisation_is_one(vendor, xero):
    vendor.get(f"{API}/Organisation", json={"Organisations": [{"OrganisationID": "o-1", "BaseCurrency": "NZD"}]})
    assert xero.organisation().base_currency == "NZD"


def test_no_organisation_in_the_answer_is_none_and_no_crash(vendor, xero):
    vendor.get(f"{API}/Organisation", json={"Organisations": []})
    with pytest.raises(NotFound):
        xero.organisation()


def test_a_contact_is_asked_for_by_its_id_alone(vendor, xero):
    vendor.get(f"{API}/Contacts/c%2F1", json={"Contacts": [{"ContactID": "c/1", "Name": "Rimu Cafe"}]})
    assert xero.contact("c/1").name == "Rimu Cafe"


def test_contacts_come_with_the_archived_ones_a_thousand_a_page(vendor, xero):
    vendor.get(f"{API}/Contacts", json={"Contacts": [{"ContactID": "c-1"}]})
    xero.contacts()
    assert queries(vendor) == [{"includeArchived": ["true"], "page": ["1"], "pageSize": ["1000"]}]
    assert "If-Modified-Since" not in vendor.calls[0].request.headers


def test_changes_are_asked_from_the_second_before(vendor, xero):
    vendor.get(f"{API}/Contacts", json={"Contacts": []})
    xero.contacts(changed_since=datetime(2026, 11, 20, 2, 0, 0, 900_000, tzinfo=UTC))
    assert vendor.calls[0].request.headers["If-Modified-Since"] == "2026-11-20T01:59:59"


def test_documents_are_listed_by_page_for_their_lines_and_with_whole_unit_prices(vendor, xero):
    vendor.get(f"{API}/CreditNotes", json={"CreditNotes": []})
    xero.documents("CreditNotes")
    assert queries(vendor) == [{"unitdp": ["4"], "page": ["1"], "pageSize": ["1000"]}]


def test_numbers_are_asked_forty_a_call_and_never_in_a_path(vendor, xero):
    vendor.get(f"{API}/Invoices", json={"Invoices": []})
    xero.documents("Invoices", numbers=[f"INV:{each}" for each in range(41)], ids=["i-1"])
    asked = queries(vendor)
    assert [len(each["InvoiceNumbers"][0].split(",")) for each in asked[:2]] == [40, 1]
    assert asked[2]["IDs"] == ["i-1"]


def test_long_numbers_are_asked_fewer_a_call(vendor, xero):
    vendor.get(f"{API}/Invoices", json={"Invoices": []})
    numbers = [f"{each:04}/{'x' * 250}" for each in range(12)]
    xero.documents("Invoices", numbers=numbers)
    assert [number for asked in queries(vendor) for number in asked["InvoiceNumbers"][0].split(",")] == numbers
    assert all(len(call.request.url) < 2000 for call in vendor.calls)


@pytest.mark.parametrize("wanted", [{"numbers": ["CN:1"]}, {"ids": ["n-1"]}])
def test_what_xero_would_not_heed_is_not_asked(xero, wanted):
    with pytest.raises(ValueError, match="CreditNotes"):
        xero.documents("CreditNotes", **wanted)


def test_a_list_that_cannot_be_read_names_the_vendor(vendor, xero):
    vendor.get(f"{API}/Accounts", json={"Accounts": [{"Name": "no id"}]})
    with pytest.raises(Unreachable) as caught:
        xero.accounts()
    assert caught.value.vendor == "Xero"


# Writing


def test_a_write_carries_its_bytes_and_key_and_tells_what_came_back(vendor, xero):
    vendor.put(
        f"{API}/{PATH}",
        json=CREATED,
        headers={"Xero-Correlation-Id": "x-7", "Date": "Fri, 20 Nov 2026 02:00:00 GMT"},
        match=[responses.matchers.query_param_matcher({"summarizeErrors": "false"})],
    )
    reply = write(xero)
    sent = vendor.calls[0].request
    assert (sent.body, sent.headers["Idempotency-Key"]) == (BODY, "key-1")
    assert sent.headers["Content-Type"] == "application/json"
    assert [each.id for each in reply.elements] == ["i-1"]
    assert (reply.xero_time, reply.correlation_id) == ("2026-11-20T02:00:00+00:00", "x-7")


def test_contacts_are_echoed_as_contacts(vendor, xero):
    vendor.put(f"{API}/Contacts", json={"Contacts": [{"ContactID": "c-1", "ContactNumber": "AT-1-5"}]})
    reply = xero.send("Contacts", "PUT", "Contacts?summarizeErrors=false", b"{}", "key-1")
    assert reply.elements[0].contact_number == "AT-1-5"


def test_a_place_that_was_handed_in_stays_with_its_owner(vendor, gate, xero):
    vendor.put(f"{API}/{PATH}", json=CREATED)
    ended = []
    write(xero, permit=Permit(lambda: ended.append(1)))
    assert (gate.taken, ended) == ([], [])


def test_a_write_without_a_place_takes_one_and_gives_it_back(vendor, gate, xero):
    vendor.put(f"{API}/{PATH}", body=requests.ReadTimeout("slow"))
    with pytest.raises(OutcomeUnknown):
        write(xero)
    assert (len(gate.taken), gate.held) == (1, 0)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"json": EXPIRED, "status": 401}, AuthRefused),
        ({"json": LOST, "status": 403}, AuthRefused),
        ({"body": "", "status": 429, "headers": {"Retry-After": "26"}}, RateLimited),
        ({"json": {"Message": "bad"}, "status": 400}, Rejected),
        ({"body": "", "status": 500}, OutcomeUnknown),
        ({"body": "<html>", "status": 200}, OutcomeUnknown),
        ({"body": "", "status": 302, "headers": {"Location": f"{API}/Elsewhere"}}, OutcomeUnknown),
        ({"body": requests.ReadTimeout("slow")}, OutcomeUnknown),
        ({"body": requests.ConnectTimeout("nobody")}, Unreachable),
    ],
)
def test_a_write_is_never_made_twice_whatever_is_heard(vendor, xero, answer, kind):
    vendor.put(f"{API}/{PATH}", **answer)
    with pytest.raises(VendorError) as caught:
        write(xero)
    assert type(caught.value) is kind
    assert (len(vendor.calls), caught.value.vendor) == (1, "Xero")


@pytest.mark.parametrize(
    ("answer", "replied"), [({"body": requests.ReadTimeout("slow")}, False), ({"status": 500}, True)]
)
def test_silence_is_told_from_an_unclear_answer(vendor, xero, answer, replied):
    vendor.put(f"{API}/{PATH}", **answer)
    with pytest.raises(OutcomeUnknown) as caught:
        write(xero)
    assert caught.value.replied is replied


def test_the_next_attempt_after_an_expired_token_uses_another(vendor, xero):
    vendor.put(f"{API}/{PATH}", json=EXPIRED, status=401)
    vendor.put(f"{API}/{PATH}", json=CREATED)
    with pytest.raises(AuthRefused) as caught:
        write(xero)
    assert caught.value.expired
    xero.renew_token()
    write(xero)
    assert [call.request.headers["Authorization"] for call in vendor.calls] == ["Bearer token-1", "Bearer token-2"]


@pytest.mark.parametrize("body", [{"Status": "OK"}, {"Invoices": []}, {"Invoices": None}, {"Invoices": ["odd"]}])
def test_an_answer_that_tells_nothing_of_our_elements_leaves_them_unknown(vendor, xero, body):
    vendor.put(f"{API}/{PATH}", json=body)
    assert write(xero).elements == ()


def test_without_a_token_nothing_is_sent_and_no_place_is_taken(vendor, gate, tokens, xero, monkeypatch):
    def refuse(**_):
        raise AuthRefused("the consent is no longer accepted")

    monkeypatch.setattr(tokens, "fresh", refuse)
    with pytest.raises(AuthRefused) as caught:
        write(xero)
    assert (gate.taken, len(vendor.calls), caught.value.vendor) == ([], 0, "Xero")
