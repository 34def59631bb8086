"""A worker killed at every commit and every request of the invoice flow: nothing twice, nothing lost, nothing stuck."""

from collections import Counter
from collections.abc import Callable

import pytest
from crash.matrix import count_points, kill_at
from house import House
from prepared import KINDS, Preparations, Prepared

SLICES = 4
# Once while the first attempt's key still lives at Xero, once long after it has died.
WAITS = (30.0, 600.0)


@pytest.fixture
def ground(request: pytest.FixtureRequest, preparations: Preparations) -> Prepared:
    return preparations.of(request.param)


def work(house: House) -> None:
    """Contacts found and made, invoices, a credit note, a nil total, one voided: every kind of step once."""
    house.sandbox.put_rows("xero.contacts", [{"Name": "Rimu Cafe", "ContactStatus": "ACTIVE"}])
    house.company(501, "Rimu Cafe")
    house.company(502, "Totara Press")
    house.company(503, "Kowhai School")
    house.invoice(9001, "100.00", "45.50", company=501)
    house.invoice(9002, "10.01", company=502)
    house.invoice(9003, "20.02", company=502)
    house.invoice(9004, "-72.10", company=503)
    house.invoice(9005, "0", company=501)
    house.invoice(9006, "55.00", company=501, isVoided=True)


def judge(house: House) -> None:
    """Each once, to the cent, stamped; the voided one nowhere."""
    markers = Counter(each["Url"].rsplit("/", 1)[1] for each in house.xero_invoices())
    assert markers == {f"ts-48211-invoice-{each}": 1 for each in (9001, 9002, 9003, 9005)}
    totals = sorted(float(each["SubTotal"]) for each in house.xero_invoices())
    assert totals == [0.0, 10.01, 20.02, 145.5]
    assert [float(each["SubTotal"]) for each in house.xero_credit_notes()] == [72.1]
    names = Counter(each["Name"] for each in house.sandbox.table("xero.contacts"))
    assert names == {"Rimu Cafe": 1, "Totara Press": 1, "Kowhai School": 1}
    ends = {each.autotask_id: each.disposition for each in house.documents()}
    assert ends == {9001: "done", 9002: "done", 9003: "done", 9004: "done", 9005: "done", 9006: "skipped"}
    assert house.faults() == []
    assert all(house.in_autotask(each)["webServiceDate"] for each in (9001, 9002, 9003, 9004, 9005))
    assert not house.in_autotask(9006).get("webServiceDate")


@pytest.mark.crash
@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(SLICES))
@pytest.mark.parametrize("wait", WAITS)
@pytest.mark.parametrize("ground", KINDS, indirect=True)
def test_a_kill_at_any_boundary_loses_and_doubles_nothing(
    ground: Prepared, wait: float, part: int, record_property: Callable[[str, object], None]
) -> None:
    count = count_points(ground, work)
    points = range(1 + part, count + 1, SLICES)
    for point in points:
        kill_at(ground, point, wait, work, judge)
    record_property("crash points", len(points))
