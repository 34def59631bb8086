"""Slows down guessing: so many tries for an address and for an account, also while Redis is away."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, Response, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from jobs.plumbing.config import Settings
from portal import forms

P = ParamSpec("P")
R = TypeVar("R")

limiter = Limiter(
    get_remote_address,
    strategy="moving-window",
    in_memory_fallback_enabled=True,
    headers_enabled=True,
    key_prefix="tallystick",
)


def register(app: Flask, settings: Settings) -> None:
    """Count in Redis, so that every web process counts together."""
    address = settings.redis_url
    # The limits library has its own name for a Redis behind a socket file.
    app.config["RATELIMIT_STORAGE_URI"] = f"redis+{address}" if address.startswith("unix://") else address
    limiter.init_app(app)


def account() -> str:
    """The account a form speaks about, whether it exists or not, as the form itself reads it."""
    return f"account:{forms.lower(forms.tidy(request.form.get('email', '')))}"[:270]


def half_signed_in() -> str:
    """The member whose code is being asked for, from whatever address."""
    waiting = session.get("second_factor") or {}
    return f"code:{waiting.get('member')}"


KEYS = {"address": get_remote_address, "account": account, "code": half_signed_in}


def was_refused(response: Response) -> bool:
    """Only wrong tries count; who signs in well ten times an hour is nobody to slow down."""
    return response.status_code == 422


def tries(limit: str, *, per: str, only_wrong: bool = True) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A decorator: at most *limit* posts for one address, account or awaited code (*per*)."""
    return limiter.limit(
        limit,
        key_func=KEYS[per],
        methods=["POST"],
        deduct_when=was_refused if only_wrong else None,
    )
