"""A button that moves many documents asks the database as often for twenty of them as for two."""

from collections.abc import Callable, Iterable

import pytest
from house import House
from prepared import on_both
from sqlalchemy import select
from statements import statements

from jobs import pressed
from jobs.delivery import settling
from jobs.models import Document, Fault
from jobs.plumbing import db


def waiting(house: House, numbers: Iterable[int]) -> list[int]:
    """Collected invoices that wait, by our own ids."""
    numbers = list(numbers)
    for number in numbers:
        house.invoice(number, "10.00")
    house.advance(seconds=61)
    house.sweep()
    return [house.document(number).id for number in numbers]


def at_a_fault(house: House, ids: Iterable[int]) -> None:
    """As documents whose contact a person must choose."""
    contacts = [{"contact_id": "c1", "name": "Rimu Cafe (old)"}, {"contact_id": "c2", "name": "Rimu Cafe (new)"}]
    with db.unit_of_work() as session:
        for row in settling.load(session, ids).values():
            row.company_name = "Rimu Cafe"
            settling.to_fault(session, row, "CONTACT_AMBIGUOUS", detail={"name": "Rimu Cafe", "contacts": contacts})


def first_fault() -> int:
    with db.reading() as session:
        return session.scalars(select(Fault.id).where(Fault.closed_at.is_(None)).order_by(Fault.id)).first() or 0


PRESSES: dict[str, tuple[bool, Callable[[House, list[int]], int]]] = {
    "already in Xero": (False, lambda _house, ids: pressed.mark_already_in_xero(ids, None)),
    "retry the cause": (True, lambda house, _ids: pressed.retry_cause(house.workspace_id, "CONTACT_AMBIGUOUS", None)),
    "link the contact": (True, lambda _house, _ids: pressed.link_contact(first_fault(), "c2", None)),
}


@on_both
@pytest.mark.parametrize(("faulted", "press"), PRESSES.values(), ids=PRESSES)
def test_twenty_documents_cost_as_many_statements_as_two(
    house: House, faulted: bool, press: Callable[[House, list[int]], int]
) -> None:
    house.company()
    pressed.pause(house.ledger_id, None)
    seen = []
    for numbers in (range(9001, 9003), range(9101, 9121)):
        ids = waiting(house, numbers)
        if faulted:
            at_a_fault(house, ids)
        with statements() as asked:
            moved = press(house, ids)
        assert moved == len(ids)
        seen.append(len([each for each in asked if "contact_links" not in each]))
    assert seen[0] == seen[1]
    ends = {each.disposition for each in house.documents()}
    assert ends <= ({"waiting", "done"} if faulted else {"skipped"})
    assert house.faults() == []


def test_a_fault_that_somebody_else_retried_is_not_retried_twice(house: House) -> None:
    house.company()
    pressed.pause(house.ledger_id, None)
    at_a_fault(house, waiting(house, [9001]))
    fault_id = first_fault()
    pressed.retry_fault(fault_id, None)
    with pytest.raises(pressed.NotNow, match="ended already"):
        pressed.retry_fault(fault_id, None)
    with db.reading() as session:
        assert session.scalars(select(Document.disposition)).all() == ["waiting"]
