"""While nothing is sent: whom each invoice is for, and which of them Xero has from before us."""

from typing import Any

import pytest
from house import House

from jobs import pressed
from jobs.models import Ledger
from jobs.plumbing import clock, db


@pytest.fixture(autouse=True)
def _never_activated(house: House) -> None:
    with db.unit_of_work() as session:
        ledger = session.get_one(Ledger, house.ledger_id)
        ledger.state, ledger.activated_at = "paused", None
    house.company(name="Rimu Cafe")


def typed_by_hand(house: House, net: str, **more: Any) -> None:
    """An invoice that the bookkeeper, or the product before us, has put into Xero."""
    row = {
        "InvoiceNumber": "INV-0042", "Type": "ACCREC", "Status": "AUTHORISED", "Url": None,
        "Contact": {"ContactID": "c-1", "Name": "RIMU  Cafe"}, "Date": f"{clock.now():%Y-%m-%d}",
        "SubTotal": net, "Total": float(net) * 1.15, "CurrencyCode": "NZD", "LineItems": [],
    }  # fmt: skip
    house.sandbox.put_rows("xero.invoices", [{**row, **more}])


def test_rows_of_a_paused_ledger_say_whom_they_are_for_and_in_which_currency(house: House) -> None:
    house.company(502, "Kauri Dental", currencyID=2)
    house.invoice(9001, "10.00")
    house.invoice(9002, "20.00", company=502)
    house.sweep()
    assert [(each.company_name, each.currency) for each in house.documents()] == [
        ("Rimu Cafe", "NZD"),
        ("Kauri Dental", "USD"),
    ]
    assert {each.disposition for each in house.documents()} == {"waiting"}


def test_an_invoice_with_the_same_customer_day_and_total_is_noticed(house: House) -> None:
    typed_by_hand(house, "100.00")
    house.invoice(9001, "100.00")
    house.invoice(9002, "100.01")
    house.sweep()
    assert [each.lookalike for each in house.documents()] == ["INV-0042", None]


@pytest.mark.parametrize(
    "other",
    [
        {"Contact": {"ContactID": "c-2", "Name": "Somebody else"}},
        {"Date": "2026-01-01"},
        {"Type": "ACCPAY"},
        {"Status": "VOIDED"},
        {"Url": "http://localhost:8000/d/ts-48211-invoice-8000"},
    ],
)
def test_what_differs_is_void_or_is_ours_is_no_likeness(house: House, other: dict[str, Any]) -> None:
    typed_by_hand(house, "100.00", **other)
    house.invoice(9001, "100.00")
    house.sweep()
    assert house.document(9001).lookalike is None


def test_xero_is_listed_only_when_there_are_new_rows_and_not_once_activated(house: House) -> None:
    house.invoice(9001, "100.00")
    house.sweep()
    typed_by_hand(house, "50.00")
    house.sweep(2, apart=61)
    pressed.activate(house.ledger_id, None)
    pressed.pause(house.ledger_id, None)
    house.invoice(9002, "50.00")
    house.advance(seconds=61)
    house.sweep()
    later = house.document(9002)
    assert (later.company_name, later.lookalike) == ("Rimu Cafe", None)
