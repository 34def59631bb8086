"""Tests an Autotask log-in that a person typed, stores it, and says what is wrong with it otherwise."""

from typing import NamedTuple

from flask import current_app

from jobs import connections
from jobs.plumbing.errors import AuthRefused, RateLimited, Rejected, VendorError
from portal import access, filters, forms

CHECKS = (
    ("Your Autotask zone", "Where Autotask keeps your data, found by the user name.", "Found by the user name."),
    ("Log-in", "Do user name and secret belong together?", "Accepted."),
    ("Rights", "May it read invoices and companies, and set the web service date?", "Everything we need."),
)
LOCKED = (
    "We tried once and have stopped, because repeated tries would lock the user. If the secret is right, the user may "
    "be locked or new: an Autotask administrator can clear it, and a new API user can take 5 minutes to work."
)


class Problem(NamedTuple):
    """Why a log-in was not stored: a heading, what to do, and how many checks went well before."""

    title: str
    text: str
    passed: int
    support: str = ""


class Check(NamedTuple):
    """One line of *What we check*, as it stands."""

    name: str
    about: str
    state: str


def connect(form: forms.AutotaskLogIn) -> Problem | None:
    """Test and store what was typed. The page's transaction is over when Autotask is asked."""
    workspace_id = access.workspace_id()
    access.let_go()
    user, secret = form.user.data, form.secret.data
    try:
        found = connections.test_autotask(current_app.config["SETTINGS"], user, secret, limit=10)
        connections.save_autotask(workspace_id, user, secret, found)
    except connections.Taken:
        return Problem(
            "Another workspace uses this Autotask database.",
            "Two workspaces would send every invoice twice. Sign in to the other one, or disconnect it there first.",
            len(CHECKS),
        )
    except VendorError as error:
        return _explain(error, form)
    return None


def _explain(error: VendorError, form: forms.AutotaskLogIn) -> Problem:
    if isinstance(error, AuthRefused) and error.status == 401:
        form.secret.errors = ["Enter the secret again. Autotask did not accept the last one."]
        return Problem("Autotask refused this log-in.", LOCKED, 1, error.said)
    if isinstance(error, AuthRefused):
        form.user.errors = ["Copy the user name from the API user's Credentials in Autotask."]
        return Problem(
            "Autotask does not know this user name.",
            "No zone belongs to it. Copy the user name (key) again; it looks like an e-mail address.",
            0,
            error.said,
        )
    if isinstance(error, Rejected):
        return Problem(
            "This API user lacks a right.",
            f"{error.said} Give it the security level “API User (system)” in Autotask, then test again.",
            2,
        )
    if isinstance(error, RateLimited):
        return Problem(
            "Autotask's limit for this hour is used up.",
            f"All apps of your Autotask share it. Test again at {filters.clock_time(error.until)}; nothing was stored.",
            0,
            error.said,
        )
    return Problem(
        "Autotask did not answer within ten seconds.",
        "The log-in was not stored, and nothing is wrong with it that we know of. Enter the secret again in a minute.",
        0,
        error.said,
    )


def checks(problem: Problem | None) -> list[Check]:
    """What is tried, in order, and where it stopped."""
    passed = problem.passed if problem else 0
    states = ["done"] * passed + ["fault" if problem else "waiting"] + ["waiting"] * len(CHECKS)
    return [
        Check(name, {"done": well, "fault": "Stopped here a moment ago."}.get(state, about), state)
        for (name, about, well), state in zip(CHECKS, states, strict=False)
    ]
