"""Both connections of a workspace: how they are, and how to mend, change or end them."""

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from jobs import disconnecting
from jobs.models import AutotaskConnection, Ledger
from portal import access, autotask_login, forms, htmx, usage
from portal.access import db
from portal.auth import Answer
from portal.consent_words import Problem

bp = Blueprint("connections", __name__, url_prefix="/connections")


@bp.get("")
@access.for_members()
def index() -> Answer:
    kept = session.pop("consent_problem", None)
    return _page(Problem(**kept) if kept else None)


def _page(problem: Problem | None = None) -> Answer:
    autotask, ledger = _autotask(), access.ledger()
    page = render_template(
        "connections/index.html",
        problem=problem,
        autotask=autotask,
        ledger=ledger,
        autotask_usage=usage.of_autotask(autotask.ci) if autotask else None,
        xero_usage=usage.of_xero(ledger.tenant_id) if ledger else None,
    )
    return (page, 422) if problem else page


def _autotask() -> AutotaskConnection | None:
    return db.session.scalar(select(AutotaskConnection).where(AutotaskConnection.workspace_id == access.workspace_id()))


@bp.route("/autotask", methods=["GET", "POST"])
@access.for_members("administrator")
def change_autotask() -> Answer:
    if request.method == "GET":
        stored = _autotask()
        return _autotask_page(forms.AutotaskLogIn(data={"user": stored.user_name if stored else None}))
    form = forms.AutotaskLogIn()
    problem = autotask_login.connect(form) if form.validate() else None
    if problem or form.errors:
        return _autotask_page(form, problem, 422)
    access.say("Autotask is connected with the new log-in. What waited goes by itself.")
    return htmx.go_to(url_for("connections.index"))


def _autotask_page(
    form: forms.AutotaskLogIn, problem: autotask_login.Problem | None = None, status: int = 200
) -> Response:
    return htmx.page_or_fragment(
        "connections/autotask.html",
        "setup/_autotask_form.html",
        status=status,
        form=form,
        problem=problem,
        checks=autotask_login.checks(problem),
        action=url_for("connections.change_autotask"),
    )


@bp.route("/xero/<int:ledger_id>/disconnect", methods=["GET", "POST"])
@access.for_members("administrator")
def disconnect(ledger_id: int) -> Answer:
    """Ask first, on a page of its own; then end the connection here, and at Xero in a moment."""
    ledger = access.find(Ledger, ledger_id)
    if ledger.state == "disconnected":
        abort(404)
    if request.method == "GET":
        return render_template("connections/disconnect.html", ledger=ledger)
    access.let_go()
    disconnecting.disconnect(ledger_id, access.person().id)
    access.say(f"{ledger.name} is disconnected. Its documents and options are kept.")
    return redirect(url_for("connections.index"), 303)
