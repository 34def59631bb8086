"""Each option turned on and off: Xero gets something different, or nothing."""

from decimal import Decimal
from typing import Any

import pytest
from house import House

from jobs import pressed
from jobs.models import Document, Mapping
from jobs.plumbing import clock, db


def arrived(house: House) -> list[dict[str, Any]]:
    house.sweep(times=2)
    return house.xero_invoices()


@pytest.mark.parametrize(
    ("chosen", "order_number", "reference"),
    [
        ({"notes_to_reference": False}, "", ""),
        ({"notes_to_reference": True}, "", "Stage two, as agreed"),
        ({"notes_to_reference": True}, "PO 7", "PO 7"),
        ({"notes_to_reference": True, "po_number_to_reference": False}, "PO 7", "Stage two, as agreed"),
    ],
)
def test_the_notes_become_the_reference_where_no_order_number_does(
    house: House, chosen: dict[str, Any], order_number: str, reference: str
) -> None:
    house.company()
    house.choose(**chosen)
    house.invoice(9001, "10.00", orderNumber=order_number, comments="Stage two,\nas agreed")
    [held] = arrived(house)
    assert held.get("Reference", "") == reference


@pytest.mark.parametrize(
    ("on", "lines"), [(False, ["Work 9001/0", "Work 9001/1"]), (True, ["Autotask invoice HL-9001"])]
)
def test_the_whole_invoice_goes_as_one_line(house: House, on: bool, lines: list[str]) -> None:
    house.company()
    house.choose(single_line=on)
    house.invoice(9001, "10.00", "5.55")
    [held] = arrived(house)
    assert [line["Description"] for line in held["LineItems"]] == lines
    assert str(held["SubTotal"]) == "15.55"
    assert house.document(9001).disposition == "done"


def test_a_credit_note_goes_as_one_line_too(house: House) -> None:
    house.company()
    house.choose(single_line=True)
    house.invoice(9001, "-10.00", "-5.55")
    house.sweep(times=2)
    [held] = house.xero_credit_notes()
    assert [str(line["LineAmount"]) for line in held["LineItems"]] == ["15.55"]


def test_only_paid_invoices_go_and_the_others_wait_until_they_are(house: House) -> None:
    house.company()
    house.choose(paid_only=True)
    house.invoice(9001, "10.00")
    house.invoice(9002, "10.00", paidDate="2026-11-20T00:00:00Z")
    assert len(arrived(house)) == 1
    assert (house.document(9001).disposition, house.document(9001).reason) == ("held", "UNPAID")
    house.sandbox.forget_requests()
    house.advance(minutes=2)
    house.sweep()
    assert len(house.xero_invoices()) == 1
    house.invoice(9001, "10.00", paidDate="2026-11-24T00:00:00Z")
    house.advance(minutes=60)
    assert len(arrived(house)) == 2


def test_what_was_held_until_paid_goes_once_the_option_is_off(house: House) -> None:
    house.company()
    house.choose(paid_only=True)
    house.invoice(9001, "10.00")
    assert arrived(house) == []
    house.choose(paid_only=False)
    assert len(arrived(house)) == 1


@pytest.mark.parametrize(("least", "gone"), [(None, 3), ("10.00", 2), ("10.01", 1)])
def test_what_is_under_the_least_value_is_skipped(house: House, least: str | None, gone: int) -> None:
    house.company()
    house.choose(minimum_value=least)
    for id_, amount in ((9001, "9.99"), (9002, "10.00"), (9003, "250.00")):
        house.invoice(id_, amount)
    assert len(arrived(house)) == gone
    skipped = [each.reason for each in house.documents() if each.disposition == "skipped"]
    assert skipped == ["UNDER_MINIMUM"] * (3 - gone)


@pytest.mark.parametrize(("on", "gone"), [(False, 1), (True, 0)])
def test_small_credit_notes_are_left_out_only_when_told_to(house: House, on: bool, gone: int) -> None:
    house.company()
    house.choose(minimum_value="50", minimum_hides_credits=on)
    house.invoice(9001, "-10.00")
    house.sweep(times=2)
    assert len(house.xero_credit_notes()) == gone


