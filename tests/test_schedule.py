"""What is due when: found each second, however many documents and workspaces there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from house import House
from sqlalchemy import event, select

from jobs import schedule
from jobs.models import AutotaskConnection, Document, Ledger, SweepState, Workspace
from jobs.plumbing import clock, db


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        seen.append((statement, values))

    event.listen(db.engine(), "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine(), "before_cursor_execute", note)


def _quiet() -> None:
    """Nothing was asked for, and the next look at Autotask is an hour away."""
    with db.unit_of_work() as session:
        state = session.scalars(select(SweepState)).one()
        state.collect_due_at = clock.now().replace(year=2100)


def _row(house: House, autotask_id: int, disposition: str, **more: Any) -> None:
    now = clock.now()
    values = {"workspace_id": house.workspace_id, "ledger_id": house.ledger_id, "due_at": now} | more
    with db.unit_of_work() as session:
        session.add(
            Document(
                source_kind="invoice",
                autotask_id=autotask_id,
                disposition=disposition,
                collected_at=now,
                changed_at=now,
                **values,
            )
        )


def _ledger(house: House, state: str) -> int:
    with db.unit_of_work() as session:
        ledger = Ledger(
            workspace_id=house.workspace_id, tenant_id=f"of {state}", name="Second", state=state, created_at=clock.now()
        )
        session.add(ledger)
        session.flush()
        return ledger.id


@pytest.mark.parametrize(
    ("disposition", "more", "due"),
    [
        ("waiting", {}, [(1, False)]),
        ("held", {}, [(1, False)]),
        ("posted", {}, [(1, False)]),
        ("fault", {}, []),
        ("waiting", {"due_at": None}, []),
        ("waiting", {"pressed_at": clock.now()}, [(1, True)]),
        ("done", {"due_at": None, "asked": "compare"}, [(1, True)]),
    ],
)
def test_a_workspace_is_due_when_one_of_its_rows_is(
    house: House, disposition: str, more: dict[str, Any], due: list[tuple[int, bool]]
) -> None:
    _quiet()
    assert schedule.due_workspaces() == []
    _row(house, 9001, disposition, **more)
    assert schedule.due_workspaces() == due


def test_rows_of_every_live_ledger_count_and_those_of_a_paused_one_wait(house: House) -> None:
    _quiet()
    _row(house, 9001, "waiting", ledger_id=_ledger(house, "paused"))
    assert schedule.due_workspaces() == []
    _row(house, 9002, "waiting", ledger_id=_ledger(house, "active"))
    assert schedule.due_workspaces() == [(1, False)]


def test_the_number_of_questions_does_not_grow_with_workspaces(house: House) -> None:
    _quiet()
    with statements() as before:
        schedule.due_workspaces()
    with db.unit_of_work() as session:
        for number in range(2, 12):
            session.add(Workspace(id=number, name=f"No. {number}", created_at=clock.now()))
            session.flush()
            session.add(
                Ledger(workspace_id=number, tenant_id=f"of {number}", name="L", state="active", created_at=clock.now())
            )
            session.add(
                AutotaskConnection(
                    workspace_id=number, user_name="u", secret="s", zone_url="z", ci=number, saved_at=clock.now()
                )
            )
    with statements() as after:
        assert len(schedule.due_workspaces()) == 10
    assert len(after) == len(before)


def test_no_question_walks_through_all_documents(house: House) -> None:
    with statements() as asked:
        schedule.due_workspaces()
    with db.engine().connect() as connection:
        plans = [
            row[3]
            for statement, values in asked
            if statement.startswith("SELECT")
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    about_documents = [plan for plan in plans if "documents" in plan]
    assert about_documents
    # A scan is welcome only along an index that holds nothing but what people pressed.
    few = ("ix_document_pressed", "ix_document_asked")
    assert [plan for plan in about_documents if "SCAN" in plan and not any(name in plan for name in few)] == []
