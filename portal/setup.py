"""Set-up, steps 1, 3 and 4: Autotask, the plan, and how the first invoices arrive."""

from babel.core import get_global
from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select, update
from werkzeug.wrappers import Response
from wtforms.fields import SelectChoice

from jobs import options, reference_data
from jobs.models import AutotaskConnection, Ledger, Plan, Workspace
from portal import access, autotask_login, forms, htmx, steps
from portal.access import db
from portal.auth import Answer
from portal.steps import step

bp = Blueprint("setup", __name__, url_prefix="/setup")


@bp.get("")
@access.for_members()
def index() -> Answer:
    """Lead to the first step that is not done; who may not set up reads who can."""
    if not access.person().may("administrator"):
        return render_template("setup/wait.html")
    return redirect(steps.next_address(access.person().setup_step), 303)


@bp.route("/autotask", methods=["GET", "POST"])
@step(1)
def autotask() -> Answer:
    if request.method == "GET":
        stored = db.session.scalar(
            select(AutotaskConnection.user_name).where(AutotaskConnection.workspace_id == access.workspace_id())
        )
        return _autotask_page(forms.AutotaskLogIn(data={"user": stored}))
    form = forms.AutotaskLogIn()
    problem = autotask_login.connect(form) if form.validate() else None
    if problem or form.errors:
        return _autotask_page(form, problem, 422)
    steps.finish(1)
    db.session.commit()
    return htmx.go_to(url_for("consent.show"))


def _autotask_page(
    form: forms.AutotaskLogIn, problem: autotask_login.Problem | None = None, status: int = 200
) -> Response:
    return htmx.page_or_fragment(
        "setup/autotask.html",
        "setup/_autotask_form.html",
        status=status,
        steps=steps.steps(1),
        form=form,
        problem=problem,
        checks=autotask_login.checks(problem),
        action=url_for("setup.autotask"),
    )


@bp.route("/plan", methods=["GET", "POST"])
@step(3)
def plan() -> Answer:
    plans = db.session.scalars(select(Plan).order_by(Plan.sort_order, Plan.id)).all()
    workspace = db.session.get_one(Workspace, access.workspace_id())
    form = forms.ChoosePlan(data={"plan": workspace.plan_id or (plans[0].id if plans else None)})
    form.plan.choices = [SelectChoice(each.id, each.name) for each in plans]
    if request.method == "GET" or not form.validate():
        page = render_template("setup/plan.html", steps=steps.steps(3), form=form, plans=plans)
        return (page, 422) if form.errors else page
    workspace.plan_id = form.plan.data
    steps.finish(3)
    db.session.commit()
    return redirect(url_for("setup.first_sync"), 303)


@bp.route("/options", methods=["GET", "POST"])
@step(4)
def first_sync() -> Answer:
    ledger = access.ledger()
    if ledger is None:
        return redirect(url_for("consent.show"), 303)
    form = forms.FirstSync(data=_proposals(ledger))
    if request.method == "GET" or not form.validate():
        page = render_template("setup/options.html", steps=steps.steps(4), form=form)
        return (page, 422) if form.errors else page
    chosen = {name: form[name].data for name in ("import_as", "days_back", "ignore_name_case")}
    options.save(db.session(), ledger.id, chosen, access.person().id)
    db.session.execute(update(Workspace).where(Workspace.id == access.workspace_id()).values(zone=form.zone.data))
    steps.finish(4)
    db.session.commit()
    return redirect(url_for("accounts.show"), 303)


def _proposals(ledger: Ledger) -> dict[str, object]:
    """What is stored, once the step is done; before that what we recommend."""
    stored = options.stored(db.session(), ledger.id)
    workspace = db.session.get_one(Workspace, access.workspace_id())
    done = access.person().setup_step >= 4
    return {
        "import_as": stored.import_as,
        "days_back": stored.days_back,
        "ignore_name_case": stored.ignore_name_case if done else True,
        "zone": workspace.zone if done else _zone_of(ledger),
    }


def _zone_of(ledger: Ledger) -> str:
    """The organisation's zone; Xero writes Windows' names without blanks."""
    rows = reference_data.rows(db.session(), ledger.id, "organisation")
    wanted = str(rows[0].get("timezone") or "") if rows else ""
    names: dict[str, str] = {
        name.replace(" ", "").upper(): zone for name, zone in get_global("windows_zone_mapping").items()
    }
    return names.get(wanted.replace(" ", "").upper(), "UTC")
