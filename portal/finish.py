"""Set-up, the last step: what stands in Autotask, one test invoice, and the switch that starts it all."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import ColumnElement, func, select
from werkzeug.wrappers import Response

from jobs import options, pressed
from jobs.models import Document, SweepState
from portal import access, first_invoice, forms, reading, steps
from portal.access import db
from portal.auth import Answer
from portal.steps import step

bp = Blueprint("finish", __name__, url_prefix="/setup/finish")

CENT = Decimal("0.01")
SHOWN = 200


class Found(NamedTuple):
    """Unstamped invoices inside the window: the newest, how many in all, and their worth where currencies are known.

    Those that seem to be in Xero already (*alike* of them) stand first, and are ticked.
    """

    documents: Sequence[Document]
    in_all: int
    alike: int
    totals: list[tuple[str | None, Decimal]]
    running: bool

    @staticmethod
    def total(document: Document) -> Decimal:
        """One invoice's total."""
        return to_the_cent(document.net, document.tax)


@bp.get("")
@step(6)
def show() -> Answer:
    return _page(forms.TestInvoice())


def _page(form: forms.TestInvoice, problem: str | None = None) -> Answer:
    ledger = access.ledger()
    if ledger is None:
        return redirect(url_for("consent.show"), 303)
    page = render_template(
        "setup/finish.html",
        steps=steps.steps(6),
        ledger=ledger,
        form=form,
        problem=problem,
        found=_find(),
        tested=first_invoice.find(),
        days_back=options.stored(db.session(), ledger.id).days_back,
    )
    return (page, 422) if problem or form.errors else page


@bp.get("/found")
@step(6)
def found() -> str:
    """The list as it stands, while Autotask is being read."""
    return render_template("setup/_found.html", found=_find())


@bp.get("/tested")
@step(6)
def tested() -> str:
    """How far the test invoice has come."""
    return render_template("setup/_tested.html", tested=first_invoice.find(), is_fragment=True)


def _find() -> Found:
    mine = _unsent()
    alike_first = (Document.lookalike.is_(None), Document.autotask_id.desc())
    documents = db.session.scalars(select(Document).where(*mine).order_by(*alike_first).limit(SHOWN))
    totals = db.session.execute(
        select(
            Document.currency,
            func.count(),
            func.sum(Document.net),
            func.sum(Document.tax),
            func.count(Document.lookalike),
        )
        .where(*mine)
        .group_by(Document.currency)
    ).all()
    state = db.session.scalar(
        select(SweepState).where(SweepState.workspace_id == access.workspace_id(), SweepState.flow == "invoices")
    )
    return Found(
        documents.all(),
        sum(row[1] for row in totals),
        sum(row[4] for row in totals),
        # Companies tell their currency, and are read when their invoice is worked on.
        [] if None in [row[0] for row in totals] else [(row[0], to_the_cent(row[2], row[3])) for row in totals],
        running=state is not None and _is_running(state),
    )


def to_the_cent(net: Decimal | None, tax: Decimal | None) -> Decimal:
    """A total as Autotask prints it: its tax has more decimals than money."""
    return ((net or Decimal(0)) + (tax or Decimal(0))).quantize(CENT, ROUND_HALF_UP)


def _unsent() -> tuple[ColumnElement[bool], ...]:
    return (
        Document.workspace_id == access.workspace_id(),
        Document.source_kind == "invoice",
        Document.disposition.in_(("waiting", "held")),
        Document.xero_id.is_(None),
        Document.hidden.is_(False),
    )


def _is_running(state: SweepState) -> bool:
    """Asked for and not begun, or begun and not ended."""
    latest_start = max((at for at in (state.asked_at, state.began_at) if at is not None), default=None)
    return latest_start is not None and (state.ended_at is None or state.ended_at < latest_start)


@bp.post("/look")
@step(6)
def look() -> Response:
    access.let_go()
    pressed.sync_now(access.workspace_id(), access.person().id)
    return redirect(url_for("finish.show"), 303)


@bp.post("/already")
@step(6)
def mark_already() -> Answer:
    ticked = {reading.row_id(each) for each in request.form.getlist("document")} - {None}
    wanted = () if "all" in request.form else (Document.id.in_(ticked),)
    mine = list(db.session.scalars(select(Document.id).where(*_unsent(), *wanted)))
    access.let_go()
    if not mine:
        return _page(forms.TestInvoice(formdata=None), "Tick the invoices that are in Xero already, then mark them.")
    marked = pressed.mark_already_in_xero(mine, access.person().id)
    access.say(f"{marked} {'invoice is' if marked == 1 else 'invoices are'} marked as already in Xero, and never sent.")
    return redirect(url_for("finish.show"), 303)


@bp.post("/test")
@step(6)
def sync_test() -> Answer:
    ledger, form = access.ledger(), forms.TestInvoice()
    if ledger is None or not form.validate():
        return _page(form)
    first_invoice.remember(form.number.data)
    access.let_go()
    try:
        pressed.sync_one_by_number(ledger.id, form.number.data, access.person().id)
    except pressed.NotNow as refusal:
        form.number.errors = [str(refusal)]
        return _page(form)
    return redirect(url_for("finish.show") + "#test", 303)


@bp.post("/activate")
@step(6)
def activate() -> Answer:
    ledger = access.ledger()
    if ledger is None:
        return redirect(url_for("consent.show"), 303)
    access.let_go()
    try:
        pressed.activate(ledger.id, access.person().id, anyway="anyway" in request.form)
    except pressed.NotNow as refusal:
        return _page(forms.TestInvoice(formdata=None), str(refusal))
    access.say(f"{ledger.name} is active. Invoices go to Xero by themselves from now on.")
    return redirect("/", 303)
