"""What a person presses and what a sweep writes down lock the same rows in the same order: neither ends the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from house import House
from prepared import on_both
from sqlalchemy import select

from jobs import pressed
from jobs.delivery import members, outbox
from jobs.invoices import taking
from jobs.models import Batch, Document
from jobs.plumbing import clock, db
from jobs.pressed import resyncing, retrying

PRESSES: dict[str, Callable[[House], Any]] = {
    "answering": lambda house: pressed.choose_candidate(house.document(9001).id, None, None),
    "retrying one": lambda house: pressed.retry_fault(house.faults()[0].id, None),
    "retrying a cause": lambda house: pressed.retry_cause(house.workspace_id, "XERO_MAY_HAVE_IT", None),
}


def silent(house: House) -> tuple[int, str]:
    """Two credit notes in a request without an answer, each with look-alikes; the batch, and a claim on it."""
    house.company()
    house.invoice(9001, "-10.00")
    house.invoice(9002, "-20.00")
    house.sandbox.trouble(vendor="xero", method="PUT", path="CreditNotes", what="html")
    house.sweep()
    with db.reading() as session:
        batch_id = session.scalars(select(Batch.id).where(Batch.state == "open")).one()
    token = outbox.claim_again(batch_id)
    assert token is not None
    with db.unit_of_work() as session:
        held = members.hold(session, batch_id, token)
        assert held is not None
        for member in held.members:
            members.doubt(session, held, member, [])
    return batch_id, token


def write_down(batch_id: int, token: str, begun: Event) -> None:
    """What a sweep does when it settles a batch: the last document first, to meet whoever comes the other way."""
    begun.set()
    with db.unit_of_work() as session:
        held = members.hold(session, batch_id, token)
        assert held is not None
        for document in sorted(held.documents.values(), key=lambda each: -each.id):
            document.changed_at = clock.now()
            session.flush()


@on_both
@pytest.mark.parametrize("press", PRESSES.values(), ids=PRESSES)
def test_a_press_and_a_sweep_that_settles_never_wait_for_each_other(
    house: House, press: Callable[[House], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id, token = silent(house)
    held, begun = Event(), Event()

    def slowed(step: Callable[..., Any]) -> Callable[..., Any]:
        def slowly(*given: Any) -> Any:
            found = step(*given)
            held.set()
            assert begun.wait(10)
            Event().wait(0.3)  # the sweep is at its locks by now
            return found

        return slowly

    # The last step before the request is touched: its documents are locked.
    monkeypatch.setattr(resyncing, "locked", slowed(resyncing.locked))
    monkeypatch.setattr(retrying, "in_doubt_among", slowed(retrying.in_doubt_among))
    with ThreadPoolExecutor(2) as two:
        pressing = two.submit(press, house)
        assert held.wait(10)
        two.submit(write_down, batch_id, token, begun).result(30)
        pressing.result(30)


@on_both
@pytest.mark.parametrize("ending", ["put back", "let go", "buried"])
def test_a_sweep_that_lets_go_holds_its_rows_in_the_order_in_which_people_press(house: House, ending: str) -> None:
    house.company()
    for invoice in (9001, 9002, 9003):
        house.invoice(invoice, "10.00")
    pressed.pause(house.ledger_id, None)
    house.sweep()
    ids = [each.id for each in house.documents()]
    for row_id in reversed(ids):  # written last to first, which is how an unordered statement would come by them
        with db.unit_of_work() as session:
            session.get_one(Document, row_id).taken_by = "a sweep"
    with ThreadPoolExecutor(1) as other, db.unit_of_work() as session:
        session.get_one(Document, ids[0], with_for_update=True)  # a press has the first, and will want the last
        letting_go = other.submit(ENDINGS[ending], house)
        Event().wait(0.5)
        session.get_one(Document, ids[-1], with_for_update=True)
    letting_go.result(10)
    assert [each.taken_by for each in house.documents()] == [None, None, None]


def bury(house: House) -> None:
    with db.unit_of_work() as session:
        taking.bury(session, house.workspace_id, "another sweep")


ENDINGS: dict[str, Callable[[House], Any]] = {
    "put back": lambda _house: taking.put_back("a sweep", None, clock.now()),
    "let go": lambda _house: taking.let_go("a sweep"),
    "buried": bury,
}
