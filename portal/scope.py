"""What most pages begin and end with: the ledger they speak of, and the answer to a press of a button."""

from collections.abc import Callable
from typing import Any

from flask import abort, redirect

from jobs.models import Ledger
from jobs.plumbing.errors import VendorError
from jobs.pressed import NotNow
from portal import access
from portal.access import db


def ledger_here() -> Ledger:
    """The workspace's ledger; a person who has none yet is sent to the set-up."""
    found = access.ledger()
    if found is None:
        abort(redirect("/setup"))
    return found


def press(action: Callable[..., Any], *what: Any, done: str) -> Any:
    """Do what was pressed and say so; when it cannot be done now, the reason is said instead."""
    access.let_go()
    try:
        result = action(*what, access.person().id)
    except NotNow as reason:
        access.say(str(reason))
        return None
    except VendorError:
        access.say("Xero did not answer in time, and nothing was changed. Try again in a minute.")
        return None
    finally:
        db.session.expire_all()  # the press wrote in a transaction of its own
    access.say(done.format(result) if result is not None else done)
    return result
