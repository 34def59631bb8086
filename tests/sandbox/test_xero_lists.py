"""Reading lists from the imitated Xero: pages, filters, change detection, headers and scopes."""

from decimal import Decimal
from typing import Any

import pytest
from xero_caller import XeroCaller

from jobs.sandbox import seed_xero, wire
from jobs.sandbox.seed_xero import CLOUD, HARBOURLINE

CONTACT = "6a1b0c7e-0000-4000-8000-00000000c001"


def add(xero: XeroCaller, number: str, **more: Any) -> dict[str, Any]:
    if not xero.world.table("xero.contacts"):
        rimu = {"ContactID": CONTACT, "TenantID": HARBOURLINE, "Name": "Rimu Cafe"}
        seed_xero.put(xero.world, "xero.contacts", [rimu])
    element = {
        "Type": "ACCREC",
        "Contact": {"ContactID": CONTACT},
        "InvoiceNumber": number,
        "Date": "2026-11-20",
        "Status": "DRAFT",
        "LineItems": [{"Description": "Support", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200"}],
        **more,
    }
    (found,) = xero.put("Invoices", element)
    return dict(found)


def numbers(xero: XeroCaller, query: str, **headers: str) -> list[str]:
    return [each["InvoiceNumber"] for each in xero.ask("GET", "Invoices", query=query, **headers)["Invoices"]]


@pytest.fixture
def three(xero: XeroCaller) -> XeroCaller:
    for number in ("HL-1", "HL-2", "HL-3"):
        add(xero, number, Reference=f"PO {number}")
        xero.world.advance(10)
    return xero


def test_unpaged_lists_have_no_lines(three: XeroCaller) -> None:
    found = three.ask("GET", "Invoices")
    assert "pagination" not in found
    assert all(each["LineItems"] == [] for each in found["Invoices"])


def test_pages_have_lines_and_tell_how_many_there_are(three: XeroCaller) -> None:
    found = three.ask("GET", "Invoices", query="page=2&pageSize=2")
    assert found["pagination"] == {"page": 2, "pageSize": 2, "pageCount": 2, "itemCount": 3}
    assert [each["InvoiceNumber"] for each in found["Invoices"]] == ["HL-3"]
    assert found["Invoices"][0]["LineItems"]


def test_an_address_of_too_many_ids_is_not_found(xero: XeroCaller) -> None:
    forty, sixty = (f"IDs={'%2C'.join([CONTACT] * many)}" for many in (40, 60))
    assert xero.call("GET", "Invoices", query=forty).status == 200
    assert xero.call("GET", "Invoices", query=sixty).status == 404


@pytest.mark.parametrize(("asked", "got"), [("0", 1), ("5000", 1000)])
def test_page_sizes_out_of_range_are_moved_into_it(three: XeroCaller, asked: str, got: int) -> None:
    assert three.ask("GET", "Invoices", query=f"page=1&pageSize={asked}")["pagination"]["pageSize"] == got


def test_lists_are_oldest_change_first(three: XeroCaller) -> None:
    first = three.ask("GET", "Invoices", query="InvoiceNumbers=HL-1&page=1")["Invoices"][0]
    three.ask("POST", f"Invoices/{first['InvoiceID']}", {"InvoiceID": first["InvoiceID"], "Reference": "later"})
    assert numbers(three, "page=1") == ["HL-2", "HL-3", "HL-1"]


def test_if_modified_since_is_accurate_to_the_second(three: XeroCaller) -> None:
    changed = three.ask("GET", "Invoices", query="InvoiceNumbers=HL-2&page=1")["Invoices"][0]
    since = changed["UpdatedDateUTCString"].removesuffix("Z")
    assert numbers(three, "page=1", if_modified_since=since) == ["HL-2", "HL-3"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("InvoiceNumbers=HL-1,HL-3", ["HL-1", "HL-3"]),
        ("InvoiceNumbers=hl-2", ["HL-2"]),
        ("InvoiceNumbers=HL-9", []),
        ("Statuses=AUTHORISED", []),
        ("Statuses=DRAFT,PAID", ["HL-1", "HL-2", "HL-3"]),
        (f"ContactIDs={CONTACT}", ["HL-1", "HL-2", "HL-3"]),
        (f"ContactIDs={HARBOURLINE}", []),
        ('where=Reference=="PO HL-2"', ["HL-2"]),
        ('where=reference=="po hl-2"', ["HL-2"]),
        ('where=Type=="ACCREC" AND InvoiceNumber=="HL-3"', ["HL-3"]),
        (f'where=Contact.ContactID==guid("{CONTACT}") AND Reference=="PO HL-1"', ["HL-1"]),
        ("where=Date>=DateTime(2026, 11, 20)", ["HL-1", "HL-2", "HL-3"]),
        ("where=Date<DateTime(2026, 11, 20)", []),
        ("searchTerm=hl-3", ["HL-3"]),
        ("createdByMyApp=true", ["HL-1", "HL-2", "HL-3"]),
    ],
)
def test_filters(three: XeroCaller, query: str, found: list[str]) -> None:
    query = query.replace(" ", "%20").replace('"', "%22").replace("==", "%3D%3D").replace("<", "%3C")
    assert numbers(three, f"{query}&page=1") == found


@pytest.mark.parametrize("where", ['Url=="https://example.com"', 'Reference=="a" OR Reference=="b"', "Total>5", "??"])
def test_filters_that_are_slow_or_unreadable_are_refused(three: XeroCaller, where: str) -> None:
    query = f"where={where}".replace(" ", "%20").replace('"', "%22").replace("==", "%3D%3D")
    assert three.call("GET", "Invoices", query=query).status == 400


def test_ids_choose_invoices(three: XeroCaller) -> None:
    wanted = add(three, "HL-4")["InvoiceID"]
    assert numbers(three, f"IDs={wanted}&page=1") == ["HL-4"]


def test_one_invoice_is_found_by_id_or_number(three: XeroCaller) -> None:
    (found,) = three.ask("GET", "Invoices/HL-2")["Invoices"]
    assert three.ask("GET", f"Invoices/{found['InvoiceID']}")["Invoices"][0]["InvoiceNumber"] == "HL-2"


def test_an_unknown_invoice_is_not_found_in_html(three: XeroCaller) -> None:
    reply = three.call("GET", "Invoices/HL-9")
    assert reply.status == 404
    assert dict(reply.headers)["Content-Type"].startswith("text/html")


def test_amounts_are_exact_numbers(three: XeroCaller) -> None:
    (found,) = three.ask("GET", "Invoices/HL-1")["Invoices"]
    assert found["Total"] == Decimal("115.00")


def test_small_lists_are_whole(xero: XeroCaller) -> None:
    (organisation,) = xero.ask("GET", "Organisation")["Organisations"]
    assert organisation["BaseCurrency"] == "NZD"
    assert organisation["OrganisationID"] == HARBOURLINE
    assert "PeriodLockDate" not in organisation
    accounts = xero.ask("GET", "Accounts")["Accounts"]
    assert {"ACTIVE", "ARCHIVED"} == {each["Status"] for each in accounts}
    assert {each["TaxType"] for each in xero.ask("GET", "TaxRates")["TaxRates"]} >= {"OUTPUT2", "INPUT2", "NONE"}
    assert {each["Code"] for each in xero.ask("GET", "Currencies")["Currencies"]} == {"NZD", "USD", "AUD"}


def test_tax_rates_tell_their_parts_and_what_they_add_up_to(xero: XeroCaller) -> None:
    rates = {each["TaxType"]: each for each in xero.ask("GET", "TaxRates")["TaxRates"]}
    assert rates["TAX001"]["EffectiveRate"] == Decimal("17.3")
    assert [each["IsCompound"] for each in rates["TAX001"]["TaxComponents"]] == [False, True]
    assert (rates["OUTPUT"]["Status"], rates["OUTPUT2"]["CanApplyToExpenses"]) == ("ARCHIVED", False)


def test_archived_categories_are_listed_on_request_and_archived_options_always(xero: XeroCaller) -> None:
    def listed(query: str) -> dict[str, list[str]]:
        found = xero.ask("GET", "TrackingCategories", query=query)["TrackingCategories"]
        return {each["Name"]: [option["Status"] for option in each["Options"]] for each in found}

    assert set(listed("")) == {"Department", "Region"}
    assert set(listed("includeArchived=true")) == {"Department", "Region", "Branch"}
    assert listed("")["Department"].count("ARCHIVED") == 1


def test_the_first_theme_is_the_usual_one(xero: XeroCaller) -> None:
    themes = xero.ask("GET", "BrandingThemes")["BrandingThemes"]
    assert [(each["SortOrder"], each["Type"]) for each in themes] == [(0, "INVOICE"), (1, "INVOICE"), (2, "INVOICE")]


def test_lock_dates_show_when_set(xero: XeroCaller) -> None:
    xero.world.table("xero.organisations").change(HARBOURLINE, PeriodLockDate="2026-10-31")
    (organisation,) = xero.ask("GET", "Organisation")["Organisations"]
    assert organisation["PeriodLockDate"].startswith("/Date(")


def test_organisations_do_not_see_each_other(xero: XeroCaller) -> None:
    add(xero, "HL-1")
    seed_xero.seed(xero.world)
    xero.connect(tenant=CLOUD)
    assert numbers(xero, "page=1") == []
    assert xero.call("GET", "Invoices/HL-1").status == 404


# Who may ask


def test_without_a_token_nothing_is_told(xero: XeroCaller) -> None:
    for header in ("", "Bearer unknown", "Basic abc"):
        reply = xero.call("GET", "Organisation", authorization=header)
        assert reply.status == 401
        assert wire.decode(reply.body)["Detail"] == "AuthenticationUnsuccessful"


@pytest.mark.parametrize("tenant", ["", CLOUD, "nonsense"])
def test_a_missing_or_wrong_tenant_is_forbidden(xero: XeroCaller, tenant: str) -> None:
    reply = xero.call("GET", "Organisation", xero_tenant_id=tenant)
    assert reply.status == 403
    assert wire.decode(reply.body)["Detail"] == "AuthenticationUnsuccessful"


def test_json_must_be_asked_for(xero: XeroCaller) -> None:
    assert xero.call("GET", "Organisation", accept="*/*").status != 200


def test_a_missing_scope_is_told_with_xeros_own_spelling(xero: XeroCaller) -> None:
    xero.world.table("xero.grants").clear()
    xero.connect(scope="openid offline_access accounting.contacts")
    assert xero.call("GET", "Contacts").status == 200
    reply = xero.call("GET", "Invoices", query="page=1")
    assert reply.status in (401, 403)
    assert "insufficent_scope" in dict(reply.headers)["WWW-Authenticate"]


def test_a_read_scope_does_not_write(xero: XeroCaller) -> None:
    xero.world.table("xero.grants").clear()
    xero.connect(scope="openid offline_access accounting.contacts.read")
    assert xero.call("GET", "Contacts").status == 200
    assert xero.call("PUT", "Contacts", {"Contacts": [{"Name": "Rimu Cafe"}]}).status in (401, 403)


def test_an_unknown_resource_is_not_found(xero: XeroCaller) -> None:
    assert xero.call("GET", "Nonsense").status == 404


def test_a_method_that_is_not_there_is_not_implemented(xero: XeroCaller) -> None:
    assert xero.call("PATCH", "Invoices", {"Invoices": []}).status == 501
