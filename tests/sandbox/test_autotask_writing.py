"""Writing: only the writable fields, PATCH alone keeps the others, and values are checked."""

from typing import Any

import pytest

from jobs.sandbox.seed_maker import RESOURCE


@pytest.fixture
def filled(autotask: Any) -> Any:
    autotask.put_rows(
        "Companies",
        {"id": 232, "companyName": "Huia Books", "companyType": 1, "phone": "1", "ownerResourceID": RESOURCE},
    )
    autotask.put_rows("Contacts", {"id": 5, "companyID": 232, "firstName": "Hana", "lastName": "Ueda", "isActive": 1})
    autotask.put_rows("Invoices", {"id": 9001, "companyID": 232, "invoiceNumber": "HL-9001", "orderNumber": "PO 7"})
    autotask.put_rows("BillingItems", {"id": 50001, "invoiceID": 9001})
    return autotask


def row(autotask: Any, entity: str, id: int) -> dict[str, Any]:
    found: dict[str, Any] = autotask.ask("GET", f"{entity}/{id}")["item"]
    return found


def test_patch_changes_what_is_sent_and_answers_the_id(filled: Any) -> None:
    answer = filled.ask("PATCH", "Invoices", {"id": 9001, "WebServiceDate": "2026-11-24T01:02:03.000Z"})
    invoice = row(filled, "Invoices", 9001)
    assert answer == {"itemId": 9001}
    assert (invoice["webServiceDate"], invoice["invoiceNumber"]) == ("2026-11-24T01:02:03.000Z", "HL-9001")


def test_put_blanks_what_is_not_sent(filled: Any) -> None:
    filled.ask("PUT", "Invoices", {"id": 9001, "paidDate": "2026-11-24T00:00:00Z"})
    invoice = row(filled, "Invoices", 9001)
    assert (invoice["invoiceNumber"], invoice["orderNumber"]) == (None, "PO 7")


def test_the_time_of_a_paid_date_is_dropped(filled: Any) -> None:
    filled.ask("PATCH", "Invoices", {"id": 9001, "paidDate": "2026-11-24T13:14:15.000Z"})
    assert row(filled, "Invoices", 9001)["paidDate"] == "2026-11-24T00:00:00Z"


def test_null_clears_a_field(filled: Any) -> None:
    filled.ask("PATCH", "Invoices", {"id": 9001, "invoiceNumber": None})
    assert row(filled, "Invoices", 9001)["invoiceNumber"] is None


def test_billing_items_take_a_stamp_and_nothing_else(filled: Any) -> None:
    filled.ask("PATCH", "BillingItems", {"id": 50001, "webServiceDate": "2026-11-24T00:00:00Z"})
    assert "read only" in filled.refusal("PATCH", "BillingItems", {"id": 50001, "totalAmount": 5})


@pytest.mark.parametrize(
    ("entity", "body", "words"),
    [
        ("Invoices", {"id": 9001, "orderNumber": "x"}, "orderNumber is read only"),
        ("Invoices", {"id": 9001, "isVoided": True}, "isVoided is read only"),
        ("Invoices", {"id": 9001, "colour": "red"}, "Unable to find colour"),
        ("Invoices", {"id": 9001, "invoiceNumber": "9" * 101}, "at most 100 characters"),
        ("Invoices", {"id": 9001, "invoiceNumber": 7}, "must be text"),
        ("Invoices", {"id": 9001, "webServiceDate": "soon"}, "cannot be used"),
        ("Invoices", {"id": 7, "invoiceNumber": "x"}, "No Invoices record has the id 7"),
        ("Invoices", {"invoiceNumber": "x"}, "No Invoices record"),
        ("Companies", {"id": 232, "companyType": 99}, "Picklist value [99] does not exist for companyType."),
        ("Companies", {"id": 232, "currencyID": 99}, "does not exist in Currencies"),
    ],
)
def test_what_may_not_be_written_is_refused_with_a_sentence(
    filled: Any, entity: str, body: dict[str, Any], words: str
) -> None:
    before = dict(filled.world.table(f"autotask.{entity}").contents)
    assert words in filled.refusal("PATCH", entity, body)
    assert filled.world.table(f"autotask.{entity}").contents == before


def test_user_defined_fields_are_changed_one_by_one(filled: Any) -> None:
    udfs = [{"name": "XeroNoSync", "value": "Yes"}, {"name": "XeroOrganisation", "value": "Harbourline Cloud"}]
    untouched = {"name": "Agreement ends", "value": None}
    filled.ask("PATCH", "Companies", {"id": 232, "userDefinedFields": udfs})
    filled.ask("PATCH", "Companies", {"id": 232, "userDefinedFields": [{"name": "xeronosync", "value": None}]})
    assert row(filled, "Companies", 232)["userDefinedFields"] == [
        {"name": "XeroNoSync", "value": None},
        udfs[1],
        untouched,
    ]


def test_user_defined_fields_take_only_names_and_choices_that_exist(filled: Any) -> None:
    def refused(name: str, value: str) -> str:
        words: str = filled.refusal(
            "PATCH", "Companies", {"id": 232, "userDefinedFields": [{"name": name, "value": value}]}
        )
        return words

    assert refused("Tier", "gold") == "Unable to find the user-defined field Tier."
    assert "is not in the list" in refused("XeroNoSync", "perhaps")


def test_a_company_is_created_when_all_it_needs_is_given(filled: Any) -> None:
    new = {"companyName": "Rātā Ltd", "companyType": 1, "phone": "04 555 0100", "ownerResourceID": RESOURCE}
    assert filled.ask("POST", "Companies", new) == {"itemId": 233}
    assert "phone is required" in filled.refusal("POST", "Companies", {**new, "phone": None})


def test_contacts_are_read_and_written_through_their_company(filled: Any) -> None:
    filled.ask("PATCH", "Companies/232/Contacts", {"id": 5, "emailAddress": "hana@example.com"})
    new = filled.ask("POST", "Companies/232/Contacts", {"firstName": "Jo", "lastName": "Tane", "isActive": 1})
    listed = filled.ask("GET", "Companies/232/Contacts")["items"]
    assert [(each["id"], each["companyID"]) for each in listed] == [(5, 232), (new["itemId"], 232)]
    assert "No Contacts record" in filled.refusal("PATCH", "Companies/7/Contacts", {"id": 5, "title": "x"})
