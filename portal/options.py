"""The options of invoices, saved section by section."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as AnyResponse

from jobs import options as stored_options
from jobs import reference_data
from jobs.models import Ledger, Option
from jobs.plumbing import clock
from portal import access, option_form, option_sections, option_template, reading
from portal.access import db, for_members
from portal.htmx import wants_fragment
from portal.option_shapes import Section
from portal.scope import ledger_here

bp = Blueprint("options", __name__, url_prefix="/options")

bp.add_app_template_filter(option_template.sample, "sample_line")

Offer = Mapping[str, Sequence[tuple[str, str]]]


@bp.get("")
@for_members()
def find() -> AnyResponse:
    """The settings area: whatever was searched, by our names or today's, leads to the page that has it."""
    return redirect(url_for("options.index", q=request.args.get("q") or None))


@bp.get("/invoices")
@for_members()
def index() -> str:
    """Every section, or those in which the searched words stand."""
    ledger, q = ledger_here(), reading.words(request.args, "q")
    return _page(ledger, q, {})


@bp.get("/invoices/sample")
@for_members()
def sample() -> str:
    """A line as the template that is being typed would write it."""
    template = request.args.get(option_template.FIELD, "")
    return render_template("options/_sample.html", written=option_template.sample(template))


@bp.post("/invoices/<section_id>")
@for_members("standard")
def save(section_id: str) -> AnyResponse:
    """Save one section; what cannot be right comes back with the reason and what was typed."""
    section, ledger = option_sections.find_section(section_id), ledger_here()
    if section is None:
        abort(404)
    before = stored_options.stored(db.session(), ledger.id)
    read = option_form.read_section(section, request.form, _codes(_offer(ledger)), before)
    if read.wrong:
        return _refused(ledger, section, {"typed": read.typed, "wrong": read.wrong})
    stored_options.save(db.session(), ledger.id, dict(read.values), access.person().id)
    db.session.commit()
    if wants_fragment():
        return make_response(
            render_template("options/_section.html", **_section(ledger, section, {"just_saved": True}))
        )
    access.say(f"{section.title} saved.")
    return redirect(url_for("options.index") + f"#{section.id}", 303)


def _refused(ledger: Ledger, section: Section, state: Mapping[str, Any]) -> AnyResponse:
    db.session.rollback()
    if wants_fragment():
        return make_response(render_template("options/_section.html", **_section(ledger, section, state)), 422)
    return make_response(_page(ledger, "", {section.id: state}), 422)


def _page(ledger: Ledger, q: str, states: Mapping[str, Mapping[str, Any]]) -> str:
    found = option_sections.matching(q)
    saved_at, values, offer = _saved_at(ledger), _values(ledger), _offer(ledger)
    return render_template(
        "options/index.html",
        ledger=ledger,
        q=q,
        sections=[
            {
                "section": section,
                "values": values | dict(states.get(section.id, {}).get("typed", {})),
                "wrong": states.get(section.id, {}).get("wrong", {}),
                "saved_at": _latest(section, saved_at),
            }
            for section in found
        ],
        everything=option_sections.SECTIONS,
        offer=offer,
    )


def _section(ledger: Ledger, section: Section, state: Mapping[str, Any]) -> dict[str, Any]:
    values = _values(ledger)
    return {
        "section": section,
        "values": values | dict(state.get("typed", {})),
        "wrong": state.get("wrong", {}),
        "just_saved": state.get("just_saved", False),
        "saved_at": clock.now() if state.get("just_saved") else _latest(section, _saved_at(ledger)),
        "offer": _offer(ledger),
    }


def _values(ledger: Ledger) -> dict[str, Any]:
    """Every field of the page as stored; the switches of the template are ticked by its text."""
    options = stored_options.stored(db.session(), ledger.id)
    return {**asdict(options), **option_template.ticked(options.line_template)}


def _saved_at(ledger: Ledger) -> dict[str, datetime]:
    rows = select(Option.name, func.max(Option.saved_at)).where(Option.ledger_id == ledger.id).group_by(Option.name)
    return dict(db.session.execute(rows).all())


def _latest(section: Section, saved_at: Mapping[str, datetime]) -> datetime | None:
    return max((saved_at[option.name] for option in section.options if option.name in saved_at), default=None)


def _offer(ledger: Ledger) -> Offer:
    """What the organisation's own lists offer for accounts and currency."""
    accounts = reference_data.rows(db.session(), ledger.id, "accounts")
    currencies = reference_data.rows(db.session(), ledger.id, "currencies")
    suited = {
        "default_sales_account": reference_data.sales_accounts(accounts),
        "default_cogs_account": reference_data.cogs_accounts(accounts),
        "default_freight_account": reference_data.freight_accounts(accounts),
        "rounding_account": reference_data.rounding_accounts(accounts),
    }
    offer = {name: [(row["code"], f"{row['code']} · {row['name']}") for row in rows] for name, rows in suited.items()}
    offer["default_currency"] = [
        (row["code"], f"{row['code']} · {row['description']}" if row.get("description") else row["code"])
        for row in currencies
    ]
    return offer


def _codes(offer: Offer) -> dict[str, list[str]]:
    return {name: [code for code, _ in choices] for name, choices in offer.items()}
