"""The steps of set-up: which are done, which is now, and which may be opened."""

from collections.abc import Callable
from functools import wraps
from typing import NamedTuple, ParamSpec, TypeVar

from flask import redirect, url_for
from sqlalchemy import select, update
from werkzeug.wrappers import Response

from jobs import options
from jobs.models import AutotaskConnection, Ledger, Plan, Workspace
from portal import access
from portal.access import db

P = ParamSpec("P")
R = TypeVar("R")

ARRIVE = {
    "draft": "Invoices arrive as drafts",
    "awaiting_approval": "Invoices await approval",
    "approved": "Invoices arrive approved",
    "approved_and_sent": "Invoices arrive approved and are sent",
}


class Step(NamedTuple):
    """One step as the list beside the page shows it; *state* is past, now or later."""

    number: int
    name: str
    about: str
    endpoint: str
    state: str = "later"


STEPS = (
    Step(1, "Autotask", "API user and access", "setup.autotask"),
    Step(2, "Xero", "Choose the organisation", "consent.show"),
    Step(3, "Plan", "Invoices in a month", "setup.plan"),
    Step(4, "First sync", "How invoices arrive", "setup.first_sync"),
    Step(5, "Accounts", "Defaults from your chart", "accounts.show"),
    Step(6, "Test and activate", "One invoice first", "finish.show"),
)


def step(number: int) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """Guard a page of step *number*: for administrators, and only when the steps before it are done."""

    def guard(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            if access.person().setup_step < number - 1:
                return redirect(next_address(access.person().setup_step), 303)
            return view(*args, **kwargs)

        return access.for_members("administrator")(guarded)

    return guard


def next_address(done: int) -> str:
    """The address of the first step that is not done."""
    return url_for(STEPS[min(done, len(STEPS) - 1)].endpoint)


def finish(number: int) -> None:
    """Tick step *number*, in the page's own transaction; a later tick stays."""
    db.session.execute(
        update(Workspace)
        .where(Workspace.id == access.workspace_id(), Workspace.setup_step < number)
        .values(setup_step=number)
    )


def steps(now: int) -> list[Step]:
    """Every step, those done with what was chosen in them."""
    done = access.person().setup_step
    chosen = _chosen(done)
    return [
        each._replace(
            state="now" if each.number == now else "past" if each.number <= done else "later",
            about=chosen.get(each.number, each.about),
        )
        for each in STEPS
    ]


def _chosen(done: int) -> dict[int, str]:
    workspace_id, ledger = access.workspace_id(), access.ledger()
    chosen = {}
    if done >= 1:
        zone = db.session.scalar(
            select(AutotaskConnection.zone_name).where(AutotaskConnection.workspace_id == workspace_id)
        )
        chosen[1] = f"Connected, {zone}" if zone else "Connected"
    if done >= 2 and ledger is not None:
        chosen[2] = ledger.name
    if done >= 3:
        plan = db.session.scalar(select(Plan.name).join(Workspace).where(Workspace.id == workspace_id))
        chosen[3] = plan or "Chosen"
    return chosen | (_options_chosen(ledger, done) if ledger is not None else {})


def _options_chosen(ledger: Ledger, done: int) -> dict[int, str]:
    stored = options.stored(db.session(), ledger.id)
    chosen = {}
    if done >= 4:
        chosen[4] = ARRIVE[stored.import_as]
    if done >= 5:
        chosen[5] = f"Sales {stored.default_sales_account}, {stored.default_currency}"
    return chosen
