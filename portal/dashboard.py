"""The first page: is everything well, what moves, what needs a person."""

from flask import Blueprint, Response, make_response, redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from jobs import pressed
from jobs.models import AutotaskConnection, Ledger
from jobs.plumbing import clock
from portal import access, chart, dashboard_figures, document_list, fault_groups, usage
from portal.access import db, for_members
from portal.answer import find_answer
from portal.filters import zone
from portal.htmx import wants_fragment
from portal.scope import ledger_here, press

bp = Blueprint("dashboard", __name__)

SET_UP = 5  # steps of the wizard
LATEST = 6  # documents under the chart


@bp.get("/")
@for_members()
def index() -> AnyResponse:
    """The dashboard; htmx asks the same address every five seconds for all of it but the chart."""
    if access.person().setup_step < SET_UP:
        return redirect("/setup")
    return _render(ledger_here())


@bp.post("/sync")
@for_members("standard")
def sync_now() -> AnyResponse:
    ledger_here()
    press(pressed.sync_now, access.workspace_id(), done="Looking for new invoices now.")
    return _answer()


@bp.post("/activate")
@for_members("standard")
def activate() -> AnyResponse:
    ledger = ledger_here()
    press(pressed.activate, ledger.id, done=f"{ledger.name} is active. New invoices go by themselves.")
    return _answer()


@bp.post("/pause")
@for_members("standard")
def pause() -> AnyResponse:
    ledger = ledger_here()
    press(pressed.pause, ledger.id, done=f"{ledger.name} is paused. Nothing is sent until you activate it.")
    return _answer()


def _answer() -> AnyResponse:
    return _render(ledger_here()) if wants_fragment() else redirect("/", 303)


def _render(ledger: Ledger) -> Response:
    today = clock.now().astimezone(zone()).date()
    flow = dashboard_figures.count_flow(db.session(), ledger, today)
    month = dashboard_figures.sum_month(db.session(), ledger, today, flow)
    sweep = dashboard_figures.last_sweep(db.session(), ledger.workspace_id)
    autotask = db.session.scalar(
        select(AutotaskConnection).where(AutotaskConnection.workspace_id == ledger.workspace_id)
    )
    faults = fault_groups.count_open(db.session(), ledger.workspace_id)
    answer = find_answer(ledger, autotask, flow, month, faults.faults, sweep)
    fragment = wants_fragment()
    response = make_response(
        render_template(
            "dashboard/_live.html" if fragment else "dashboard/index.html",
            ledger=ledger,
            autotask=autotask,
            flow=flow,
            month=month,
            sweep=sweep,
            answer=answer,
            announce=fragment and request.args.get("was") != answer.heading,
            groups=fault_groups.find_groups(db.session(), ledger)[:4],
            oldest=dashboard_figures.find_oldest(db.session(), ledger),
            latest=document_list.find_page(db.session(), ledger, document_list.Filter()).rows[:LATEST],
            outside=document_list.count_outside(db.session(), ledger.workspace_id),
            hour=usage.of_autotask(autotask.ci) if autotask else None,
            day=usage.of_xero(ledger.tenant_id),
            chart=None if fragment else chart.draw(dashboard_figures.sum_months(db.session(), ledger, today), today),
            counted=dashboard_figures.COUNTED,
            today=today,
            pressed=request.method == "POST",
        )
    )
    response.vary.add("HX-Request")
    return response