def mapped(house: House, kind: str, key: str, target: str) -> None:
    with db.unit_of_work() as session:
        session.add(
            Mapping(
                ledger_id=house.ledger_id,
                kind=kind,
                source_key=key,
                target=target,
                source_name=key,
                target_name=target,
                saved_at=clock.now(),
            )
        )


def coded(house: House, *codes: int | None) -> None:
    """Invoice 9001 with a line of 10.00 for each billing code."""
    house.company()
    house.invoice(9001, *["10.00"] * len(codes))
    lines = [house.item(9001, place, "10.00", billingCodeID=code) for place, code in enumerate(codes)]
    house.sandbox.put_rows("autotask.BillingItems", lines)


def test_each_billing_code_goes_to_its_own_account_and_the_rest_to_the_default(house: House) -> None:
    mapped(house, "accounts", "29682801", "260")
    coded(house, 29682801, 29682802, None)
    [held] = arrived(house)
    assert [line["AccountCode"] for line in held["LineItems"]] == ["260", "200", "200"]
    notes = house.document(9001).id
    with db.reading() as session:
        kept = session.get_one(Document, notes).translated
    assert {"field": "line 1", "value": "260", "why": "the account of its billing code"} in kept["notes"]


def test_an_account_that_xero_would_not_take_stops_the_invoice_before_it_is_sent(house: House) -> None:
    mapped(house, "accounts", "29682801", "no such account")
    coded(house, 29682801)
    assert arrived(house) == []
    assert [each.code for each in house.faults()] == ["ACCOUNT_UNKNOWN"]


def test_an_invoice_template_chooses_the_branding_theme(house: House) -> None:
    themes = [each["BrandingThemeID"] for each in house.sandbox.table("xero.branding_themes")]
    mapped(house, "themes", "101", themes[-1])
    house.company()
    house.invoice(9001, "10.00", invoiceEditorTemplateID=101)
    house.invoice(9002, "10.00", invoiceEditorTemplateID=102)
    first, second = sorted(arrived(house), key=lambda each: each["Url"])
    assert first["BrandingThemeID"] == themes[-1]
    assert second["BrandingThemeID"] != themes[-1]


def of_items(house: House, *lines: dict[str, Any]) -> None:
    """Invoice 9001 of a line for each, 10.00 unless it says otherwise."""
    house.company()
    rows = [house.item(9001, place, line.get("amount", "10.00"), **line["is"]) for place, line in enumerate(lines)]
    house.invoice(9001, *[line.get("amount", "10.00") for line in lines])
    house.sandbox.put_rows("autotask.BillingItems", rows)


def described(held: dict[str, Any]) -> list[str]:
    return [line["Description"] for line in held["LineItems"]]


@pytest.mark.parametrize(("on", "texts"), [(True, ["Support in May"]), (False, ["Work 9001/0", "Work 9001/1"])])
def test_what_autotask_prints_as_one_line_is_one_in_xero(house: House, on: bool, texts: list[str]) -> None:
    house.choose(bundling=on)
    group = {"is": {"sortOrderID": 1, "lineItemGroupDescription": "Support in May"}}
    of_items(house, group, group)
    [held] = arrived(house)
    assert described(held) == texts
    assert str(held["SubTotal"]) == "20.00"


@pytest.mark.parametrize(
    ("on", "texts"),
    [
        (
            True,
            ["Rimu Cafe", "Work 9001/0", "Subtotal Rimu Cafe: 10.00", "Kauri", "Work 9001/1", "Subtotal Kauri: 5.55"],
        ),
        (False, ["Work 9001/0", "Work 9001/1"]),
    ],
)
def test_each_site_has_its_heading_and_subtotal(house: House, on: bool, texts: list[str]) -> None:
    house.choose(multi_site=on)
    house.company(502, "Kauri")
    of_items(house, {"is": {"companyID": 501}}, {"amount": "5.55", "is": {"companyID": 502}})
    [held] = arrived(house)
    assert described(held) == texts
    assert str(held["SubTotal"]) == "15.55"
    assert house.document(9001).disposition == "done"


