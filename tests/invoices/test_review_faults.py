"""A fault ends with its cause, retry never sends again, and an open question stays open."""

from typing import Any

import pytest
from house import House

from jobs import pressed, schedule

PUT = {"vendor": "xero", "method": "PUT", "path": "Invoices"}
PUT_NOTE = {"vendor": "xero", "method": "PUT", "path": "CreditNotes"}


def in_question(house: House) -> None:
    """A credit note that Xero may have: two look like it."""
    house.company()
    house.invoice(9001, "-10.00")
    house.sandbox.trouble(**PUT_NOTE, what="html")
    house.sweep()
    (ours,) = house.xero_credit_notes()
    twin = {"CreditNoteID": "00000000-0000-4000-8000-000000000001", "CreditNoteNumber": "CN-TWIN"}
    house.sandbox.put_rows("xero.credit_notes", [{**ours, **twin}])
    house.advance(seconds=61)
    house.sweep()
    assert house.document(9001).reason == "XERO_MAY_HAVE_IT"


def change(house: House, **values: Any) -> None:
    house.sandbox.put_rows("autotask.Invoices", [{**house.in_autotask(9001), **values}])


def test_a_void_ends_the_faults_of_what_xero_does_not_have(house: House) -> None:
    house.company()
    house.choose(default_sales_account="999")
    house.invoice(9001, "10.00")
    house.sweep()
    assert house.document(9001).disposition == "fault"
    change(house, isVoided=True)
    house.advance(minutes=2)
    house.sweep()
    assert (house.document(9001).disposition, house.document(9001).reason) == ("skipped", "VOIDED")
    assert house.faults() == []


def test_a_void_does_not_take_an_open_question_away(house: House) -> None:
    in_question(house)
    change(house, isVoided=True)
    house.advance(minutes=2)
    house.sweep()
    assert house.document(9001).reason == "XERO_MAY_HAVE_IT"


def test_what_xero_may_have_is_not_marked_as_there_before_the_question_is_answered(house: House) -> None:
    in_question(house)
    assert pressed.mark_already_in_xero([house.document(9001).id], None) == 0
    assert house.document(9001).reason == "XERO_MAY_HAVE_IT"


@pytest.mark.parametrize(
    ("net", "status", "left"), [(10, "AUTHORISED", []), (9, "VOIDED", ["NET_DIFFERS", "XERO_CHANGED"])]
)
def test_retry_of_what_xero_has_compares_again_and_makes_no_second(
    house: House, net: int, status: str, left: list[str]
) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.sandbox.trouble(**PUT, what="html")
    house.sweep()
    (made,) = house.xero_invoices()
    house.sandbox.put_rows("xero.invoices", [{**made, "SubTotal": 9}])
    house.advance(seconds=61)
    house.sweep()
    (fault,) = house.faults()
    assert fault.code == "NET_DIFFERS"
    house.sandbox.put_rows("xero.invoices", [{**made, "SubTotal": net, "Status": status}])
    pressed.retry_fault(fault.id, None)
    house.sweep(2, apart=61)
    assert [each.code for each in house.faults()] == left
    assert len(house.xero_invoices()) == 1


def test_an_hour_of_silence_is_told_though_other_sweeps_had_nothing_to_ask(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.sandbox.trouble(vendor="xero", method="GET", path="Contacts", what="status", status=503, times=None)
    for _ in range(10):
        house.sweep()
        house.advance(seconds=10)
        house.sweep()  # the row waits its minute: Xero is not asked
        house.advance(minutes=8)
    assert [each.code for each in house.faults()] == ["XERO_UNREACHABLE"]


def test_a_silent_vendor_is_not_asked_every_few_seconds(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.sandbox.trouble(vendor="autotask", what="status", status=503, times=None)
    house.sweep()
    house.advance(seconds=10)
    assert schedule.due_workspaces() == []
    house.advance(seconds=55)
    assert schedule.due_workspaces() != []
