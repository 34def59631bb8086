"""How much of both vendors' limits is used, as pages show it: asks Redis once and never waits for it."""

from functools import cache
from typing import Any

from flask import current_app

from jobs.plumbing import redis
from jobs.plumbing.budget import AutotaskGate, XeroGate
from jobs.plumbing.permits import Usage


@cache
def _client(url: str) -> Any:
    return redis.connect_once(url)


def impatient_redis() -> Any:
    """A client that gives up at once: a page that shows less is better than one that hangs."""
    return _client(current_app.config["SETTINGS"].redis_url)


def of_autotask(ci: int) -> Usage | None:
    """The hour of one Autotask database, all apps together; None when it is not known."""
    return _known(AutotaskGate(impatient_redis(), ci).usage())


def of_xero(tenant_id: str) -> Usage | None:
    """The day of one Xero organisation; None when it is not known."""
    return _known(XeroGate(impatient_redis(), tenant_id).usage())


def _known(usage: Usage) -> Usage | None:
    """A gate answers zeros and shut while Redis is away; that is no figure to show."""
    return None if usage.day_used == 0 and usage.closed_until is not None else usage
