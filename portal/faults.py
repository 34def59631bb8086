"""The live list of faults, by cause, and the buttons that end them."""

from collections.abc import Callable
from hashlib import blake2s
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from jobs import pressed
from jobs.models import Document, Fault, Ledger
from portal import access, fault_groups
from portal.access import db, for_members
from portal.document_page import show
from portal.fault_groups import Group
from portal.htmx import wants_fragment
from portal.scope import ledger_here, press

bp = Blueprint("faults", __name__, url_prefix="/faults")

NONE_OF_THESE = "none"


@bp.get("")
@for_members()
def index() -> str:
    """Open faults by cause, the newest first, then warnings."""
    return _render("faults/index.html")


@bp.get("/groups")
@for_members()
def groups() -> str:
    """The same cards, for a reader at the top of the page or one who asked for them."""
    return _render("faults/_groups.html", fresh=True)


@bp.get("/news")
@for_members()
def news() -> str | tuple[str, int]:
    """Whether anything has changed since the page was drawn; nothing when the reader knows."""
    found = fault_groups.find_groups(db.session(), ledger_here())
    seen = _fingerprint(found)
    if request.args.get("seen") == seen:
        return "", 204
    return render_template("faults/_news.html", seen=seen, changed=True)


def _render(template: str, **more: Any) -> str:
    ledger = ledger_here()
    found = fault_groups.find_groups(db.session(), ledger)
    totals = fault_groups.count_open(db.session(), ledger.workspace_id)
    return render_template(
        template, ledger=ledger, groups=found, totals=totals, seen=_fingerprint(found), shown=fault_groups.SHOWN, **more
    )


def _fingerprint(found: list[Group]) -> str:
    told = [(group.code, group.kind, group.count, group.times, group.newest) for group in found]
    return blake2s(repr(told).encode(), digest_size=8).hexdigest()


@bp.get("/cause/<code>")
@for_members("standard")
def confirm_retry(code: str) -> str:
    """How many documents a retry of the whole cause would start, before it does."""
    group = _find_group(ledger_here(), code)
    return render_template("faults/retry_cause.html", group=group)


@bp.post("/cause/<code>/retry")
@for_members("standard")
def retry_cause(code: str) -> AnyResponse:
    """Retry every document that stopped for the same reason."""
    _find_group(ledger_here(), code)
    press(pressed.retry_cause, access.workspace_id(), code, done="{} are tried again.")
    return redirect(url_for("faults.index"), 303)


def _find_group(ledger: Ledger, code: str) -> Group:
    for group in fault_groups.find_groups(db.session(), ledger):
        if group.code == code and group.kind == "fault":
            return group
    abort(404)


@bp.post("/<int:fault_id>/retry")
@for_members("standard")
def retry(fault_id: int) -> AnyResponse:
    return _pressed(fault_id, pressed.retry_fault, "It is tried again.")


@bp.post("/<int:fault_id>/dismiss")
@for_members("standard")
def dismiss(fault_id: int) -> AnyResponse:
    return _pressed(fault_id, pressed.dismiss, "Dismissed.")


@bp.post("/<int:fault_id>/stamp")
@for_members("standard")
def stamp(fault_id: int) -> AnyResponse:
    return _pressed(fault_id, _stamp, "It is stamped again.")


def _stamp(fault_id: int, member_id: int) -> None:
    document_id = access.find(Fault, fault_id).document_id
    access.let_go()
    if document_id is None:
        raise pressed.NotNow("This fault is not about a document.")
    pressed.stamp_again(document_id, member_id)


@bp.post("/<int:fault_id>/link")
@for_members("standard")
def link(fault_id: int) -> AnyResponse:
    """The company's contact is this one, from now on."""
    access.find(Fault, fault_id)
    contact_id = request.form.get("contact_id", "")
    press(lambda who: pressed.link_contact(fault_id, contact_id, who), done="Linked. {} of its documents go now.")
    return redirect(url_for("faults.index"), 303)


@bp.post("/<int:fault_id>/choose")
@for_members("standard")
def choose(fault_id: int) -> AnyResponse:
    """The answer to *Xero may have it already*: one of the candidates, or none of them."""
    fault, answer = access.find(Fault, fault_id), request.form.get("xero_id", "")
    offered = [each["id"] for each in (fault.detail or {}).get("candidates", ())]
    if fault.document_id is None or (answer != NONE_OF_THESE and answer not in offered):
        access.say("Choose one of the documents, or none of these.")
        return redirect(url_for("faults.index"), 303)
    chosen = None if answer == NONE_OF_THESE else answer
    done = "It is sent." if chosen is None else "That one is it; nothing is sent."
    document_id = fault.document_id
    press(lambda who: pressed.choose_candidate(document_id, chosen, who), done=done)
    return redirect(url_for("documents.one", document_id=document_id), 303)


def _pressed(fault_id: int, action: Callable[[int, int], Any], done: str) -> AnyResponse:
    fault = access.find(Fault, fault_id)
    press(action, fault.id, done=done)
    document = db.session.get(Document, fault.document_id) if request.form.get("back") == "document" else None
    if not wants_fragment():
        back = url_for("documents.one", document_id=document.id) if document else url_for("faults.index")
        return redirect(back, 303)
    if document is None:
        return Response(_render("faults/_groups.html", fresh=True, pressed=True))
    shown = show(db.session(), document)
    return Response(render_template("documents/_document.html", shown=shown, pressed=True))
