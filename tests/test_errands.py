"""What a person asked for outside the sweeps: done once, and not lost with Redis."""

import pytest
from house import House
from prepared import on_both
from sqlalchemy import select

from jobs import errands, flows, pressed, queues, schedule
from jobs.models import Errand
from jobs.plumbing import db


def _open() -> list[Errand]:
    with db.reading() as session:
        return list(session.scalars(select(Errand).where(Errand.ended_at.is_(None))))


@on_both
def test_an_errand_outlives_a_redis_that_was_emptied(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.company()
    house.choose(days_back=1)
    house.invoice(9001, "10.00", createDateTime="2026-09-01T00:00:00.000Z")
    assert pressed.sync_one_by_number(house.ledger_id, "HL-9001", None) is None
    house.store.empty(known_epoch=True)
    rung: list[str] = []
    monkeypatch.setattr(schedule, "ring", lambda flow, workspace_id, now=False: rung.append(flow))
    schedule.tick()
    assert errands.FLOW in rung
    queues.run(errands.FLOW, house.workspace_id, "bell")
    assert house.document(9001).disposition == "done"
    assert _open() == []


def test_two_people_asking_for_the_same_ask_once(house: House) -> None:
    for text in ("HL-9001", "HL-9001", "HL-9002"):
        errands.ask(house.workspace_id, "find_invoice", None, ledger_id=house.ledger_id, text=text)
    assert [each.arguments["text"] for each in _open()] == ["HL-9001", "HL-9002"]


def test_an_errand_is_taken_by_one_worker_and_again_when_that_has_died(house: House) -> None:
    errands.ask(house.workspace_id, "list_outside", None, ledger_id=house.ledger_id)
    assert errands.take(house.workspace_id) is not None
    assert (errands.take(house.workspace_id), errands.due_workspaces()) == (None, [])
    house.advance(minutes=11)
    assert errands.due_workspaces() == [house.workspace_id]
    assert errands.take(house.workspace_id) is not None


def test_what_stops_three_workers_is_given_up_and_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise RuntimeError("a bug of ours")

    monkeypatch.setitem(flows.ERRANDS, "list_outside", stop)
    errands.ask(house.workspace_id, "list_outside", None, ledger_id=house.ledger_id)
    for _ in range(errands.TRIES):
        with pytest.raises(RuntimeError):
            flows.run_errands(house.workspace_id)
        house.advance(minutes=11)
    flows.run_errands(house.workspace_id)
    assert _open() == []
    assert house.log()[-1].code == "ERRAND_GIVEN_UP"
