"""What lies before the window: listed on request, and taken in between two days."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from jobs import errands
from jobs.links import autotask_invoice
from jobs.models import AutotaskConnection, Ledger, ReferenceList, SweepState
from jobs.plumbing import clock
from portal import access, reading
from portal.access import db, for_members
from portal.filters import long_day, zone
from portal.scope import ledger_here

bp = Blueprint("outside", __name__, url_prefix="/documents/outside")


@bp.get("")
@for_members()
def index() -> str:
    """The list as last read, with the form of the back-fill."""
    return _page(None, {})


def _page(problem: str | None, typed: dict[str, str]) -> str:
    ledger, session = ledger_here(), db.session()
    found = session.scalar(
        select(ReferenceList).where(ReferenceList.ledger_id == ledger.id, ReferenceList.kind == "outside_window")
    )
    state = session.scalar(select(SweepState).where(SweepState.workspace_id == ledger.workspace_id))
    web_url = session.scalar(_autotask(ledger, AutotaskConnection.web_url))
    rows: list[dict[str, Any]] = [
        {
            **each,
            "link": autotask_invoice(web_url or "", each["id"]),
            "day": date.fromisoformat(each["dated_on"]),
            "net": Decimal(each["net"]) if each["net"] else None,
        }
        for each in (found.rows if found else [])
    ]
    return render_template(
        "outside/index.html",
        rows=rows,
        read_at=found.read_at if found else None,
        count=state.left_outside if state else None,
        problem=problem,
        typed=typed,
    )


UNASKED = "Autotask is not connected, so nothing was asked. Save a working log-in under Connections first."


def _may_ask(ledger: Ledger) -> bool:
    return db.session.scalar(_autotask(ledger, AutotaskConnection.state)) == "live"


def _autotask(ledger: Ledger, column: InstrumentedAttribute[str]) -> Select[str]:
    return select(column).where(AutotaskConnection.workspace_id == ledger.workspace_id)


@bp.post("/look")
@for_members("standard")
def look() -> AnyResponse:
    """Ask Autotask for the list; it is here in a few seconds."""
    ledger = ledger_here()
    if not _may_ask(ledger):
        access.say(UNASKED)
        return redirect(url_for("outside.index"), 303)
    access.let_go()
    errands.ask(ledger.workspace_id, "list_outside", access.person().id, ledger_id=ledger.id)
    access.say("Autotask is being asked. The list is here in a few seconds; open this page again.")
    return redirect(url_for("outside.index"), 303)


@bp.post("/fill")
@for_members("standard")
def fill() -> AnyResponse | tuple[str, int]:
    """Take in the unstamped invoices created between two days."""
    ledger = ledger_here()
    typed = {name: request.form.get(name, "").strip() for name in ("first", "last")}
    first, last, problem = _read_days(typed)
    if not _may_ask(ledger):
        problem = UNASKED
    if problem or first is None or last is None:
        return _page(problem, typed), 422
    access.let_go()
    errands.ask(
        ledger.workspace_id,
        "fill_back",
        access.person().id,
        ledger_id=ledger.id,
        first=first.isoformat(),
        last=last.isoformat(),
    )
    access.say(f"What was created from {long_day(first)} to {long_day(last)} is being taken in.")
    return redirect(url_for("documents.index"), 303)


def _read_days(typed: dict[str, str]) -> tuple[date | None, date | None, str | None]:
    """Both days, and what is wrong with them."""
    wrong: dict[str, str] = {}
    first, last = (reading.day(typed, name, wrong) for name in ("first", "last"))
    problem = next(iter(wrong.values()), None)
    if first is None or last is None:
        return None, None, problem or "Write both days, such as 2026-10-01."
    if first > last:
        problem = "The first day must not be after the last."
    elif last > clock.now().astimezone(zone()).date():
        problem = "The last day must not be after today."
    return first, last, problem
