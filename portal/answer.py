"""Says in one heading how things stand, and in one sentence what happens next."""

from collections.abc import Mapping
from typing import NamedTuple

from jobs.models import AutotaskConnection, Ledger, SweepState
from portal.dashboard_figures import Counted, Month


class Answer(NamedTuple):
    """The dashboard's heading and the sentence under it."""

    heading: str
    sentence: str


def find_answer(
    ledger: Ledger,
    autotask: AutotaskConnection | None,
    flow: Mapping[str, Counted],
    month: Month,
    faults: int,
    sweep: SweepState | None,
) -> Answer:
    """The worst that is so comes first: a lost connection, then faults, then a pause, then all is well."""
    on_the_way = sum(flow[name].count for name in ("waiting", "sending", "posted", "held"))
    lost = _lost(ledger, autotask)
    if lost:
        needs = f", and {_count(faults, 'fault needs', 'faults need')} you" if faults else ""
        waits = f" {_count(on_the_way, 'document waits and goes by itself', 'documents wait and go by themselves')}"
        return Answer(f"{lost} is disconnected{needs}", f"Nothing is lost.{waits} once {lost} is back.")
    if ledger.state == "paused":
        said = (
            f"Nothing is sent until you activate {ledger.name}; new invoices are listed and wait. "
            "One invoice can still be synced."
        )
        return Answer("Paused", said)
    if faults:
        moves = f" {_count(on_the_way, 'document is', 'documents are')} on the way." if on_the_way else ""
        return Answer(
            _count(faults, "fault needs you", "faults need you"), f"Everything else goes on without you.{moves}"
        )
    if month.unexplained:
        said = "Documents in Xero do not have the amounts that Autotask has; the tally below says by how much."
        return Answer("This month does not tally", said)
    if sweep is None or sweep.ended_at is None:
        return Answer("The first sweep is on its way", "Invoices appear here as soon as Autotask has answered.")
    return Answer("Everything tallies", _all_well(month.posted, on_the_way))


def _all_well(posted: int, on_the_way: int) -> str:
    moving = f"; {on_the_way:,} more {'is' if on_the_way == 1 else 'are'} on the way" if on_the_way else ""
    if not posted:
        return f"Nothing was posted this month yet{moving}."
    documents = _count(posted, "document in Xero this month equals", "documents in Xero this month equal")
    return f"The {documents} Autotask to the cent{moving}."


def _lost(ledger: Ledger, autotask: AutotaskConnection | None) -> str:
    if ledger.state == "disconnected":
        return "Xero"
    return "Autotask" if autotask is None or autotask.state != "live" else ""


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