@pytest.mark.parametrize(("on", "text"), [(True, "Managed desk"), (False, "Work 9001/0")])
def test_a_recurring_service_goes_by_its_name_alone(house: House, on: bool, text: str) -> None:
    house.choose(hide_service_descriptions=on)
    of_items(house, {"is": {"serviceID": 77, "itemName": "Managed desk"}})
    [held] = arrived(house)
    assert described(held) == [text]


def test_an_adjustment_goes_as_one_piece(house: House) -> None:
    of_items(house, {"is": {"quantity": -3}})
    [held] = arrived(house)
    assert described(held) == ["Work 9001/0 (quantity -3)"]


def test_an_adjustment_stops_where_that_is_turned_off(house: House) -> None:
    house.choose(service_adjustments=False)
    of_items(house, {"is": {"quantity": -3}})
    assert arrived(house) == []
    assert [each.code for each in house.faults()] == ["SERVICE_ADJUSTMENT"]


def worked(house: House) -> None:
    """Invoice 9001 with an hour on a ticket by Mere Ngata, and one on a task of a project."""
    put = house.sandbox.put_rows
    put("autotask.Resources", [{"id": 31, "firstName": "Mere", "lastName": "Ngata", "isActive": True}])
    put(
        "autotask.Tickets",
        [{"id": 71, "ticketNumber": "T2026.0042", "title": "Printer", "createDate": "2026-10-30T21:00:00Z"}],
    )
    shown = {"resourceID": 31, "showOnInvoice": True, "hoursToBill": "1.5", "summaryNotes": "New card"}
    put("autotask.TimeEntries", [{"id": 81, **shown, "ticketID": 71, "dateWorked": "2026-11-02T00:00:00Z"},
                                 {"id": 82, **shown, "taskID": 91, "dateWorked": "2026-11-03T00:00:00Z"}])  # fmt: skip
    of_items(
        house,
        {"is": {"timeEntryID": 81, "ticketID": 71, "itemDate": "2026-11-02T00:00:00Z"}},
        {"is": {"timeEntryID": 82, "taskID": 91, "itemDate": "2026-11-03T00:00:00Z"}},
    )


@pytest.mark.parametrize(
    ("chosen", "texts"),
    [
        ({}, ["Work 9001/0", "Work 9001/1"]),
        ({"line_template": "{date} {description}"}, ["2 Nov 2026 Work 9001/0", "3 Nov 2026 Work 9001/1"]),
        (
            {"line_template": "{date} {description}", "date_shown": "ticket"},
            ["30 Oct 2026 Work 9001/0", "3 Nov 2026 Work 9001/1"],
        ),
        ({"line_template": "{description} ({resource})"}, ["Work 9001/0 (Mere Ngata)", "Work 9001/1"]),
        (
            {"line_template": "{description} ({resource})", "resource_on_tasks": True},
            ["Work 9001/0 (Mere Ngata)", "Work 9001/1 (Mere Ngata)"],
        ),
        (
            {"line_template": "{ticket_number}: {description}\n{time_entries}"},
            ["T2026.0042: Work 9001/0\n2 Nov 2026, 1.5 h: New card", "Work 9001/1"],
        ),
    ],
)
def test_the_template_writes_the_text_of_each_line(house: House, chosen: dict[str, Any], texts: list[str]) -> None:
    worked(house)
    house.choose(**chosen)
    [held] = arrived(house)
    assert described(held) == texts


def test_work_is_read_only_when_the_template_shows_it(house: House) -> None:
    worked(house)
    arrived(house)
    asked = {each["path"].rsplit("/", 2)[-2] for each in house.sandbox.requests() if each["path"].endswith("/query")}
    assert not asked & {"TimeEntries", "Resources", "Tickets"}


