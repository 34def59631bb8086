"""The client asks in the right words, tells the gate, and never bothers Autotask after a refusal."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
import responses

from jobs.autotask import records
from jobs.autotask.calls import PAUSES
from jobs.autotask.client import Autotask, look_up_zone
from jobs.plumbing import http
from jobs.plumbing.errors import AuthRefused, OutcomeUnknown, RateLimited, Rejected, Unreachable, VendorError

ROOT = "https://webservices99.autotask.net/ATServicesRest/V1.0/"
LOOK_UP = "https://webservices.autotask.net/atservicesrest/v1.0/zoneInformation"
THREADS = {"errors": ["Itgenatr005: thread threshold exceeded"]}
ZONE = {
    "zoneName": "Example Zone",
    "url": "https://webservices99.autotask.net/ATServicesRest/",
    "webUrl": "https://ww99.autotask.net/",
    "ci": 12345,
}
EVERYTHING = [{"op": "exist", "field": "id"}]


@pytest.fixture
def vendor():
    with responses.RequestsMock(assert_all_requests_are_fired=False) as vendor:
        yield vendor


def page(*ids, next_url=None):
    return {"items": [{"id": id, "name": str(id)} for id in ids], "pageDetails": {"nextPageUrl": next_url}}


def bodies(vendor):
    return [json.loads(call.request.body) for call in vendor.calls]


# The zone


def test_the_zone_is_found_without_credentials(vendor):
    asked = vendor.get(LOOK_UP, json=ZONE, match=[responses.matchers.query_param_matcher({"user": "a+b@example.test"})])
    zone = look_up_zone(http.Door(), LOOK_UP, "a+b@example.test")
    assert zone == records.Zone("Example Zone", ZONE["url"], "https://ww99.autotask.net/", 12345)
    assert not {"Secret", "UserName"} & set(asked.calls[0].request.headers)


@pytest.mark.parametrize("body", [{"errors": ["The user does not exist."]}, {"Message": "The user does not exist."}])
def test_an_unknown_user_is_refused_although_the_status_is_500(vendor, body):
    vendor.get(LOOK_UP, json=body, status=500)
    with pytest.raises(AuthRefused, match="does not exist"):
        look_up_zone(http.Door(), LOOK_UP, "nobody")


@pytest.mark.parametrize(("status", "body"), [(500, "<html>oops</html>"), (200, "<html>login</html>"), (200, "{}")])
def test_a_broken_look_up_is_no_verdict_on_the_user(vendor, status, body):
    vendor.get(LOOK_UP, body=body, status=status)
    with pytest.raises(Unreachable):
        look_up_zone(http.Door(), LOOK_UP, "api@example.test")


@pytest.mark.parametrize(
    "url",
    [
        "https://autotask.net.example.test/",
        "http://webservices99.autotask.net/",
        "https://evilautotask.net/",
        "nonsense",
    ],
)
def test_the_secret_never_goes_to_a_strangers_host(vendor, url):
    vendor.get(LOOK_UP, json=ZONE | {"url": url})
    with pytest.raises(Unreachable, match="elsewhere"):
        look_up_zone(http.Door(), LOOK_UP, "api@example.test")


# Reading


def test_a_query_is_posted_with_the_three_headers(vendor, autotask, gate):
    vendor.post(f"{ROOT}Currencies/query", json=page(1, 2))
    assert [currency.id for currency in autotask.query(records.Currency, EVERYTHING)] == [1, 2]
    sent = vendor.calls[0].request.headers
    assert (sent["UserName"], sent["Secret"], sent["ApiIntegrationCode"]) == ("api@example.test", "s3cret", "CODE")
    assert sent["Content-Type"] == "application/json"
    assert gate.taken == [("Currencies", "work")]


def test_without_an_integration_code_no_header_is_sent(vendor, gate):
    vendor.get(f"{ROOT}Version", json={"majorVersion": 2026})
    Autotask(http.Door(), ZONE["url"], "u", "s", None, gate).version()
    assert "ApiIntegrationCode" not in vendor.calls[0].request.headers


def test_two_full_pages_are_walked_and_counted(vendor, autotask):
    vendor.post(f"{ROOT}Currencies/query", json=page(*range(1, 501), next_url=f"{ROOT}Currencies/query/next?paging=x"))
    vendor.post(f"{ROOT}Currencies/query", json=page(*range(501, 1001)))
    vendor.post(f"{ROOT}Currencies/query/count", json={"queryCount": 1000})
    assert len(autotask.query(records.Currency, EVERYTHING)) == 1000
    assert [body["filter"][1:] for body in bodies(vendor)] == [
        [],
        [{"op": "gt", "field": "id", "value": 500}],
        [{"op": "lte", "field": "id", "value": 1000}],
    ]


def test_pages_out_of_order_are_followed_with_the_same_post(vendor, autotask):
    following = f"{ROOT}Currencies/query/next"
    vendor.post(f"{ROOT}Currencies/query", json=page(5, 3, next_url=f"{following}?paging=1"))
    vendor.post(following, json=page(4, 1))
    vendor.post(f"{ROOT}Currencies/query/count", json={"queryCount": 4})
    assert [each.id for each in autotask.query(records.Currency, EVERYTHING)] == [1, 3, 4, 5]
    first, again, followed, _ = bodies(vendor)
    assert first == again == followed


def test_a_next_page_on_a_strangers_host_is_not_fetched(vendor, autotask):
    vendor.post(f"{ROOT}Currencies/query", json=page(5, 3, next_url="https://example.test/query/next"))
    with pytest.raises(Unreachable, match="elsewhere"):
        autotask.query(records.Currency, EVERYTHING)


def test_many_values_are_asked_for_500_at_a_time(vendor, autotask):
    vendor.post(f"{ROOT}BillingItems/query", json=page())
    autotask.query_among(records.BillingItem, "invoice_id", [*range(1200, 0, -1), 7], fields=["invoice_id"])
    asked = [body["filter"][0] for body in bodies(vendor)]
    assert [(each["op"], each["field"], len(each["value"])) for each in asked] == [
        ("in", "invoiceID", 500),
        ("in", "invoiceID", 500),
        ("in", "invoiceID", 200),
    ]
    assert bodies(vendor)[0]["IncludeFields"] == ["id", "invoiceID"]


def test_no_values_are_no_call(vendor, autotask):
    assert autotask.query_among(records.Company, "id", []) == []
    assert len(vendor.calls) == 0


@pytest.mark.parametrize("body", ['{"items":7}', '{"items":[{"name":"no id"}],"pageDetails":{}}', '{"queryCount":1}'])
def test_a_page_of_another_shape_is_a_failed_read(vendor, autotask, body):
    vendor.post(f"{ROOT}Currencies/query", body=body)
    with pytest.raises(Unreachable, match="cannot be read"):
        autotask.query(records.Currency, EVERYTHING)


# Writing


def test_a_patch_names_only_what_changes(vendor, autotask):
    vendor.patch(f"{ROOT}Invoices", json={"itemId": 9001})
    autotask.patch("Invoices", 9001, web_service_date="2026-06-01T19:00:00.000Z", invoice_number="INV-2374")
    assert bodies(vendor) == [
        {"id": 9001, "webServiceDate": "2026-06-01T19:00:00.000Z", "invoiceNumber": "INV-2374"},
    ]


@pytest.mark.parametrize("body", ["{}", '{"itemId":9002}', '{"itemId":null}', "<html></html>", ""])
def test_a_patch_without_its_confirmation_is_unknown(vendor, autotask, body):
    vendor.patch(f"{ROOT}Invoices", body=body)
    with pytest.raises(OutcomeUnknown) as unknown:
        autotask.patch("Invoices", 9001, paid_date=None)
    assert unknown.value.replied


def test_silence_after_a_patch_is_unknown_and_not_repeated(vendor, autotask):
    vendor.patch(f"{ROOT}Invoices", body=requests.exceptions.ReadTimeout())
    with pytest.raises(OutcomeUnknown) as unknown:
        autotask.patch("Invoices", 9001, paid_date=None)
    assert not unknown.value.replied
    assert len(vendor.calls) == 1


def test_a_patch_that_never_left_did_nothing(vendor, autotask):
    vendor.patch(f"{ROOT}Invoices", body=requests.exceptions.ConnectTimeout())
    with pytest.raises(Unreachable):
        autotask.patch("Invoices", 9001, paid_date=None)


def test_refused_values_come_in_autotasks_words(vendor, autotask):
    vendor.patch(f"{ROOT}Invoices", json={"errors": ["invoiceNumber is too long."]}, status=500)
    with pytest.raises(Rejected) as refused:
        autotask.patch("Invoices", 9001, invoice_number="x" * 101)
    assert refused.value.messages == ("invoiceNumber is too long.",)


# Trouble


def test_the_thread_limit_narrows_the_gate_and_the_call_is_repeated(vendor, autotask, gate, pauses):
    vendor.patch(f"{ROOT}Invoices", json=THREADS, status=500)
    vendor.patch(f"{ROOT}Invoices", json={"itemId": 9001})
    autotask.patch("Invoices", 9001, paid_date=None)
    assert (gate.narrowed, pauses) == (["Invoices"], [PAUSES[0]])
    assert gate.at_once == 0


def test_a_lock_that_never_ends_is_given_up_after_a_few_tries(vendor, autotask, pauses):
    vendor.post(f"{ROOT}Currencies/query", json={"errors": ["Lock request time out period exceeded."]}, status=500)
    with pytest.raises(Unreachable, match="Lock request"):
        autotask.query(records.Currency, EVERYTHING)
    assert len(vendor.calls) == len(PAUSES) + 1
    assert pauses == list(PAUSES)


def test_a_person_waits_for_one_more_try_at_most(vendor, autotask, pauses):
    autotask.limit = 10
    vendor.get(f"{ROOT}Version", json=THREADS, status=500)
    with pytest.raises(Unreachable):
        autotask.version()
    assert pauses == [PAUSES[0]]


def test_429_closes_the_gate_and_is_not_repeated(vendor, autotask, gate):
    vendor.post(f"{ROOT}Currencies/query", json={"errors": ["limit"]}, status=429, headers={"Retry-After": "300"})
    with pytest.raises(RateLimited) as limited:
        autotask.query(records.Currency, EVERYTHING)
    assert limited.value.scope == "hour"
    ((status, headers),) = gate.heard_answers
    assert (status, headers["Retry-After"]) == (429, "300")
    assert len(vendor.calls) == 1


def test_after_one_refused_log_in_nothing_more_is_sent(vendor, autotask):
    vendor.patch(f"{ROOT}Invoices", status=401)
    for id in (1, 2, 3):
        with pytest.raises(AuthRefused):
            autotask.patch("Invoices", id, paid_date=None)
    assert len(vendor.calls) == 1


def test_every_error_says_that_it_is_autotasks(vendor, autotask):
    vendor.get(LOOK_UP, status=502)
    vendor.patch(f"{ROOT}Invoices", body="{}")
    vendor.post(f"{ROOT}Currencies/query", body=requests.exceptions.ReadTimeout())
    vendor.post(f"{ROOT}Companies/query", body="[]")
    vendor.get(f"{ROOT}Version", status=401)
    calls = (
        lambda: look_up_zone(http.Door(), LOOK_UP, "api@example.test"),
        lambda: autotask.patch("Invoices", 1, paid_date=None),
        lambda: autotask.query(records.Currency, EVERYTHING),
        lambda: autotask.query(records.Company, EVERYTHING),
        autotask.version,
    )
    for call in calls:
        with pytest.raises(VendorError) as caught:
            call()
        assert caught.value.vendor == "Autotask"


# What the database is like


def test_a_pick_list_is_a_map_from_label_to_value(vendor, autotask):
    values = [
        {"value": "5", "label": "Net 30", "isActive": False},
        {"value": "4", "label": "Net 30", "isActive": True},
        {"value": "6", "label": "Net 7", "isActive": True},
    ]
    fields = [{"name": "paymentTerm", "dataType": "integer", "isPickList": True, "picklistValues": values}]
    vendor.get(f"{ROOT}Invoices/entityInformation/fields", json={"fields": fields})
    assert autotask.picklist("Invoices", "payment_term") == {"Net 30": "4", "Net 7": "6"}
    with pytest.raises(Rejected, match="no field colour"):
        autotask.picklist("Invoices", "colour")


def test_rights_are_read_per_entity(vendor, autotask):
    info = {"name": "Invoice", "userAccessForQuery": 1, "userAccessForUpdate": 2, "userAccessForCreate": 0}
    vendor.get(f"{ROOT}Invoices/entityInformation", json={"info": info})
    assert autotask.access("Invoices") == records.EntityAccess("Invoice", 1, 2, 0)


USE = {"externalRequestThreshold": 10000, "requestThresholdTimeframe": 60, "currentTimeframeRequestCount": 812}


def test_the_hours_use_is_told_to_the_gate(vendor, autotask, gate):
    vendor.get(f"{ROOT}ThresholdInformation", json=USE)
    assert autotask.threshold().current_timeframe_request_count == 812
    assert gate.thresholds == [(812, 10000)]


def test_a_thousand_stamps_by_three_threads_ask_twice_how_full_the_hour_is(vendor, autotask, gate):
    def confirm(request):
        return 200, {}, json.dumps({"itemId": json.loads(request.body)["id"]})

    vendor.add_callback(responses.PATCH, f"{ROOT}Invoices", confirm)
    vendor.get(f"{ROOT}ThresholdInformation", json=USE)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda id: autotask.patch("Invoices", id, web_service_date="2026-06-01"), range(1, 1001)))
    assert sorted(call.request.method for call in vendor.calls) == ["GET"] * 2 + ["PATCH"] * 1000
    assert gate.most_at_once <= 3
    assert gate.at_once == 0
