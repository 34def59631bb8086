"""The query language: every operator works, and what Autotask refuses is refused."""

from decimal import Decimal
from typing import Any

import pytest

EVERYTHING = {"op": "gte", "field": "id", "value": 0}


def invoice(id: int, **more: Any) -> dict[str, Any]:
    return {"id": id, "companyID": 232, "invoiceTotal": Decimal("100.0000"), "isVoided": False, **more}


@pytest.fixture
def three(autotask: Any) -> Any:
    autotask.put_rows(
        "Invoices",
        invoice(1, invoiceNumber="HL-1", createDateTime="2026-11-01T10:00:00.000Z", orderNumber="PO 7"),
        invoice(2, invoiceNumber="XX-2", createDateTime="2026-11-02T10:00:00.000", orderNumber=""),
        invoice(3, invoiceNumber=None, isVoided=True, invoiceTotal=Decimal("-7.5000"), webServiceDate="2026-11-03"),
    )
    return autotask


@pytest.mark.parametrize(
    ("op", "field", "value", "found"),
    [
        ("eq", "id", 2, [2]),
        ("noteq", "id", 2, [1, 3]),
        ("gt", "id", 1, [2, 3]),
        ("gte", "id", 2, [2, 3]),
        ("lt", "invoiceTotal", 0, [3]),
        ("lte", "invoiceTotal", 100, [1, 2, 3]),
        ("beginsWith", "invoiceNumber", "hl", [1]),
        ("endsWith", "invoiceNumber", "-2", [2]),
        ("contains", "invoiceNumber", "x", [2]),
        ("in", "id", [3, 1, 77], [1, 3]),
        ("notIn", "id", [3, 1], [2]),
        ("in", "invoiceNumber", ["HL-1", "XX-2"], [1, 2]),
        ("eq", "isVoided", True, [3]),
        ("exist", "webServiceDate", None, [3]),
        ("notExist", "webServiceDate", None, [1, 2]),
        ("notExist", "orderNumber", None, [2, 3]),
        ("gte", "createDateTime", "2026-11-02T10:00:00Z", [2]),
        ("lt", "createDateTime", "2026-11-02T10:00:00+01:00", [1]),
    ],
)
def test_each_operator_finds_what_it_says(three: Any, op: str, field: str, value: Any, found: list[int]) -> None:
    assert three.ids("Invoices", {"op": op, "field": field, "value": value}) == found


def test_filters_of_one_query_must_all_hold(three: Any) -> None:
    assert three.ids("Invoices", {"op": "gt", "field": "id", "value": 1}, {"op": "lt", "field": "id", "value": 3}) == [
        2
    ]


def test_groups_nest(three: Any) -> None:
    voided = {"op": "eq", "field": "isVoided", "value": True}
    first = {"op": "and", "items": [{"op": "eq", "field": "id", "value": 1}, {"op": "exist", "field": "orderNumber"}]}
    assert three.ids("Invoices", {"op": "or", "items": [voided, first]}) == [1, 3]


def test_names_ignore_case(three: Any) -> None:
    body = {
        "FILTER": [{"OP": "EQ", "Field": "INVOICENUMBER", "VALUE": "hl-1"}],
        "includefields": ["ID", "InvoiceNumber"],
    }
    assert three.ask("POST", "invoices/QUERY", body)["items"] == [{"id": 1, "invoiceNumber": "HL-1"}]


def test_fields_left_out_are_absent_and_empty_ones_null(three: Any) -> None:
    one = {"op": "eq", "field": "id", "value": 3}
    assert three.query("Invoices", one, IncludeFields=["id"])["items"] == [{"id": 3}]
    assert three.query("Invoices", one)["items"][0]["invoiceNumber"] is None


def test_count_tells_all_and_sends_none(three: Any) -> None:
    assert three.ask("POST", "Invoices/query/count", {"filter": [EVERYTHING]}) == {"queryCount": 3}


def test_a_search_may_come_in_the_address(three: Any) -> None:
    assert three.get_search("Invoices", {"filter": [EVERYTHING]}).status == 200


def test_an_address_that_is_too_long_finds_no_route(three: Any) -> None:
    reply = three.get_search("Invoices", {"filter": [{"op": "in", "field": "id", "value": list(range(500))}]})
    assert (reply.status, b"<html>" in reply.body) == (404, True)