@pytest.mark.parametrize(("on", "price"), [(True, ("1250", "0.0425")), (False, ("1", "53.13"))])
def test_a_price_of_four_decimals_arrives_as_one(house: House, on: bool, price: tuple[str, str]) -> None:
    house.choose(four_decimals=on)
    of_items(house, {"amount": "53.13", "is": {"quantity": 1250, "rate": "0.0425"}})
    [held] = arrived(house)
    [line] = held["LineItems"]
    assert (f"{Decimal(line['Quantity']).normalize():f}", f"{Decimal(line['UnitAmount']).normalize():f}") == price
    assert str(held["SubTotal"]) == "53.13"


def taxed(house: House, *amounts: str, tax: str) -> None:
    """Invoice 9001, whose whole tax in Autotask is *tax*; Xero will take 15 % of each line."""
    house.company()
    house.invoice(9001, *amounts, totalTaxValue=tax)


@pytest.mark.parametrize(
    ("guard", "status", "codes"),
    [
        ("off", "AUTHORISED", []),
        ("warn", "AUTHORISED", ["TAX_DIFFERS"]),
        ("draft", "DRAFT", ["TAX_DIFFERS_DRAFT"]),
        ("fault", None, ["TAX_DIFFERS_STOPPED"]),
    ],
)
def test_tax_guard_warns_drafts_or_stops(house: House, guard: str, status: str | None, codes: list[str]) -> None:
    house.choose(tax_guard=guard, import_as="approved_and_sent")
    taxed(house, "100.00", tax="10.00")
    held = arrived(house)
    assert [each["Status"] for each in held] == ([status] if status else [])
    assert [each.code for each in house.faults()] == codes


@pytest.mark.parametrize(("tolerance", "codes"), [("3.00", []), ("1.99", ["TAX_DIFFERS"]), (None, ["TAX_DIFFERS"])])
def test_tax_guard_lets_the_tolerance_pass(house: House, tolerance: str | None, codes: list[str]) -> None:
    house.choose(tax_guard="warn", tolerance=tolerance)
    taxed(house, "100.00", tax="13.00")
    assert len(arrived(house)) == 1
    assert [each.code for each in house.faults()] == codes


@pytest.mark.parametrize(("on", "total", "lines"), [(True, "2.31", 3), (False, "2.30", 2)])
def test_a_rounding_line_closes_a_cent_of_tax(house: House, on: bool, total: str, lines: int) -> None:
    house.choose(rounding_line=on)
    taxed(house, "1.00", "1.00", tax="0.3051")
    [held] = arrived(house)
    assert (str(held["Total"]), len(held["LineItems"])) == (total, lines)
    assert held["LineItems"][-1]["AccountCode"] == ("860" if on else "200")
    assert house.document(9001).disposition == "done"


def test_the_rounding_line_goes_to_the_account_that_was_chosen_without_tax(house: House) -> None:
    house.choose(rounding_line=True, rounding_account="260")
    taxed(house, "1.00", "1.00", tax="0.29")
    [held] = arrived(house)
    line = held["LineItems"][-1]
    assert (line["AccountCode"], line["TaxType"], str(held["Total"])) == ("260", "NONE", "2.29")


def test_a_resync_knows_the_rounding_line_as_ours(house: House) -> None:
    house.choose(rounding_line=True)
    taxed(house, "1.00", "1.00", tax="0.31")
    arrived(house)
    with db.unit_of_work() as session:
        session.get_one(Document, house.document(9001).id).asked = "look"
    house.sweep()
    assert house.document(9001).asked is None
    assert house.faults() == []


