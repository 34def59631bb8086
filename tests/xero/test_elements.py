"""Documents are read exactly, whatever Xero leaves out or writes in another form."""

from decimal import Decimal

import pytest

from jobs.xero import elements
from jobs.xero.records import Document

ZERO = "00000000-0000-0000-0000-000000000000"
# As the accounting pages show an answer.
INVOICE = {
    "Type": "ACCREC",
    "InvoiceID": "b2c4d6e8-0000-4000-8000-00000000f001",
    "InvoiceNumber": "AT-10482",
    "Reference": "PO 7781",
    "Url": "https://app.example.com/d/ts-1-invoice-2",
    "Contact": {"ContactID": "c-1", "Name": "Rimu Cafe"},
    "AmountDue": Decimal("1069.98"),
    "AmountPaid": Decimal("0.0"),
    "AmountCredited": 0,
    "SentToContact": False,
    "HasErrors": False,
    "DateString": "2026-11-20T00:00:00",
    "Date": "/Date(1795132800000+0000)/",
    "DueDateString": "2026-12-20T00:00:00",
    "Status": "AUTHORISED",
    "LineItems": [
        {
            "LineItemID": "l-1",
            "Description": "Support",
            "ItemCode": "SVC-L1",
            "Quantity": Decimal("7.25"),
            "UnitAmount": Decimal("128.3333"),
            "LineAmount": Decimal("930.42"),
            "TaxType": "OUTPUT2",
            "TaxAmount": Decimal("139.56"),
            "AccountCode": "200",
        }
    ],
    "SubTotal": Decimal("930.42"),
    "TotalTax": Decimal("139.56"),
    "Total": Decimal("1069.98"),
    "CurrencyCode": "NZD",
    "UpdatedDateUTC": "/Date(1795140000000+0000)/",
    "UpdatedDateUTCString": "2026-11-20T02:00:00Z",
    "StatusAttributeString": "OK",
}


def test_an_invoice_is_read_whole():
    read = elements.document(INVOICE)
    assert (read.id, read.type, read.status, read.number) == (INVOICE["InvoiceID"], "ACCREC", "AUTHORISED", "AT-10482")
    assert (read.contact_id, read.contact_name, read.currency_code) == ("c-1", "Rimu Cafe", "NZD")
    assert (read.date, read.due_date, read.updated_at) == ("2026-11-20", "2026-12-20", "2026-11-20T02:00:00+00:00")
    assert (read.sub_total, read.total_tax, read.total) == (Decimal("930.42"), Decimal("139.56"), Decimal("1069.98"))
    assert (read.amount_due, read.amount_credited, read.sent_to_contact) == (Decimal("1069.98"), Decimal(0), False)
    assert read.lines[0].unit_amount == Decimal("128.3333")
    assert (read.errors, read.warnings) == ((), ())


def test_a_credit_note_is_read_under_its_own_names():
    read = elements.document(
        {"CreditNoteID": "n-1", "CreditNoteNumber": "CN:7", "Type": "ACCRECCREDIT", "RemainingCredit": Decimal("5.5")}
    )
    assert (read.id, read.number, read.amount_due) == ("n-1", "CN:7", Decimal("5.5"))


def test_nothing_but_an_empty_element_is_read_as_nothing():
    assert elements.document({}) == Document(id="", type="", status="")


@pytest.mark.parametrize("nothing", [None, [], {}])
def test_a_null_written_as_an_empty_array_means_nothing(nothing):
    read = elements.document(dict.fromkeys(INVOICE, nothing) | {"ValidationErrors": nothing, "Warnings": nothing})
    assert read == Document(id="", type="", status="")


@pytest.mark.parametrize(
    "words", [{"Message": "Invoice # must be unique."}, {"Description": "Invoice # must be unique."}]
)
def test_a_refused_element_tells_why_in_either_word(words):
    read = elements.document(
        {"InvoiceID": ZERO, "HasErrors": True, "StatusAttributeString": "ERROR", "ValidationErrors": [words]}
    )
    assert (read.id, read.errors) == (ZERO, ("Invoice # must be unique.",))


@pytest.mark.parametrize(
    "mark", [{"HasErrors": True}, {"StatusAttributeString": "ERROR"}, {"HasValidationErrors": True}]
)
def test_an_element_marked_as_wrong_counts_without_a_reason(mark):
    assert elements.document({**INVOICE, **mark}).errors == ("Xero refused it without a reason.",)


def test_warnings_are_read_beside_success():
    read = elements.document({**INVOICE, "StatusAttributeString": "WARNING", "Warnings": [{"Message": "code removed"}]})
    assert (read.errors, read.warnings) == ((), ("code removed",))


def test_an_odd_row_among_errors_does_not_hide_the_others():
    read = elements.document({"ValidationErrors": ["odd", None, {"Message": "first"}, {}]})
    assert read.errors == ("first", "refused without a reason")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-09-14T00:00:00", "2026-09-14"),
        ("2026-09-14", "2026-09-14"),
        ("/Date(1789344000000+0000)/", "2026-09-14"),
        ("/Date(1789344000000)/", "2026-09-14"),
        ("/Date(1789344000000+1300)/", "2026-09-14"),
        ("/Date(-62135596800000)/", "0001-01-01"),
        ("/Date(99999999999999999999)/", None),
        ("soon", None),
        ("", None),
        (None, None),
        ([], None),
    ],
)
def test_a_day_is_read_from_either_form_and_never_moved(written, day):
    assert elements.day(written) == day


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-20T02:00:00Z", "2026-11-20T02:00:00+00:00"),
        ("2026-11-20T02:00:00", "2026-11-20T02:00:00+00:00"),
        ("2026-11-20T02:00:00.1234567", "2026-11-20T02:00:00.123456+00:00"),
        ("/Date(1795140000000+0000)/", "2026-11-20T02:00:00+00:00"),
        ("/Date(99999999999999999999)/", None),
        ("later", None),
        (None, None),
    ],
)
def test_a_moment_is_in_utc_with_or_without_a_z(written, moment):
    assert elements.instant(written) == moment


def test_the_twin_of_a_date_wins_and_the_other_helps_out():
    assert (
        elements.document({"Date": "/Date(1789344000000)/", "DateString": "2026-09-15T00:00:00"}).date == "2026-09-15"
    )
    assert elements.document({"Date": "/Date(1789344000000)/", "DateString": None}).date == "2026-09-14"


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        (5, Decimal(5)),
        (Decimal("5.10"), Decimal("5.10")),
        ("5.10", Decimal("5.10")),
        (True, None),
        ("x", None),
        ([], None),
    ],
)
def test_an_amount_is_exact_or_missing(written, amount):
    assert elements.number(written) == amount


def test_an_envelope_without_the_resource_is_told_apart_from_an_empty_one():
    assert elements.elements("Invoices", {"Invoices": []}) == []
    with pytest.raises(KeyError):
        elements.elements("Invoices", {"Contacts": []})
