"""The demo's database: believable, complete, the same at every start, and alive."""

from collections import Counter
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from jobs.sandbox import clock, seed
from jobs.sandbox.autotask_fields import ENTITIES
from jobs.sandbox.autotask_picklists import LISTS
from jobs.sandbox.life import Life
from jobs.sandbox.seed_autotask import NEWCOMER, USER
from jobs.sandbox.seed_awkward import TAKEN_NUMBER
from jobs.sandbox.seed_xero import CLOUD, HARBOURLINE
from jobs.sandbox.store import World

CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def demo() -> World:
    world = World()
    seed.plant(world)
    return world


def rows(world: World, entity: str) -> list[dict[str, Any]]:
    return list(world.table(f"autotask.{entity}").values())


def test_there_are_enough_companies_and_invoices(demo: World) -> None:
    recent = clock.text(demo.now() - timedelta(days=14))
    assert len(rows(demo, "Companies")) >= 40
    assert sum(1 for each in rows(demo, "Invoices") if each["createDateTime"] > recent) >= 60


def test_a_new_customer_finds_a_database_and_an_organisation_that_are_free(demo: World, make_autotask: Any) -> None:
    caller = make_autotask(demo)
    taken, free = (caller.ask("GET", "zoneInformation", query=f"user={name}")["ci"] for name in (USER, NEWCOMER))
    assert taken != free
    caller.headers["username"] = NEWCOMER
    assert caller.ids("Companies", {"op": "gt", "field": "id", "value": 0}) != []
    assert {CLOUD, HARBOURLINE} <= {each["TenantID"] for each in demo.table("xero.organisations").values()}


def test_every_kind_of_billing_item_occurs_and_invoices_have_up_to_25(demo: World) -> None:
    kinds = {each["billingItemType"] for each in rows(demo, "BillingItems")}
    sizes = Counter(each["invoiceID"] for each in rows(demo, "BillingItems"))
    del sizes[0]
    assert kinds == {number for number, _label in LISTS["billingitems.billingitemtype"]}
    assert (min(sizes.values()), max(sizes.values())) == (1, 25)


def test_every_awkward_case_occurs(demo: World) -> None:
    invoices, items = rows(demo, "Invoices"), rows(demo, "BillingItems")
    numbers = Counter(each["invoiceNumber"] for each in invoices)
    with_items = {each["invoiceID"] for each in items}
    texts = [each["lineItemFullDescription"] or "" for each in items]
    assert any(each["invoiceTotal"] == 0 for each in invoices)
    assert any(each["invoiceTotal"] < 0 for each in invoices)
    assert any(each["id"] not in with_items and not each["isVoided"] for each in invoices)
    assert any(each.get("webServiceDate") for each in invoices)
    assert numbers[None] == 1
    assert numbers["HL-SAME"] == 2
    assert numbers[TAKEN_NUMBER] == 1
    assert any(len(each) == 4001 for each in texts)
    assert any("👋" in each for each in texts)
    assert any(each["quantity"] < 0 < each["totalAmount"] for each in items)
    assert any(-each["quantity"].as_tuple().exponent == 7 for each in items)
    assert any(each["totalAmount"] == 0 and each["extendedPrice"] > 0 for each in items)
    assert {"_visibleAt", "_business"} <= {name for each in items for name in each}


def test_totals_follow_from_the_lines_unless_the_case_is_about_that(demo: World) -> None:
    sums: Counter[int] = Counter()
    for item in rows(demo, "BillingItems"):
        sums[item["invoiceID"]] += item["totalAmount"]
    off = [
        each
        for each in rows(demo, "Invoices")
        if Decimal(sums[each["id"]]).quantize(CENT, ROUND_HALF_UP) != each["invoiceTotal"]
    ]
    assert all(sums[each["id"]] == 0 for each in off)
    assert len(off) == 2  # one without items, one whose items were given back when it was voided