@pytest.mark.parametrize(("field", "gone"), [("XeroNoSync", 1), ("Another", 2), ("", 2)])
def test_a_field_of_the_company_keeps_its_invoices_out(house: House, field: str, gone: int) -> None:
    house.choose(skip_udf=field)
    house.company()
    house.company(502, "Kauri", userDefinedFields=[{"name": "XeroNoSync", "value": "Yes"}])
    house.invoice(9001, "10.00")
    house.invoice(9002, "10.00", company=502)
    assert len(arrived(house)) == gone
    assert [each.reason for each in house.documents() if each.disposition == "skipped"] == ["NO_SYNC_FLAG"] * (2 - gone)


def carded(house: House) -> None:
    """Invoice 9001 for a customer whose card in Xero has terms and a tax of its own, and 9002 for a new one."""
    card = {
        "PaymentTerms": {"Sales": {"Day": 45, "Type": "DAYSAFTERBILLDATE"}},
        "AccountsReceivableTaxType": "ZERORATED",
    }
    row = {"ContactID": "6b1f8b1a-0000-4000-8000-000000000001", "Name": "Rimu Cafe", "ContactStatus": "ACTIVE", **card}
    house.sandbox.put_rows("xero.contacts", [row])
    house.company()
    house.company(502, "Kauri")
    house.invoice(9001, "10.00", invoiceDateTime="2026-11-02T00:00:00Z", dueDate="2026-11-30T00:00:00Z")
    house.invoice(9002, "10.00", company=502, invoiceDateTime="2026-11-02T00:00:00Z", dueDate="2026-11-30T00:00:00Z")


@pytest.mark.parametrize(("on", "days"), [(True, ["2026-12-17", "2026-11-30"]), (False, ["2026-11-30", "2026-11-30"])])
def test_the_card_in_xero_sets_the_due_date(house: House, on: bool, days: list[str]) -> None:
    house.choose(due_date_from_card=on)
    carded(house)
    assert [each["DueDate"][:10] for each in sorted(arrived(house), key=lambda each: each["Url"])] == days


@pytest.mark.parametrize(("on", "taxes"), [(True, ["ZERORATED", "OUTPUT2"]), (False, ["OUTPUT2", "OUTPUT2"])])
def test_the_card_in_xero_sets_the_tax(house: House, on: bool, taxes: list[str]) -> None:
    house.choose(tax_from_card=on)
    carded(house)
    held = sorted(arrived(house), key=lambda each: each["Url"])
    assert [each["LineItems"][0]["TaxType"] for each in held] == taxes


