"""Bodies are spelt as Autotask wants them, and replies become exact records."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from timeit import repeat

import pytest

from jobs.autotask import protocol, records
from jobs.plumbing.http import Answer

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

# One invoice as the reference shows it, with null for what Autotask holds no value of.
INVOICE = b"""{"items":[{"id":9001,"batchID":171,"comments":"Invoice Note","companyID":232,
 "createDateTime":"2026-06-01T18:23:39.133Z","creatorResourceID":29680885,"dueDate":"2026-07-01T00:00:00Z",
 "invoiceDateTime":"2026-06-01T00:00:00Z","invoiceEditorTemplateID":102,"invoiceNumber":"INV-2374",
 "invoiceStatus":null,"invoiceTotal":99.4700,"totalTaxValue":14.9205,"isVoided":false,"orderNumber":"",
 "paidDate":null,"paymentTerm":4,"taxGroup":1,"taxRegionName":"Domestic","webServiceDate":null}],
 "pageDetails":{"count":1,"requestCount":500,"prevPageUrl":null,"nextPageUrl":null}}"""


def reply(body, status=200):
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    return protocol.read_reply(Answer(status, {}, body), writes=False, now=lambda: NOW)


def page(kind, *items, next_url=None):
    return protocol.read_page(kind, reply({"items": items, "pageDetails": {"nextPageUrl": next_url}}))


def filters_of(*filters):
    return json.loads(protocol.query_body(records.Invoice, filters, None, None))["filter"]


def test_a_query_asks_for_500_and_only_for_what_the_record_holds():
    body = json.loads(protocol.query_body(records.Currency, [{"op": "exist", "field": "id"}], None, None))
    assert body == {
        "MaxRecords": 500,
        "IncludeFields": ["id", "name", "isInternalCurrency", "isActive"],
        "filter": [{"op": "exist", "field": "id"}],
    }


def test_the_next_page_of_a_walk_adds_the_last_id():
    unstamped = {"op": "notExist", "field": "webServiceDate"}
    body = json.loads(protocol.query_body(records.Invoice, [unstamped], None, 12000))
    assert body["filter"] == [unstamped, {"op": "gt", "field": "id", "value": 12000}]


def test_fields_left_out_are_not_asked_for_but_the_id_always_is():
    assert protocol.include_fields(records.Invoice, ["web_service_date"]) == ["id", "webServiceDate"]


def test_a_field_of_another_entity_is_not_asked_for():
    with pytest.raises(ValueError, match="Currency has no companyName"):
        protocol.include_fields(records.Currency, ["company_name"])


def test_user_defined_fields_come_unasked():
    assert "userDefinedFields" not in protocol.include_fields(records.Company)


def test_filters_may_use_our_names_at_any_depth():
    above = {"op": "gt", "field": "id", "value": 5}
    ours = {"op": "or", "items": [{"op": "notExist", "field": "web_service_date"}, above]}
    theirs = {"op": "or", "items": [{"op": "notExist", "field": "webServiceDate"}, above]}
    assert filters_of(ours) == [theirs]


def test_a_user_defined_field_keeps_its_own_name():
    given = {"op": "eq", "field": "Xero contact", "udf": True, "value": "x"}
    assert filters_of(given) == [given]


def test_instants_go_out_in_utc_with_milliseconds():
    noon_in_auckland = datetime(2026, 6, 1, 12, 0, tzinfo=timezone(timedelta(hours=12)))
    assert filters_of({"op": "gte", "field": "createDateTime", "value": noon_in_auckland})[0]["value"] == (
        "2026-06-01T00:00:00.000Z"
    )


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        protocol.patch_body(1, {"web_service_date": datetime(2026, 6, 1)})  # noqa: DTZ001


def test_a_calendar_day_goes_out_as_its_midnight():
    assert json.loads(protocol.patch_body(9001, {"paid_date": date(2026, 6, 28)})) == {
        "id": 9001,
        "paidDate": "2026-06-28T00:00:00.000Z",
    }


def test_null_clears_and_numbers_stay_exact():
    assert protocol.patch_body(7, {"paid_date": None, "invoice_number": "INV-1"}) == (
        b'{"id":7,"paidDate":null,"invoiceNumber":"INV-1"}'
    )
    assert b'"value":386.6450' in protocol.count_body([{"op": "eq", "field": "rate", "value": Decimal("386.6450")}])


def test_a_float_is_never_sent():
    with pytest.raises(TypeError, match="float"):
        protocol.patch_body(1, {"invoice_total": 1.1})


def test_an_invoice_is_read_to_the_last_digit():
    (invoice,), next_url = protocol.read_page(records.Invoice, reply(INVOICE))
    assert next_url is None
    assert type(invoice) is records.Invoice
    assert (str(invoice.invoice_total), str(invoice.total_tax_value)) == ("99.4700", "14.9205")
    assert (invoice.company_id, invoice.invoice_number, invoice.paid_date) == (232, "INV-2374", None)
    assert invoice.create_date_time == "2026-06-01T18:23:39.133Z"


@pytest.mark.parametrize("respell", [str.upper, str.lower, lambda name: name[0].upper() + name[1:]])
def test_names_are_read_in_any_case(respell):
    sent = {"id": 5, "invoiceID": 9001, "billingCodeID": 3, "totalAmount": 45.5, "itemName": "Printer"}
    page_sent = {respell("items"): [{respell(name): value for name, value in sent.items()}]}
    envelope = reply(page_sent | {respell("pageDetails"): {respell("nextPageUrl"): "https://x/next"}})
    (item,), next_url = protocol.read_page(records.BillingItem, envelope)
    assert (item.id, item.invoice_id, item.billing_code_id) == (5, 9001, 3)
    assert (item.total_amount, item.item_name) == (Decimal("45.5"), "Printer")
    assert next_url == "https://x/next"


def test_null_and_absent_both_become_the_records_default():
    sent = {"id": 1, "companyName": "A", "isActive": None, "userDefinedFields": None}
    (company,) = page(records.Company, sent).records
    assert (company.is_active, company.user_defined_fields, company.phone) == (True, (), None)


def test_user_defined_fields_are_read():
    sent = {"id": 1, "companyName": "A", "userDefinedFields": [{"name": "Xero contact", "value": None}]}
    (company,) = page(records.Company, sent).records
    assert company.user_defined_fields == (records.UserDefinedField("Xero contact"),)


def test_a_field_not_asked_for_is_none():
    (invoice,) = page(records.Invoice, {"id": 1, "webServiceDate": None}).records
    assert invoice.invoice_total is None


@pytest.mark.parametrize(
    "broken",
    [b'{"items":[{"companyID":1}],"pageDetails":{}}', b'{"items":[{"id":"x"}],"pageDetails":{}}', b'{"items":[]}'],
)
def test_a_page_that_is_none_is_not_read(broken):
    with pytest.raises(ValueError, match=r"id|reply"):
        protocol.read_page(records.Company, reply(broken))


def test_picklist_values_keep_their_text():
    field = {
        "name": "billingItemType",
        "dataType": "integer",
        "isPickList": True,
        "picklistValues": [{"value": "1", "label": "Labor", "isActive": True, "sortOrder": 1, "parentValue": None}],
    }
    (found,) = protocol.read_fields(reply({"fields": [field]}))
    assert found.picklist_values == (records.PicklistValue("1", "Labor"),)
    assert (found.name, found.length, found.is_read_only) == ("billingItemType", None, False)


@pytest.mark.parametrize("level", [2, "Restricted"])
def test_rights_come_as_numbers_or_words(level):
    info = {"name": "Invoice", "canQuery": True, "userAccessForQuery": level, "userAccessForUpdate": 0}
    access = protocol.read_access(reply({"info": info}))
    assert (access.user_access_for_query, access.user_access_for_update) == (2, 0)


def test_ten_thousand_billing_items_are_read_well_under_the_time_allowed():
    names = protocol.include_fields(records.BillingItem)
    item = {name: 29680885 if name.endswith("ID") else "Some text of a line" for name in names}
    amounts = ("quantity", "rate", "extendedPrice", "totalAmount", "taxDollars")
    item |= dict.fromkeys(amounts, 386.645) | {"billingItemType": 1, "subType": 1, "nonBillable": 0}
    rows = json.dumps([item | {"id": id} for id in range(1, 501)])
    answer = Answer(200, {}, f'{{"items":{rows},"pageDetails":{{"count":500,"nextPageUrl":null}}}}'.encode())

    def twenty_pages():
        for _ in range(20):
            envelope = protocol.read_reply(answer, writes=False, now=lambda: NOW)
            assert len(protocol.read_page(records.BillingItem, envelope).records) == 500

    assert min(repeat(twenty_pages, number=1, repeat=3)) < 0.4