@pytest.mark.parametrize(
    ("entity", "field"),
    [
        ("Invoices", "dueDate"),
        ("Invoices", "taxGroup"),
        ("BillingItems", "lineItemFullDescription"),
        ("BillingItems", "lineItemGroupDescription"),
        ("Companies", "sicCode"),
    ],
)
def test_some_fields_cannot_be_filtered(autotask: Any, entity: str, field: str) -> None:
    assert "cannot be used in a query" in autotask.refused_query(entity, {"op": "exist", "field": field})


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ([], "at least one filter"),
        ([{"op": "eq", "field": "colour", "value": 1}], "Unable to find colour"),
        ([{"op": "like", "field": "id", "value": 1}], "Unknown operator like"),
        ([{"op": "eq", "field": "id"}], "needs one value"),
        ([{"op": "eq", "field": "isVoided", "value": None}], "needs one value"),
        ([{"op": "eq", "field": "isVoided", "value": 1}], "cannot be used with the field isVoided"),
        (
            [{"op": "gt", "field": "createDateTime", "value": "yesterday"}],
            "cannot be used with the field createDateTime",
        ),
        ([{"op": "eq", "field": "id", "value": "one"}], "cannot be used with the field id"),
        ([{"op": "contains", "field": "id", "value": 1}], "cannot be used with the field id"),
        ([{"op": "in", "field": "id", "value": 5}], "needs a list"),
        ([{"op": "in", "field": "id", "value": []}], "needs a list"),
        ([{"op": "in", "field": "id", "value": [None]}], "takes no null"),
        ([{"op": "or", "items": []}], "needs items"),
        ([{"op": "eq", "field": "id", "value": 1, "colour": "red"}], "no property colour"),
        (["id > 0"], "must be an object"),
    ],
)
def test_a_bad_filter_is_refused_with_a_sentence(autotask: Any, filters: list[Any], words: str) -> None:
    assert words in autotask.refused_query("Invoices", *filters)


def test_more_than_500_values_are_refused(autotask: Any) -> None:
    filter = {"op": "in", "field": "id", "value": list(range(501))}
    assert "at most 500" in autotask.refused_query("Invoices", filter)
    autotask.query("Invoices", {**filter, "value": list(range(500))})


def test_more_than_500_conditions_are_refused_however_they_are_grouped(autotask: Any) -> None:
    some = {"op": "or", "items": [EVERYTHING] * 251}
    assert "at most 500" in autotask.refused_query("Invoices", some, some)


@pytest.mark.parametrize("size", [0, 501, "10", True])
def test_the_page_size_must_lie_between_1_and_500(autotask: Any, size: Any) -> None:
    assert "between 1 and 500" in autotask.refused_query("Invoices", EVERYTHING, MaxRecords=size)


@pytest.mark.parametrize("body", [b"not json", b"[]", b""])
def test_a_body_that_is_no_object_is_refused(autotask: Any, body: bytes) -> None:
    assert "request body" in autotask.refusal("POST", "Invoices/query", body)


def test_unknown_parts_of_a_query_are_refused(autotask: Any) -> None:
    assert "no property maxrecord" in autotask.refused_query("Invoices", EVERYTHING, MaxRecord=5)
    assert "Unable to find colour" in autotask.refused_query("Invoices", EVERYTHING, IncludeFields=["colour"])
    assert "list of names" in autotask.refused_query("Invoices", EVERYTHING, IncludeFields="id")


def udf(name: str, value: str | None) -> dict[str, Any]:
    return {"userDefinedFields": [{"name": name, "value": value}]}


def test_user_defined_fields_can_be_searched_one_at_a_time(autotask: Any) -> None:
    autotask.put_rows("Companies", {"id": 1, **udf("XeroNoSync", "true")}, {"id": 2, **udf("Tier", "gold")})
    skipped = {"op": "eq", "field": "xeronosync", "udf": True, "value": "true"}
    gold = {"op": "eq", "field": "Tier", "udf": True, "value": "gold"}
    assert autotask.ids("Companies", skipped) == [1]
    assert "only one" in autotask.refused_query("Companies", skipped, gold)
    assert "Unable to find" in autotask.refused_query("Companies", {**gold, "field": "Level"})


def test_user_defined_fields_come_along_with_included_fields(autotask: Any) -> None:
    autotask.put_rows("Contacts", {"id": 1, **udf("position", "Director")}, {"id": 2})
    answer = autotask.query("Contacts", EVERYTHING, IncludeFields=["id", "userDefinedFields"])
    assert answer["items"] == [{"id": 1, **udf("position", "Director")}, {"id": 2, **udf("Position", None)}]
