"""Pages: 500 rows at most, next addresses that hold to verb and body, and rows in no order when asked for."""

from typing import Any

import pytest

from jobs.sandbox import wire

EVERYTHING = {"op": "gt", "field": "id", "value": 0}


@pytest.fixture
def seven(autotask: Any) -> Any:
    autotask.put_rows("Invoices", *({"id": id, "isVoided": False} for id in range(1, 8)))
    return autotask


def ids(answer: Any) -> list[int]:
    return [each["id"] for each in answer["items"]]


def test_a_page_holds_what_was_asked_for_and_names_the_next(seven: Any) -> None:
    page = seven.query("Invoices", EVERYTHING, MaxRecords=3)
    details = page["pageDetails"]
    assert ids(page) == [1, 2, 3]
    assert (details["count"], details["requestCount"], details["prevPageUrl"]) == (3, 3, None)
    assert details["nextPageUrl"].startswith("http://localhost:7000/ATServicesRest/V1.0/Invoices/query/next?paging=")


def test_without_a_size_500_rows_come(autotask: Any) -> None:
    autotask.put_rows("Invoices", *({"id": id} for id in range(1, 502)))
    page = autotask.query("Invoices", EVERYTHING)
    assert len(page["items"]) == 500
    assert page["pageDetails"]["nextPageUrl"]


def test_the_last_page_names_no_other(seven: Any) -> None:
    assert seven.query("Invoices", EVERYTHING, MaxRecords=7)["pageDetails"]["nextPageUrl"] is None


def test_next_pages_are_fetched_with_the_same_post(seven: Any) -> None:
    body = {"filter": [EVERYTHING], "MaxRecords": 3}
    found, answer = [], seven.ask("POST", "Invoices/query", body)
    while following := answer["pageDetails"]["nextPageUrl"]:
        found += ids(answer)
        answer = wire.decode(seven.follow("POST", following, body).body)
    assert [*found, *ids(answer)] == [1, 2, 3, 4, 5, 6, 7]


def test_a_get_after_a_post_is_the_wrong_verb(seven: Any) -> None:
    following = seven.query("Invoices", EVERYTHING, MaxRecords=3)["pageDetails"]["nextPageUrl"]
    assert seven.follow("GET", following).status == 405


def test_a_next_page_of_another_search_is_refused(seven: Any) -> None:
    following = seven.query("Invoices", EVERYTHING, MaxRecords=3)["pageDetails"]["nextPageUrl"]
    assert seven.follow("POST", following, {"filter": [{"op": "gt", "field": "id", "value": 5}]}).status == 500


def test_a_get_search_is_paged_by_get(seven: Any) -> None:
    first = wire.decode(seven.get_search("Invoices", {"filter": [EVERYTHING], "MaxRecords": 5}).body)
    second = seven.follow("GET", first["pageDetails"]["nextPageUrl"])
    assert ids(wire.decode(second.body)) == [6, 7]


def test_rows_come_in_no_order_of_id_when_that_trouble_is_asked_for(seven: Any) -> None:
    seven.world.trouble.add({"vendor": "autotask", "path": "Invoices/query", "what": "unordered"})
    body = {"filter": [EVERYTHING], "MaxRecords": 4}
    first = seven.ask("POST", "Invoices/query", body)
    second = wire.decode(seven.follow("POST", first["pageDetails"]["nextPageUrl"], body).body)
    assert ids(first) != sorted(ids(first))
    assert max(ids(first)) > min(ids(second))  # walking on from the largest id would lose rows
    assert sorted(ids(first) + ids(second)) == [1, 2, 3, 4, 5, 6, 7]
    assert ids(seven.query("Invoices", EVERYTHING)) == [1, 2, 3, 4, 5, 6, 7]


def test_look_ups_that_lag_show_neither_new_rows_nor_late_changes(seven: Any) -> None:
    seven.put_rows("Invoices", {"id": 8, "createDateTime": seven.world.now_text()})
    seven.ask("PATCH", "Invoices", {"id": 7, "invoiceNumber": "HL-7"})
    seven.world.trouble.add({"vendor": "autotask", "path": "Invoices/query", "what": "lag", "seconds": 30})
    late = seven.query("Invoices", EVERYTHING)["items"]
    assert [each["id"] for each in late] == [1, 2, 3, 4, 5, 6, 7]
    assert late[-1]["invoiceNumber"] is None
    now = seven.query("Invoices", EVERYTHING)["items"]
    assert (now[-1]["id"], now[-2]["invoiceNumber"]) == (8, "HL-7")
