"""Set-up, step 2, and later repairs: the way to Xero's consent page and back."""

import secrets

from flask import Blueprint, abort, current_app, redirect, render_template, request, session, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms.fields import SelectChoice

from jobs import connections, disconnecting, reference_data, succession
from jobs.connections import Offered
from jobs.models import Ledger
from jobs.plumbing import clock, db
from jobs.plumbing.errors import AuthRefused, Rejected, VendorError
from portal import access, forms, steps
from portal.auth import Answer
from portal.consent_words import PROBLEMS, Problem, taken_by_others, wrong_organisation
from portal.steps import step

bp = Blueprint("consent", __name__, url_prefix="/setup/xero")

PATIENCE = 10.0  # seconds a person waits for Xero, all calls of the return together


@bp.get("")
@step(2)
def show() -> Answer:
    return _page(None)


def _page(problem: Problem | None) -> Answer:
    ready = bool(current_app.config["SETTINGS"].xero_client_id)
    page = render_template(
        "setup/xero.html", steps=steps.steps(2), problem=problem, ledger=access.ledger(), ready=ready
    )
    return (page, 422) if problem else page


@bp.post("/connect")
@step(2)
def connect() -> Response:
    """Leave for Xero. With *ledger* a lost connection is mended and only its own organisation will do."""
    ledger_id = request.form.get("ledger", type=int)
    if ledger_id is not None:
        access.find(Ledger, ledger_id)
    elif access.person().setup_step >= access.SET_UP:
        abort(404)
    session["consent"] = {"state": secrets.token_urlsafe(24), "ledger": ledger_id}
    return redirect(connections.consent_address(current_app.config["SETTINGS"], session["consent"]["state"]), 303)


@bp.get("/return")
@step(2)
def come_back() -> Answer:
    """What Xero's page sends the browser to; the state tells our own request from a stranger's link."""
    asked = session.pop("consent", None)
    if asked is None or not secrets.compare_digest(asked["state"].encode(), request.args.get("state", "").encode()):
        return _refuse(PROBLEMS["state"])
    if request.args.get("error"):
        cancelled = request.args["error"] == "access_denied"
        return _refuse(PROBLEMS["cancelled" if cancelled else "ours"])
    until = clock.stopwatch() + PATIENCE
    access.let_go()
    try:
        offered = connections.finish_consent(
            current_app.config["SETTINGS"], access.workspace_id(), request.args.get("code", ""), limit=PATIENCE
        )
    except VendorError as error:
        return _refuse(_explain(error))
    return _choose(offered, asked["ledger"], until)


def _explain(error: VendorError) -> Problem:
    if isinstance(error, Rejected):
        kind = "ours"
    elif isinstance(error, AuthRefused):
        kind = "scope" if "scope" in error.said.lower() else "refused"
    else:
        kind = "silent"
    return PROBLEMS[kind]._replace(support=error.said)


def _choose(offered: list[Offered], ledger_id: int | None, until: float) -> Answer:
    """One organisation is taken at once; of several the person chooses; a repair finds its own."""
    if not offered:
        return _refuse(PROBLEMS["none"])
    free = [each for each in offered if not each.taken]
    if not free:
        return _refuse(taken_by_others(offered))
    if ledger_id is not None:
        with db.reading() as reading:
            wanted = reading.get_one(Ledger, ledger_id).tenant_id
        own = next((each for each in free if each.tenant_id == wanted), free[0])
        return _connect(own.grant_id, own.tenant_id, ledger_id, until)
    if len(free) == 1:
        return _connect(free[0].grant_id, free[0].tenant_id, None, until)
    session["offered"] = [each._asdict() for each in offered]
    return redirect(url_for("consent.choose"), 303)


@bp.route("/choose", methods=["GET", "POST"])
@step(2)
def choose() -> Answer:
    offered = [Offered(**each) for each in session.get("offered", [])]
    if not offered:
        return redirect(url_for("consent.show"), 303)
    form = forms.ChooseOrganisation()
    form.tenant.choices = [SelectChoice(each.tenant_id, each.name) for each in offered if not each.taken]
    picked = {each.tenant_id: each for each in offered if not each.taken}.get(form.tenant.data)
    if request.method == "GET" or not form.validate() or picked is None:
        page = render_template("setup/choose.html", steps=steps.steps(2), form=form, offered=offered)
        return page if request.method == "GET" else (page, 422)
    session.pop("offered")
    access.let_go()
    return _connect(picked.grant_id, picked.tenant_id, None, clock.stopwatch() + PATIENCE)


def _connect(grant_id: int, tenant_id: str, mended: int | None, until: float) -> Answer:
    settings = current_app.config["SETTINGS"]
    try:
        ledger_id = connections.connect_ledger(settings, access.workspace_id(), grant_id, tenant_id, ledger_id=mended)
    except connections.Taken:
        return _refuse(PROBLEMS["taken"])
    except connections.WrongOrganisation as error:
        return _refuse(wrong_organisation(error))
    except VendorError as error:
        return _refuse(_explain(error))
    lacking = _read_lists(ledger_id, until)
    if lacking is not None:
        return _refuse(lacking)
    if access.person().setup_step >= access.SET_UP:
        access.say("Xero is connected. What waited goes by itself.")
        return redirect(url_for("connections.index"), 303)
    _let_go_of_others(ledger_id)
    steps.finish(2)
    access.let_go()
    return redirect(url_for("setup.plan"), 303)


def _let_go_of_others(ledger_id: int) -> None:
    """An organisation chosen before in this set-up, and never activated, is not kept; what it has left goes on here."""
    with db.reading() as reading:
        others = reading.scalars(
            select(Ledger.id).where(
                Ledger.workspace_id == access.workspace_id(),
                Ledger.id != ledger_id,
                Ledger.state == "paused",
                Ledger.activated_at.is_(None),
            )
        ).all()
    for other in others:
        try:
            disconnecting.disconnect_at_once(other)
        except VendorError as error:
            disconnecting.let_go(other, error.said)
            access.say(
                "The organisation chosen before is still connected at Xero; remove it there under Connected apps."
            )
    if others:
        succession.take_over(ledger_id)


def _read_lists(ledger_id: int, until: float) -> Problem | None:
    """Read accounts and currencies in what is left of the person's patience; step 5 offers to read them again.

    A right that is lacking shows here first, and ends the step.
    """
    left = until - clock.stopwatch()
    if left < 1:
        return None
    try:
        reference_data.read_lists(current_app.config["SETTINGS"], ledger_id, limit=left)
    except VendorError as error:
        if isinstance(error, AuthRefused) and "scope" in error.said.lower():
            return _explain(error)
        access.say("Xero is connected, and was too slow to give its lists of accounts. Step 5 reads them again.")
    return None


def _refuse(problem: Problem) -> Answer:
    """Show what went wrong where the person came from."""
    access.let_go()
    if access.person().setup_step < access.SET_UP:
        return _page(problem)
    session["consent_problem"] = problem._asdict()
    return redirect(url_for("connections.index"), 303)
