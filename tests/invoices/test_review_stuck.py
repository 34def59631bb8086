"""Nothing stays stuck, and no innocent document is blamed: slow vendors, whole refusals, what is gone in Autotask."""

from typing import Any

import pytest
from house import House

from jobs.autotask.client import Autotask
from jobs.delivery import looking
from jobs.plumbing.errors import NotFound

PUT = {"vendor": "xero", "method": "PUT", "path": "Invoices"}


def minutes(house: House, count: int) -> None:
    for _ in range(count):
        house.advance(seconds=61)
        house.sweep()


def test_a_refused_request_of_fifty_is_halved_to_the_end(house: House) -> None:
    """Fifty, then halves down to one: each level lets go of its place among the calls under way."""
    house.company()
    for number in range(9001, 9051):
        house.invoice(number, "10.00")
    refusal = {"Type": "ValidationException", "Message": "bad"}
    house.sandbox.trouble(**PUT, what="status", status=400, body=refusal, times=6)
    house.sweep()
    assert sum(each.disposition == "done" for each in house.documents()) == 49


def test_a_silent_request_is_no_death_of_a_worker(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.sandbox.trouble(**PUT, what="drop", times=2)
    house.sweep()
    house.sweep()
    assert house.document(9001).deaths == 0


def test_slow_lists_do_not_lose_the_sweep(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page of the gathering takes 50 seconds; together they outlast the lease, which each call renews."""
    house.company()
    house.invoice(9001, "10.00")
    ask = Autotask._once

    def slow(*given: Any) -> Any:
        house.advance(seconds=50)
        return ask(*given)

    monkeypatch.setattr(Autotask, "_once", slow)
    house.sweep()
    assert len(house.xero_invoices()) == 1
    assert house.document(9001).deaths == 0


def test_what_is_gone_in_autotask_is_a_fault_and_holds_up_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.invoice(9002, "20.00")
    patch = Autotask.patch

    def gone(self: Autotask, entity: str, id: int, **fields: Any) -> None:
        if id == 9001:
            raise NotFound("no such record")
        patch(self, entity, id, **fields)

    monkeypatch.setattr(Autotask, "patch", gone)
    house.sweep()
    assert (house.document(9001).disposition, house.document(9001).reason) == ("fault", "STAMP_REFUSED")
    assert house.document(9002).stamp_seen_at is not None


def test_a_bug_met_while_finding_out_stops_that_request_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.sandbox.trouble(**PUT, what="html")
    house.sweep()

    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(looking, "match_list", broken)
    house.invoice(9002, "20.00")
    minutes(house, 3)
    assert house.document(9002).disposition == "done"
    assert (house.document(9001).disposition, house.document(9001).reason) == ("fault", "OUR_BUG")
    monkeypatch.undo()
    minutes(house, 40)
    assert house.document(9001).disposition == "done"
    assert len(house.xero_invoices()) == 2


def test_a_look_that_xero_does_not_answer_is_repeated_each_minute_and_not_at_once(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00")
    house.sandbox.trouble(**PUT, what="html")
    house.sweep()
    house.sandbox.trouble(vendor="xero", method="GET", path="Invoices", what="status", status=503, times=None)
    house.advance(seconds=5)
    house.sandbox.forget_requests()
    house.sweep(5, apart=6.0)
    assert sum("Invoices" in each["path"] for each in house.sandbox.requests() if each["status"] == 503) == 1


def test_an_invoice_of_impossible_size_keeps_no_other_from_being_collected(house: House) -> None:
    house.company()
    house.invoice(9001, "10.00", total="123456789012345678901")
    house.invoice(9002, "20.00")
    house.sweep()
    assert house.document(9002).disposition == "done"
    house.advance(minutes=12)
    house.sweep()
    assert house.document(9001).disposition == "fault"
