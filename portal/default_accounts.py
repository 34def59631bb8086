"""Set-up, step 5: default accounts and currency, from the organisation's own lists."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.fields import SelectChoice

from jobs import errands, options, pressed, reference_data
from jobs.models import Ledger, ReferenceList
from portal import access, forms, steps
from portal.access import db
from portal.auth import Answer
from portal.steps import step

bp = Blueprint("accounts", __name__, url_prefix="/setup/accounts")

SUITED = {
    "sales": reference_data.sales_accounts,
    "cogs": reference_data.cogs_accounts,
    "freight": reference_data.freight_accounts,
}
FITS = {
    "sales": "income",
    "cogs": "direct costs or expenses",
    "freight": "direct costs or expenses",
}
Row = dict[str, Any]


@bp.route("", methods=["GET", "POST"])
@step(5)
def show() -> Answer:
    ledger = access.ledger()
    if ledger is None:
        return redirect(url_for("consent.show"), 303)
    if request.form.get("refresh"):
        return _read_again(ledger)
    accounts = reference_data.rows(db.session(), ledger.id, "accounts")
    currencies = reference_data.rows(db.session(), ledger.id, "currencies")
    form = _form(ledger, accounts, currencies)
    if request.method == "GET":
        return _page(ledger, form, accounts)
    if not (form.validate() and _check(form, accounts)):
        return _page(ledger, form, accounts), 422
    return _save(ledger, form)


def _form(ledger: Ledger, accounts: list[Row], currencies: list[Row]) -> forms.DefaultAccounts:
    stored = options.stored(db.session(), ledger.id)
    form = forms.DefaultAccounts(
        data={
            "sales": stored.default_sales_account or reference_data.likely(accounts, "sales"),
            "cogs": stored.default_cogs_account or reference_data.likely(accounts, "cogs"),
            "freight": stored.default_freight_account or reference_data.likely(accounts, "freight"),
            "currency": stored.default_currency or ledger.base_currency,
        }
    )
    for purpose, suited in SUITED.items():
        field = form[purpose]
        field.choices = [
            SelectChoice("", "Choose an account"),
            *(SelectChoice(row["code"], _label(row)) for row in suited(accounts)),
        ]
        _keep_typed(field, accounts)
    form.currency.choices = [
        SelectChoice(row["code"], f"{row['code']} · {row.get('description') or ''}") for row in currencies
    ]
    return form


def _label(row: Row) -> str:
    return f"{row['code']} · {row['name']}" + (" · archived" if row["status"] != "ACTIVE" else "")


def _keep_typed(field: SelectField, accounts: list[Row]) -> None:
    """An account that no longer suits stays chosen, so that the message beside it makes sense."""
    if field.data and field.data not in [choice.value for choice in field.choices]:
        row = next((row for row in accounts if row["code"] == field.data), None)
        field.choices.append(SelectChoice(field.data, _label(row) if row else f"{field.data} · not in Xero"))


def _check(form: forms.DefaultAccounts, accounts: list[Row]) -> bool:
    for purpose, suited in SUITED.items():
        field = form[purpose]
        if field.data not in [row["code"] for row in suited(accounts)]:
            field.errors = [_why_not(field.data, FITS[purpose], accounts)]
    if form.currency.data not in [choice.value for choice in form.currency.choices]:
        form.currency.errors = ["Choose a currency that the organisation uses."]
    return not form.errors


def _why_not(code: str, fits: str, accounts: list[Row]) -> str:
    row = next((row for row in accounts if row["code"] == code), None)
    if row is None:
        return f"Xero has no account {code}. Choose one from the list, or read the list again."
    if row["status"] != "ACTIVE":
        return (
            f"Account {code} is archived in Xero. Choose an active one, or restore it in Xero and read the list again."
        )
    if row["system_account"]:
        return f"Xero keeps account {code} for itself. Choose another one."
    return f"Account {code} cannot be used here. Choose one of type {fits}."


def _save(ledger: Ledger, form: forms.DefaultAccounts) -> Response:
    chosen = {f"default_{purpose}_account": form[purpose].data for purpose in SUITED}
    chosen["default_currency"] = form.currency.data
    member_id, workspace_id = access.person().id, access.workspace_id()
    options.save(db.session(), ledger.id, chosen, member_id)
    steps.finish(5)
    access.let_go()
    # The last step lists what stands in Autotask; a paused ledger sends nothing.
    pressed.sync_now(workspace_id, member_id)
    return redirect(url_for("finish.show"), 303)


def _read_again(ledger: Ledger) -> Response:
    access.let_go()
    errands.ask(ledger.workspace_id, "read_lists", access.person().id, ledger_id=ledger.id)
    access.say("Xero is being asked for its lists. They are here in a few seconds; open this page again.")
    return redirect(url_for("accounts.show"), 303)


def _page(ledger: Ledger, form: forms.DefaultAccounts, accounts: list[Row]) -> str:
    read_at = db.session.scalar(
        select(ReferenceList.read_at).where(ReferenceList.ledger_id == ledger.id, ReferenceList.kind == "accounts")
    )
    return render_template(
        "setup/accounts.html",
        steps=steps.steps(5),
        form=form,
        ledger=ledger,
        read_at=read_at,
        active=sum(row["status"] == "ACTIVE" for row in accounts),
        likely={purpose: reference_data.likely(accounts, purpose) for purpose in SUITED},
    )