def test_a_dollar_and_a_euro_company_are_taxed_overseas(demo: World) -> None:
    overseas = [each for each in rows(demo, "Companies") if each["taxRegionID"] == 2]
    assert {each["currencyID"] for each in overseas} == {2, 3}
    billed = {each["id"] for each in overseas}
    assert all(each["totalTaxValue"] == 0 for each in rows(demo, "Invoices") if each["companyID"] in billed)


def test_two_companies_share_a_name_and_the_providers_own_is_number_0(demo: World) -> None:
    names = Counter(each["companyName"] for each in rows(demo, "Companies"))
    assert [name for name, count in names.items() if count > 1] == ["Bay Electrical"]
    assert demo.table("autotask.Companies")[0]["companyName"] == "Harbourline IT Ltd"


def test_whatever_a_line_points_to_is_there_to_be_read(demo: World) -> None:
    pointers = {"timeEntryID": "TimeEntries", "ticketID": "Tickets", "taskID": "Tasks", "ticketChargeID": "TicketCharges",
                "organizationalLevelAssociationID": "OrganizationalLevelAssociations"}  # fmt: skip
    for item in rows(demo, "BillingItems"):
        for pointer, entity in pointers.items():
            assert item.get(pointer) is None or item[pointer] in demo.table(f"autotask.{entity}"), pointer
    people = {each["resourceID"] for each in rows(demo, "TimeEntries")}
    assert people == {each["id"] for each in rows(demo, "Resources")}
    assert any(each.get("taskID") for each in rows(demo, "TimeEntries"))


def test_a_tickets_number_is_the_one_its_line_names(demo: World) -> None:
    tickets = demo.table("autotask.Tickets").contents
    for item in rows(demo, "BillingItems"):
        if item.get("ticketID") and (item["description"] or "").startswith("T2"):
            assert item["description"].startswith(tickets[item["ticketID"]]["ticketNumber"])


def test_what_the_options_are_for_occurs(demo: World) -> None:
    items = rows(demo, "BillingItems")
    groups: dict[tuple[int, int], set[int]] = {}
    for each in items:
        if each.get("lineItemGroupDescription"):
            groups.setdefault((each["invoiceID"], each["sortOrderID"]), set()).add(each["taxCategoryID"])
    billed_to = {each["id"]: each["companyID"] for each in rows(demo, "Invoices")}
    assert {1, 2} in groups.values()
    assert any(each["quantity"] < 0 and each["totalAmount"] < 0 for each in items)
    assert any(each["rate"] == Decimal("0.0425") for each in items)
    assert any(each["invoiceID"] and each["companyID"] != billed_to[each["invoiceID"]] for each in items)
    assert any(each["invoiceNonContractItemsToParentCompany"] for each in rows(demo, "Companies"))
    assert {each["territoryID"] for each in rows(demo, "Companies")} == {29682770, 29682771, 29682772}


def test_user_defined_fields_set_companies_and_people_apart(demo: World) -> None:
    def marked(entity: str, name: str, value: str) -> list[dict[str, Any]]:
        return [each for each in rows(demo, entity) if {"name": name, "value": value} in each["userDefinedFields"]]

    assert [each["companyName"] for each in marked("Companies", "XeroNoSync", "Yes")] == ["Old Mill Antiques"]
    assert len(marked("Companies", "XeroOrganisation", "Harbourline Cloud")) == 2
    accounts = Counter(each["companyID"] for each in marked("Contacts", "Position", "Accounts"))
    assert sorted(accounts.values())[-2:] == [1, 2]
    assert len(marked("Contacts", "Position", "AccountsIncludedPerson")) > 5


def test_two_tickets_of_one_invoice_have_a_file_of_the_same_name(demo: World) -> None:
    files = Counter(each["fullPath"] for each in rows(demo, "TicketAttachments"))
    assert files == {"report.pdf": 2, "site photo.png": 1, "Signed job sheet.pdf": 1}


def test_every_row_holds_to_the_field_tables(demo: World) -> None:
    for entity in ENTITIES.values():
        for row in rows(demo, entity.name):
            assert {name for name in row if not name.startswith("_")} - {*entity.names, "userDefinedFields"} == set()
            for field in entity.fields.values():
                if field.kind == "text" and row.get(field.name) is not None:
                    assert len(row[field.name]) <= field.length, (entity.name, field.name)


