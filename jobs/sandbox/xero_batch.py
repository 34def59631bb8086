"""Several elements in one write: each succeeds or fails alone, or (the server's default) all of them or none."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from jobs.sandbox import xero_problems
from jobs.sandbox.store import Key, Row
from jobs.sandbox.wire import Reply
from jobs.sandbox.xero_calls import Call, envelope
from jobs.sandbox.xero_problems import Refusal

ERRORED = {"Type": "InternalErrorException", "Message": "An error occurred in Xero. Check the API Status page."}


@dataclass(frozen=True)
class Outcome:
    """What became of one element: how it is shown, and what was wrong (then nothing was kept)."""

    shown: Row
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def write(
    call: Call, elements: list[Row], one: Callable[[Row], Outcome], tables: tuple[str, ...], flag: str = "HasErrors"
) -> Reply:
    """Carry out *one* for each element; *tables* are put back when all-or-none ends in none.

    *flag* is the member that says an element has errors (contacts and payments have another than documents).
    """
    before = {name: dict(call.table(name).contents) for name in tables}
    is_summed_up = call.wants("summarizeErrors", otherwise=True)
    broken = call.request.marks.get("trouble")
    try:
        outcomes = [one(element) for element in _struck(elements, broken)]
    except Refusal:  # one element cannot be read, so the body cannot
        _put_back(call, before)
        raise
    if broken:
        return Reply.json(ERRORED, 500)
    if is_summed_up and any(each.errors for each in outcomes):
        _put_back(call, before)
        return xero_problems.validation([_told(each, flag) for each in outcomes if each.errors])
    shown = [_told(each, flag, status=not is_summed_up) for each in outcomes]
    return envelope(call, call.resource, shown)


def _struck(elements: list[Row], broken: Any) -> list[Row]:
    """What is carried out before the trouble that was asked for strikes."""
    if not broken:
        return elements
    if broken["what"] == "half_batch":
        return elements[: len(elements) // 2]
    return elements if broken.get("commits") else []


def _told(outcome: Outcome, flag: str, *, status: bool = False) -> Row:
    told = {**outcome.shown, flag: bool(outcome.errors)}
    if status:
        told["StatusAttributeString"] = "ERROR" if outcome.errors else "WARNING" if outcome.warnings else "OK"
    if outcome.errors:
        told["ValidationErrors"] = [{"Message": each} for each in outcome.errors]
    if outcome.warnings:
        told["Warnings"] = [{"Message": each} for each in outcome.warnings]
    return told


def _put_back(call: Call, before: dict[str, dict[Key, Row]]) -> None:
    for name, rows in before.items():
        table = call.table(name)
        for key in table.contents.keys() - rows.keys():
            del table[key]
        for key, row in rows.items():
            if table.contents.get(key) is not row:
                table[key] = row


def broken_reply(call: Call) -> None:
    """For writes of one thing: raises Refusal with the 500 that was asked for instead of doing anything."""
    if call.request.marks.get("trouble"):
        raise Refusal(Reply.json(ERRORED, 500))