def test_cards_are_read_only_when_they_have_a_say(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    arrived(house)
    house.sandbox.forget_requests()
    house.invoice(9002, "10.00")
    house.advance(minutes=2)
    arrived(house)
    assert not [each for each in house.sandbox.requests("xero") if each["path"].endswith("/Contacts")]


@pytest.mark.parametrize(("on", "tax"), [(True, "ZERORATED"), (False, "OUTPUT2")])
def test_region_and_category_choose_the_tax_rate(house: House, on: bool, tax: str) -> None:
    mapped(house, "taxes", "1|domestic", "ZERORATED")
    house.choose(tax_mapping=on)
    of_items(house, {"is": {"taxCategoryID": 1}})
    house.sandbox.put_rows("autotask.Invoices", [{"id": 9001, "taxRegionName": "Domestic"}])
    [held] = arrived(house)
    assert held["LineItems"][0]["TaxType"] == tax


@pytest.mark.parametrize("by", ["code", "territory", "line_of_business"])
def test_a_tracking_option_is_chosen_by_what_was_said(house: House, by: str) -> None:
    mapped(house, "tracking_one", "41", "North Island")
    house.choose(tracking_one=by, tracking_one_category="Region")
    house.company(territoryID=41)
    of_items(house, {"is": {"billingCodeID": 41, "organizationalLevelAssociationID": 41}})
    [held] = arrived(house)
    [tracked] = held["LineItems"][0]["Tracking"]
    assert (tracked["Name"], tracked["Option"]) == ("Region", "North Island")


@pytest.mark.parametrize(("chosen", "gone"), [("default", 1), ("stop", 0)])
def test_a_code_that_is_not_mapped_uses_the_default_or_stops(house: House, chosen: str, gone: int) -> None:
    house.choose(unmapped_code=chosen)
    coded(house, 29682801)
    assert len(arrived(house)) == gone
    assert [each.code for each in house.faults()] == ["ACCOUNT_UNMAPPED"] * (1 - gone)


@pytest.mark.parametrize("on", [True, False])
def test_the_account_number_finds_the_contact(house: House, on: bool) -> None:
    known = "6b1f8b1a-0000-4000-8000-000000000002"
    row = {"ContactID": known, "ContactStatus": "ACTIVE", "AccountNumber": "C-501", "Name": "Rimu as it was called"}
    house.sandbox.put_rows("xero.contacts", [row])
    house.choose(match_by_number=on)
    house.company()
    house.invoice(9001, "10.00")
    [held] = arrived(house)
    assert (held["Contact"]["ContactID"] == known) == on


def peopled(house: House, *positions: str) -> None:
    house.company()
    rows = [
        {"id": 600 + place, "companyID": 501, "firstName": f"P{place}", "lastName": "Rua", "isActive": 1,
         "emailAddress": f"p{place}@rimu.example", "userDefinedFields": [{"name": "Position", "value": position}]}
        for place, position in enumerate(positions)
    ]  # fmt: skip
    house.sandbox.put_rows("autotask.Contacts", rows)
    house.invoice(9001, "10.00")


@pytest.mark.parametrize(("value", "first"), [("Accounts", "P1"), ("Director", "P0")])
def test_the_field_says_who_gets_the_bills(house: House, value: str, first: str) -> None:
    house.choose(billing_contact_value=value)
    peopled(house, "Director", "Accounts")
    arrived(house)
    [contact] = [each for each in house.sandbox.table("xero.contacts") if each["Name"] == "Rimu Cafe"]
    assert contact["FirstName"] == first


def test_two_who_are_marked_stop_the_invoice_and_create_nothing(house: House) -> None:
    peopled(house, "Accounts", "Accounts")
    assert arrived(house) == []
    assert [each.code for each in house.faults()] == ["BILLING_CONTACT_TWICE"]
    assert not [each for each in house.sandbox.table("xero.contacts") if each["Name"] == "Rimu Cafe"]


def test_contacts_are_read_once_for_a_group_however_many_rules_need_them(house: House) -> None:
    house.company()
    house.choose(due_date_from_card=True, tax_from_card=True)
    house.invoice(9001, "10.00")
    house.sandbox.forget_requests()
    house.sweep()
    reads = [each for each in house.sandbox.requests("xero") if each["method"] == "GET" and "Contacts" in each["path"]]
    assert len(reads) == 1


SKIPS: dict[str, tuple[dict[str, Any], str]] = {
    "nil": ({"zero_total": "skip"}, "0.00"),
    "too small": ({"minimum_value": "50"}, "10.00"),
    "kept out by a field": ({}, "10.00"),
}


@pytest.mark.parametrize("why", SKIPS)
def test_what_an_option_left_out_goes_once_a_person_wants_it(house: House, why: str) -> None:
    chosen, amount = SKIPS[why]
    house.company(userDefinedFields=[{"name": "XeroNoSync", "value": "true"}] if why == "kept out by a field" else [])
    house.choose(**chosen)
    house.invoice(9001, amount)
    assert arrived(house) == []
    assert house.document(9001).disposition == "skipped"
    pressed.unskip(house.document(9001).id, None)
    assert len(arrived(house)) == 1


@pytest.mark.parametrize(
    ("more", "said"), [({"isVoided": True}, "voided"), ({"webServiceDate": "2026-11-20T00:00:00Z"}, "clear the date")]
)
def test_what_autotask_leaves_out_says_what_to_do_there(house: House, more: dict[str, Any], said: str) -> None:
    house.company()
    house.invoice(9001, "10.00", **more)
    house.sweep()
    with pytest.raises(pressed.NotNow, match=said):
        pressed.unskip(house.document(9001).id, None)
