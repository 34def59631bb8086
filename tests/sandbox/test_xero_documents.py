"""What the imitated Xero makes of invoices, bills and credit notes, and what it refuses."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xero_caller import XeroCaller

from jobs.sandbox import wire
from jobs.sandbox.seed_xero import HARBOURLINE

ZERO = "00000000-0000-0000-0000-000000000000"
CONTACT = "6a1b0c7e-0000-4000-8000-00000000c001"
ARCHIVED = "6a1b0c7e-0000-4000-8000-00000000c002"
UNIQUE = "Invoice # must be unique."
NOT_VALID = "Invoice not of valid status for modification"


@pytest.fixture(autouse=True)
def contacts(xero: XeroCaller) -> None:
    for name, contact_id, status in (("Rimu Cafe", CONTACT, "ACTIVE"), ("Old Mill", ARCHIVED, "ARCHIVED")):
        xero.world.table("xero.contacts")[contact_id] = {
            "ContactID": contact_id,
            "TenantID": HARBOURLINE,
            "Name": name,
            "ContactStatus": status,
            "UpdatedDateUTC": xero.world.now_text(),
        }


def line(amount: str = "100", quantity: str = "1", **more: Any) -> dict[str, Any]:
    return {
        "Description": "Support",
        "Quantity": Decimal(quantity),
        "UnitAmount": Decimal(amount),
        "AccountCode": "200",
        **more,
    }


def invoice(number: str | None = "HL-1", *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    whole = {
        "Type": "ACCREC",
        "Contact": {"ContactID": CONTACT},
        "InvoiceNumber": number,
        "Date": "2026-11-20",
        "DueDate": "2026-12-20",
        "Status": "AUTHORISED",
        "LineItems": list(lines or [line()]),
        **more,
    }
    return {name: value for name, value in whole.items() if value is not None}


def test_what_is_said_of_a_contact_besides_its_id_changes_the_contact(xero: XeroCaller) -> None:
    (made,) = xero.put("Invoices", invoice(Contact={"ContactID": CONTACT, "Name": "Rimu Cafe Ltd"}))
    assert xero.world.table("xero.contacts")[CONTACT]["Name"] == "Rimu Cafe Ltd"
    more = {"InvoiceID": made["InvoiceID"], "Contact": {"ContactID": CONTACT, "ContactNumber": "C-9"}}
    assert xero.errors("Invoices", more, method="POST") == []
    assert xero.world.table("xero.contacts")[CONTACT]["ContactNumber"] == "C-9"


def note(number: str | None = "CN-1", **more: Any) -> dict[str, Any]:
    whole = invoice(None, **more)
    del whole["DueDate"]
    kind = more.get("Type", "ACCRECCREDIT")
    return {**whole, "Type": kind, **({"CreditNoteNumber": number} if number else {})}


def made(xero: XeroCaller, element: dict[str, Any], query: str = "summarizeErrors=false") -> dict[str, Any]:
    resource = "CreditNotes" if element["Type"].endswith("CREDIT") else "Invoices"
    (found,) = xero.put(resource, element, query=query)
    assert not found["HasErrors"], found
    return dict(found)


def stored(xero: XeroCaller) -> list[dict[str, Any]]:
    return list(xero.world.table("xero.invoices").values())


# Amounts


def test_an_invoice_comes_back_with_its_totals(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1", line("128.33", "7.25"), line("10")))
    assert found["SubTotal"] == Decimal("940.39")
    assert found["TotalTax"] == Decimal("141.06")
    assert found["Total"] == found["AmountDue"] == Decimal("1081.45")
    assert found["StatusAttributeString"] == "OK"
    assert found["DateString"] == "2026-11-20T00:00:00"
    assert found["Date"] == "/Date(1795132800000+0000)/"
    assert found["LineItems"][0]["TaxType"] == "OUTPUT2"
    assert found["LineItems"][0]["LineItemID"]


def test_tax_is_rounded_line_by_line_and_then_summed(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1", *[line("0.10")] * 3))
    assert found["TotalTax"] == Decimal("0.06")  # of the whole it would be 0.05


def test_half_a_cent_goes_away_from_zero(xero: XeroCaller) -> None:
    up, down = made(xero, invoice("HL-1", line("0.10"), line("-0.10"), line("5")))["LineItems"][:2]
    assert up["TaxAmount"] == Decimal("0.02")
    assert down["TaxAmount"] == Decimal("-0.02")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(st.tuples(st.decimals(0, 999, places=2), st.decimals(0, 99, places=4)), min_size=1, max_size=8))
def test_net_and_tax_always_sum_to_the_total(xero: XeroCaller, amounts: list[tuple[Decimal, Decimal]]) -> None:
    xero.world.table("xero.windows").clear()
    lines = [line(str(price), str(quantity)) for price, quantity in amounts]
    found = made(xero, invoice(None, *lines))
    assert found["SubTotal"] == sum(each["LineAmount"] for each in found["LineItems"])
    assert found["TotalTax"] == sum(each["TaxAmount"] for each in found["LineItems"])
    assert found["Total"] == found["SubTotal"] + found["TotalTax"]


def test_prices_are_cut_to_two_decimals_before_multiplying(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1", line("0.1049", "100")))
    assert found["SubTotal"] == Decimal("10.00")


def test_four_decimals_are_kept_when_asked_for(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1", line("0.1049", "100")), "summarizeErrors=false&unitdp=4")
    assert found["SubTotal"] == Decimal("10.49")
    assert found["LineItems"][0]["UnitAmount"] == Decimal("0.1049")


def test_four_decimals_are_shown_only_when_asked_for(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1", line("1.2345", "10")), query="summarizeErrors=false&unitdp=4")
    path = f"Invoices/{found['InvoiceID']}"
    (short,), (whole,) = (xero.ask("GET", path, query=query)["Invoices"] for query in ("", "unitdp=4"))
    assert short["LineItems"][0]["UnitAmount"] == Decimal("1.23")
    assert whole["LineItems"][0]["UnitAmount"] == Decimal("1.2345")
    assert short["Total"] == whole["Total"]


def test_a_compound_rate_is_taken_on_price_and_other_taxes(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1", line("100", TaxType="TAX001")))
    assert found["TotalTax"] == Decimal("17.30")


def test_a_sales_document_without_a_theme_gets_the_usual_one(xero: XeroCaller) -> None:
    themes = {each["Name"]: each["BrandingThemeID"] for each in xero.ask("GET", "BrandingThemes")["BrandingThemes"]}
    blue = themes["Harbourline blue"]
    assert made(xero, invoice("HL-1"))["BrandingThemeID"] == themes["Standard"]
    assert made(xero, invoice("HL-2", BrandingThemeID=blue))["BrandingThemeID"] == blue
    assert "BrandingThemeID" not in made(xero, invoice("B-1", Type="ACCPAY"))
    assert xero.errors("Invoices", invoice("HL-3", BrandingThemeID=ZERO))


@pytest.mark.parametrize(
    ("tracking", "kept"),
    [
        ([{"Name": "Department", "Option": "Support"}], True),
        ([{"Name": "Department", "Option": "Support"}, {"Name": "Region", "Option": "Overseas"}], True),
        ([{"Name": "Department", "Option": "Consulting"}], False),
        ([{"Name": "Department", "Option": "Sales"}], False),
        ([{"Name": "Branch", "Option": "Wellington"}], False),
        ([{"Name": "Support"}], False),
        ([{"Name": "Department", "Option": "Support"}] * 3, False),
    ],
)
def test_a_line_is_tracked_by_options_that_are_in_use(xero: XeroCaller, tracking: list[Any], kept: bool) -> None:
    wrong = xero.errors("Invoices", invoice("HL-1", line(Tracking=tracking)))
    assert (wrong == []) is kept
    if kept:
        (shown,) = xero.ask("GET", "Invoices/HL-1")["Invoices"]
        assert [each["Option"] for each in shown["LineItems"][0]["Tracking"]] == [each["Option"] for each in tracking]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("OUTPUT", "The TaxType code 'OUTPUT' does not exist or is not active."),
        ("INPUT2", "The TaxType code 'INPUT2' cannot be used with account code '200'."),
    ],
)
def test_a_tax_must_be_in_use_and_fit_its_account(xero: XeroCaller, code: str, said: str) -> None:
    assert xero.errors("Invoices", invoice("HL-1", line(TaxType=code))) == [said]


def test_amounts_that_include_tax_are_split(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1", line("115"), LineAmountTypes="Inclusive"))
    assert (found["SubTotal"], found["TotalTax"], found["Total"]) == (100, 15, 115)


def test_documents_without_tax_have_none(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1", line("115"), LineAmountTypes="NoTax"))
    assert (found["TotalTax"], found["Total"]) == (0, 115)


def test_a_line_may_be_text_alone(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1", line(), {"Description": "Covers tickets T1 to T3"}))
    assert found["Total"] == 115


def test_a_sent_total_that_is_wrong_is_ignored(xero: XeroCaller) -> None:
    assert made(xero, invoice("HL-1", Total=Decimal(1)))["Total"] == 115


# Refusals of one element


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"DueDate": None}, "The document DueDate field must be specified."),
        ({"LineItems": []}, "One or more line items must be specified"),
        ({"Contact": None}, "A Contact must be specified for this type of transaction"),
        ({"Status": "PAID"}, "Invoice not of valid status for creation"),
        ({"Status": "VOIDED"}, "Invoice not of valid status for creation"),
        ({"CurrencyCode": "EUR"}, "Organisation is not subscribed to currency EUR"),
        (
            {"Contact": {"ContactID": ARCHIVED}},
            "The contact with the specified contact details has been archived. "
            "The contact must be un-archived before creating new invoices or credit notes.",
        ),
        ({"LineItems": [line(AccountCode="999")]}, "Account code '999' is not a valid code for this document."),
        ({"LineItems": [line(AccountCode="820")]}, "Account code '820' is not a valid code for this document."),
        (
            {"LineItems": [line(AccountCode="220")]},
            "Account code '220' has been archived, or has been deleted. Each line item must reference a valid account.",
        ),
        ({"LineItems": [{**line(), "AccountCode": None}]}, "Account code must be specified"),
        (
            {"LineItems": [line(TaxType="INPUT2")]},
            "The TaxType code 'INPUT2' cannot be used with account code '200'.",
        ),
        (
            {"LineItems": [line("5", "-2")]},
            "The quantity value '-2.0000' is invalid. Quantity must not be less than zero.",
        ),
        ({"LineItems": [line("-5")]}, "The Total for this document must be greater than or equal to zero."),
    ],
)
def test_xeros_own_words(xero: XeroCaller, change: dict[str, Any], said: str) -> None:
    assert said in xero.errors("Invoices", invoice(**change))
    assert stored(xero) == []


@pytest.mark.parametrize(
    "change",
    [
        {"Reference": "x" * 256},
        {"InvoiceNumber": "x" * 256},
        {"InvoiceNumber": "HL–1"},
        {"LineItems": [line(Description="x" * 4001)]},
        {"Url": "https://xero.example.com/1"},
        {"Url": "not an address"},
        {"Contact": {"ContactID": "11111111-0000-4000-8000-000000000000"}},
        {"LineItems": [line(TaxType="NOSUCH")]},
        {"LineItems": [line(Tracking=[{"Name": "Region", "Option": "North"}])]},
    ],
)
def test_what_cannot_be_kept_is_an_error_of_the_element(xero: XeroCaller, change: dict[str, Any]) -> None:
    assert xero.errors("Invoices", invoice(**change))
    assert stored(xero) == []


def test_a_draft_needs_neither_due_date_nor_account(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1", {**line(), "AccountCode": None}, Status="DRAFT", DueDate=None))
    assert found["Status"] == "DRAFT"


@pytest.mark.parametrize(("name", "said"), [("PeriodLockDate", "period lock"), ("EndOfYearLockDate", "end of year")])
def test_locked_periods_take_no_documents(xero: XeroCaller, name: str, said: str) -> None:
    xero.world.table("xero.organisations").change(HARBOURLINE, **{name: "2026-11-20"})
    (wrong,) = xero.errors("Invoices", invoice())
    assert wrong.startswith(f"The document date cannot be before the {said}")
    assert made(xero, invoice(Date="2026-11-21"))


# Refusals of the whole request


@pytest.mark.parametrize(
    "change",
    [
        {"Colour": "blue"},
        {"Contact": {"ContactID": CONTACT, "Colour": "blue"}},
        {"LineItems": [line(Colour="blue")]},
        {"LineItems": [line(Quantity="2")]},
        {"LineItems": {}},
        {"Date": "20 November"},
        {"Type": "INVOICE"},
        {"SentToContact": "yes"},
        {"Reference": 7},
        {"LineItems": [line(Description="bell \x07")]},
    ],
)
def test_strangers_and_wrong_types_refuse_the_whole_request(xero: XeroCaller, change: dict[str, Any]) -> None:
    body = {"Invoices": [invoice("HL-1"), invoice("HL-2", **change)]}
    assert xero.call("PUT", "Invoices", body, query="summarizeErrors=false").status == 400
    assert stored(xero) == []


@pytest.mark.parametrize("body", [b"", b"{", b"<xml/>", b"[]", b'{"Invoices":[]}', b'{"Other":[{}]}'])
def test_bodies_that_cannot_be_read_are_refused(xero: XeroCaller, body: bytes) -> None:
    assert xero.call("PUT", "Invoices", body).status == 400


def test_bodies_must_say_that_they_are_json(xero: XeroCaller) -> None:
    reply = xero.call("PUT", "Invoices", {"Invoices": [invoice()]}, content_type="text/plain")
    assert reply.status == 400


# Batches


def test_by_default_one_bad_element_saves_nothing(xero: XeroCaller) -> None:
    reply = xero.call("PUT", "Invoices", {"Invoices": [invoice("HL-1"), invoice("HL-2", DueDate=None)]})
    told = wire.decode(reply.body)
    assert (reply.status, told["ErrorNumber"], told["Type"]) == (400, 10, "ValidationException")
    assert told["Message"] == "A validation exception occurred"
    (element,) = told["Elements"]
    assert element["InvoiceNumber"] == "HL-2"
    assert element["ValidationErrors"] == [{"Message": "The document DueDate field must be specified."}]
    assert stored(xero) == []


def test_each_element_succeeds_or_fails_alone_when_asked(xero: XeroCaller) -> None:
    good, bad, last = xero.put("Invoices", invoice("HL-1"), invoice("HL-2", DueDate=None), invoice("HL-3"))
    assert [each["StatusAttributeString"] for each in (good, bad, last)] == ["OK", "ERROR", "OK"]
    assert bad["InvoiceID"] == ZERO
    assert bad["HasErrors"]
    assert [each["InvoiceNumber"] for each in stored(xero)] == ["HL-1", "HL-3"]


def test_a_refused_element_echoes_what_was_sent(xero: XeroCaller) -> None:
    sent = invoice("HL-1", DueDate=None, Url="https://example.com/1", Reference="PO 7")
    (found,) = xero.put("Invoices", sent)
    assert (found["Url"], found["Reference"]) == ("https://example.com/1", "PO 7")


def test_a_switch_leaves_the_url_out_of_the_echo(xero: XeroCaller) -> None:
    xero.world.set("xero", echo_url=False)
    (found,) = xero.put("Invoices", invoice("HL-1", DueDate=None, Url="https://example.com/1"))
    assert "Url" not in found


def test_a_bare_element_needs_no_envelope(xero: XeroCaller) -> None:
    assert xero.ask("PUT", "Invoices", invoice())["Invoices"][0]["InvoiceNumber"] == "HL-1"


# Numbers


@pytest.mark.parametrize("again", ["HL-1", "hl-1", " HL-1 "])
def test_a_sales_number_is_used_once(xero: XeroCaller, again: str) -> None:
    made(xero, invoice("HL-1"))
    assert xero.errors("Invoices", invoice(again)) == [UNIQUE]
    assert len(stored(xero)) == 1


def test_the_second_of_two_equal_numbers_in_one_request_is_refused(xero: XeroCaller) -> None:
    first, second = xero.put("Invoices", invoice("HL-1"), invoice("HL-1"))
    assert first["StatusAttributeString"] == "OK"
    assert second["ValidationErrors"] == [{"Message": UNIQUE}]


def test_numbers_of_voided_invoices_stay_taken(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1"))
    xero.ask("POST", f"Invoices/{found['InvoiceID']}", {"InvoiceID": found["InvoiceID"], "Status": "VOIDED"})
    assert xero.errors("Invoices", invoice("HL-1")) == [UNIQUE]


def test_bills_may_share_a_number_and_keep_no_reference(xero: XeroCaller) -> None:
    bill = invoice("S-1", line(AccountCode="429"), Type="ACCPAY", Reference="PO")
    made(xero, bill)
    assert "Reference" not in made(xero, bill)
    assert len(stored(xero)) == 2


def test_without_a_number_xero_counts_on(xero: XeroCaller) -> None:
    first, second = made(xero, invoice(None)), made(xero, invoice(None))
    assert first["InvoiceNumber"] != second["InvoiceNumber"]


def test_a_credit_note_has_a_number_of_its_own_kind(xero: XeroCaller) -> None:
    found = made(xero, note())
    assert found["RemainingCredit"] == found["Total"] == 115
    assert xero.errors("CreditNotes", note())
    assert made(xero, note(Type="ACCPAYCREDIT", LineItems=[line(AccountCode="429")]))
    assert made(xero, note(Type="ACCPAYCREDIT", LineItems=[line(AccountCode="429")]))


def test_a_credit_note_has_no_url(xero: XeroCaller) -> None:
    body = {"CreditNotes": [note(Url="https://example.com/1")]}
    assert xero.call("PUT", "CreditNotes", body, query="summarizeErrors=false").status == 400


# Changes


def test_posting_a_used_number_without_an_id_overwrites(xero: XeroCaller) -> None:
    first = made(xero, invoice("HL-1"))
    (second,) = xero.ask("POST", "Invoices", {"Invoices": [invoice("HL-1", line("7"))]})["Invoices"]
    assert second["InvoiceID"] == first["InvoiceID"]
    assert second["SubTotal"] == 7


def test_leaving_lines_out_keeps_them(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1"))
    body = {"InvoiceID": found["InvoiceID"], "Reference": "PO 9"}
    (changed,) = xero.ask("POST", f"Invoices/{found['InvoiceID']}", body)["Invoices"]
    assert (changed["Reference"], changed["Total"]) == ("PO 9", 115)


def test_sent_lines_replace_those_that_are_there(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1", line("1"), line("2")))
    kept = {"LineItemID": found["LineItems"][0]["LineItemID"], "Description": "Renamed"}
    body = {"InvoiceID": found["InvoiceID"], "LineItems": [kept, line("5")]}
    (changed,) = xero.ask("POST", "Invoices", {"Invoices": [body]})["Invoices"]
    assert [(each["Description"], each["LineAmount"]) for each in changed["LineItems"]] == [
        ("Renamed", 1),
        ("Support", 5),
    ]
    assert changed["LineItems"][0]["LineItemID"] == kept["LineItemID"]


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ("DRAFT", "SUBMITTED", True),
        ("DRAFT", "AUTHORISED", True),
        ("DRAFT", "DELETED", True),
        ("DRAFT", "VOIDED", False),
        ("SUBMITTED", "DRAFT", True),
        ("SUBMITTED", "DELETED", True),
        ("AUTHORISED", "VOIDED", True),
        ("AUTHORISED", "DELETED", False),
        ("AUTHORISED", "DRAFT", False),
        ("AUTHORISED", "PAID", False),
    ],
)
def test_statuses_change_only_as_xero_allows(xero: XeroCaller, before: str, after: str, allowed: bool) -> None:
    found = made(xero, invoice("HL-1", Status=before))
    wrong = xero.errors("Invoices", {"InvoiceID": found["InvoiceID"], "Status": after}, method="POST")
    assert (wrong == []) is allowed
    assert stored(xero)[0]["Status"] == (after if allowed else before)


def test_a_refused_change_echoes_what_was_asked(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1"))
    body = {"Invoices": [{"InvoiceID": found["InvoiceID"], "Status": "DELETED"}]}
    (told,) = xero.ask("POST", "Invoices", body, query="summarizeErrors=false")["Invoices"]
    assert told["Status"] == "DELETED"
    assert told["ValidationErrors"] == [{"Message": NOT_VALID}]
    assert stored(xero)[0]["Status"] == "AUTHORISED"


def test_voided_is_the_end(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1"))
    for status in ("VOIDED", "AUTHORISED"):
        wrong = xero.errors("Invoices", {"InvoiceID": found["InvoiceID"], "Status": status}, method="POST")
    assert wrong == [NOT_VALID]


def test_updating_an_unknown_id_is_not_found(xero: XeroCaller) -> None:
    body = {"Invoices": [{"InvoiceID": CONTACT, "Reference": "x"}]}
    reply = xero.call("POST", "Invoices", body, query="summarizeErrors=false")
    assert reply.status == 404
    assert dict(reply.headers)["Content-Type"].startswith("text/html")


# Money


def paid(xero: XeroCaller, invoice_id: str, amount: str) -> Any:
    bank = next(each for each in xero.world.table("xero.accounts").values() if each["Type"] == "BANK")
    body = {
        "Invoice": {"InvoiceID": invoice_id},
        "Account": {"AccountID": bank["AccountID"]},
        "Date": "2026-11-25",
        "Amount": Decimal(amount),
    }
    return xero.call("PUT", "Payments", body)


def test_a_full_payment_makes_paid_and_its_removal_approved_again(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1"))
    (payment,) = wire.decode(paid(xero, found["InvoiceID"], "115").body)["Payments"]
    (row,) = stored(xero)
    assert (row["Status"], row["AmountDue"], row["AmountPaid"]) == ("PAID", 0, 115)
    (shown,) = xero.ask("GET", f"Invoices/{found['InvoiceID']}")["Invoices"]
    assert shown["Payments"][0]["PaymentID"] == payment["PaymentID"]
    assert shown["FullyPaidOnDate"]
    xero.ask("POST", f"Payments/{payment['PaymentID']}", {"Status": "DELETED"})
    (row,) = stored(xero)
    assert (row["Status"], row["AmountDue"]) == ("AUTHORISED", 115)


def test_nobody_pays_more_than_is_due(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1"))
    reply = paid(xero, found["InvoiceID"], "115.01")
    assert reply.status == 400
    assert b"Payment amount exceeds the amount outstanding on this document" in reply.body


def test_drafts_take_no_payments(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1", Status="DRAFT"))
    assert b"Payments can only be made against Authorised documents" in paid(xero, found["InvoiceID"], "1").body


def test_paid_invoices_are_neither_voided_nor_changed_in_amount(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1"))
    paid(xero, found["InvoiceID"], "15")
    void = xero.errors("Invoices", {"InvoiceID": found["InvoiceID"], "Status": "VOIDED"}, method="POST")
    lines = xero.errors("Invoices", {"InvoiceID": found["InvoiceID"], "LineItems": [line("1")]}, method="POST")
    assert void
    assert lines == ["This document cannot be edited as it has a payment or credit note allocated to it."]
    assert not xero.errors("Invoices", {"InvoiceID": found["InvoiceID"], "Reference": "PO"}, method="POST")


# History


def test_history_is_added_and_listed(xero: XeroCaller) -> None:
    found = made(xero, invoice("HL-1"))
    path = f"Invoices/{found['InvoiceID']}/History"
    xero.ask("PUT", path, {"HistoryRecords": [{"Details": "Sent by Tallystick"}]})
    assert any(each["Details"] == "Sent by Tallystick" for each in xero.ask("GET", path)["HistoryRecords"])
    assert xero.call("PUT", f"Invoices/{CONTACT}/History", {"HistoryRecords": [{"Details": "x"}]}).status == 400
