"""What the imitated Autotask tells of its entities, and whom it shows which rows."""

from decimal import Decimal
from typing import Any

import pytest

from jobs.sandbox.wire import HangUp

EVERYTHING = {"op": "gte", "field": "id", "value": 0}


def field(autotask: Any, entity: str, name: str) -> dict[str, Any]:
    found = autotask.ask("GET", f"{entity}/entityInformation/fields")["fields"]
    (one,) = [each for each in found if each["name"] == name]
    return dict(one)


def test_rights_tell_what_may_be_done(autotask: Any) -> None:
    info = autotask.ask("GET", "Invoices/entityInformation")["info"]
    assert (info["canCreate"], info["canUpdate"], info["userAccessForQuery"]) == (False, True, 1)
    assert autotask.ask("GET", "Companies/entityInformation")["info"]["hasUserDefinedFields"]


def test_rights_that_are_missing_are_told_and_refused(autotask: Any) -> None:
    autotask.world.set("autotask", rights={"BillingItems": {"query": 0}, "Invoices": {"update": 0}})
    assert autotask.ask("GET", "BillingItems/entityInformation")["info"]["userAccessForQuery"] == 0
    assert "adequate permissions to query" in autotask.refused_query("BillingItems", EVERYTHING)
    assert "adequate permissions to update" in autotask.refusal("PATCH", "Invoices", {"id": 1})


def test_fields_carry_length_and_flags(autotask: Any) -> None:
    number, due = field(autotask, "Invoices", "invoiceNumber"), field(autotask, "Invoices", "dueDate")
    assert (number["length"], number["isReadOnly"], number["isQueryable"]) == (100, False, True)
    assert (due["dataType"], due["isReadOnly"], due["isQueryable"]) == ("datetime", True, False)
    assert field(autotask, "Invoices", "companyID")["referenceEntityType"] == "Companies"


def test_picklist_values_are_text_with_a_label(autotask: Any) -> None:
    kinds = field(autotask, "BillingItems", "billingItemType")["picklistValues"]
    assert (kinds[0]["value"], kinds[0]["label"], len(kinds)) == ("1", "Labor", 15)
    types = field(autotask, "Companies", "companyType")["picklistValues"]
    assert {each["label"]: each["value"] for each in types}["Vendor"] == "7"


def test_terms_and_tax_groups_list_what_the_database_has(autotask: Any) -> None:
    terms = field(autotask, "Invoices", "paymentTerm")["picklistValues"]
    assert [(each["value"], each["label"]) for each in terms] == [("1", "On receipt"), ("2", "Net 14"), ("4", "Net 30")]
    assert field(autotask, "Invoices", "taxGroup")["picklistValues"][0]["label"] == "New Zealand"


def test_user_defined_fields_are_listed(autotask: Any) -> None:
    autotask.put_rows("Companies", {"id": 1, "userDefinedFields": [{"name": "Tier", "value": None}]})
    listed = autotask.ask("GET", "Companies/entityInformation/userDefinedFields")["fields"]
    assert [each["name"] for each in listed] == ["XeroNoSync", "XeroOrganisation", "Agreement ends", "Tier"]
    (position,) = autotask.ask("GET", "Contacts/entityInformation/userDefinedFields")["fields"]
    assert [each["label"] for each in position["picklistValues"]] == ["Accounts", "AccountsIncludedPerson", "Director"]
    assert autotask.ask("GET", "Invoices/entityInformation/userDefinedFields") == {"fields": []}


def test_one_record_comes_whole_and_a_missing_one_as_null(autotask: Any) -> None:
    autotask.put_rows("Invoices", {"id": 9001, "invoiceTotal": Decimal("99.4700")})
    reply = autotask.call("GET", "Invoices/9001")
    assert b'"invoiceTotal":99.4700' in reply.body  # money keeps its four decimals
    assert autotask.ask("GET", "Invoices/9001")["item"]["batchID"] is None
    assert autotask.ask("GET", "Invoices/7") == {"item": None}


def test_a_half_built_invoices_items_arrive_later(autotask: Any) -> None:
    soon = autotask.world.now_text()
    autotask.world.advance(-60)
    autotask.put_rows("BillingItems", {"id": 1, "invoiceID": 9001}, {"id": 2, "invoiceID": 9001, "_visibleAt": soon})
    of_invoice = {"op": "eq", "field": "invoiceID", "value": 9001}
    before = autotask.ids("BillingItems", of_invoice)
    assert autotask.ask("GET", "BillingItems/2") == {"item": None}
    autotask.world.advance(61)
    assert (before, autotask.ids("BillingItems", of_invoice)) == ([1], [1, 2])


def test_rows_of_a_hidden_line_of_business_are_missing_not_refused(autotask: Any) -> None:
    autotask.put_rows("BillingItems", {"id": 1}, {"id": 2, "_business": "Consulting"})
    autotask.world.set("autotask", hidden_business=["Consulting"])
    assert autotask.ids("BillingItems", EVERYTHING) == [1]
    assert autotask.ask("POST", "BillingItems/query/count", {"filter": [EVERYTHING]}) == {"queryCount": 1}
    autotask.world.set("autotask", hidden_business=[])
    assert autotask.ids("BillingItems", EVERYTHING) == [1, 2]


def test_what_the_sandbox_keeps_for_itself_is_never_sent(autotask: Any) -> None:
    autotask.put_rows("Invoices", {"id": 1, "_business": "Support"})
    assert not any(name.startswith("_") for name in autotask.ask("GET", "Invoices/1")["item"])


def test_a_lost_answer_to_a_patch_leaves_it_applied(autotask: Any) -> None:
    autotask.put_rows("Invoices", {"id": 1})
    autotask.world.trouble.add({"vendor": "autotask", "what": "lost_patch"})
    with pytest.raises(HangUp):
        autotask.call("PATCH", "Invoices", {"id": 1, "invoiceNumber": "HL-1"})
    assert autotask.ask("GET", "Invoices/1")["item"]["invoiceNumber"] == "HL-1"