def test_both_organisations_have_accounts_and_currencies_of_their_own(demo: World) -> None:
    for tenant in (HARBOURLINE, CLOUD):
        codes = [each.get("Code") for each in demo.table("xero.accounts").values() if each["TenantID"] == tenant]
        assert {"200", "310", "425"} <= set(codes)
        currencies = {each["Code"] for each in demo.table("xero.currencies").values() if each["TenantID"] == tenant}
        assert currencies == {"NZD", "USD", "AUD"}


def test_the_bookkeepers_contacts_differ_by_case_by_spaces_and_two_are_archived(demo: World) -> None:
    contacts = [each for each in demo.table("xero.contacts").values() if each["TenantID"] == HARBOURLINE]
    names = {each["Name"] for each in contacts}
    assert {"CAFÉ RENÉE", "Northgate  Physiotherapy"} <= names
    archived = {each["Name"]: each.get("MergedToContactID") for each in contacts if each["ContactStatus"] == "ARCHIVED"}
    (kept,) = [each["ContactID"] for each in contacts if each["Name"] == "Brightline Power"]
    assert archived == {"Alpine Guides Collective": None, "Brightline Power Ltd": kept}


def test_the_bookkeepers_cards_have_terms_of_all_kinds_numbers_and_people(demo: World) -> None:
    cards = [each for each in demo.table("xero.contacts").values() if each["TenantID"] == HARBOURLINE]
    terms = {each["PaymentTerms"]["Sales"]["Type"] for each in cards if each.get("PaymentTerms")}
    assert len(terms) == 4
    assert {each.get("AccountsReceivableTaxType") for each in cards} == {None, "ZERORATED"}
    (longer,) = [each for each in cards if each["Name"].endswith("Orthodontics Limited")]
    numbered = {each["companyNumber"]: each["companyName"] for each in rows(demo, "Companies")}
    assert numbered[longer["AccountNumber"]] == "Hobsonville Orthodontics"
    assert any(each.get("ContactPersons") for each in cards)


def test_some_addresses_in_xero_are_not_those_of_autotask(demo: World) -> None:
    cards = {each["Name"]: each.get("Addresses") for each in demo.table("xero.contacts").values()}
    pairs = [(each["address1"], cards[each["companyName"]][0]) for each in rows(demo, "Companies")
             if cards.get(each["companyName"])]  # fmt: skip
    equal = [street == address.get("AddressLine1") for street, address in pairs]
    assert 5 < sum(equal) < len(equal) - 3


def test_a_month_end_is_as_large_as_asked_for() -> None:
    world = World()
    seed.seed_month_end(world, 20, 10)
    assert (len(rows(world, "Invoices")), len(rows(world, "BillingItems"))) == (20, 200)
    assert {each["invoiceTotal"] for each in rows(world, "Invoices")} == {Decimal("825.0000")}


def lived(events: int) -> tuple[World, list[str]]:
    world = World()
    seed.plant(world)
    life = Life(world)
    return world, [life.happen() for _ in range(events)]


def test_life_goes_the_same_way_twice_and_differs_from_event_to_event() -> None:
    (first, happened), (second, again) = lived(120), lived(120)
    totals = [[each["invoiceTotal"] for each in rows(world, "Invoices")] for world in (first, second)]
    assert happened == again
    assert totals[0] == totals[1]
    assert {"invoice", "order", "credit", "slow_invoice", "moved_house"} <= set(happened)


def test_life_goes_on_after_a_restart_instead_of_repeating() -> None:
    world, happened = lived(10)
    more = [Life(world).happen() for _ in range(10)]
    assert [*happened, *more] == lived(20)[1]


def test_somebody_voids_an_invoice_but_never_a_stamped_one() -> None:
    world, happened = lived(150)
    assert "void" in happened
    assert not any(each["isVoided"] and each.get("webServiceDate") for each in rows(world, "Invoices"))
