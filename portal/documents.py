"""The list of documents, the page of one, and what a person may press there."""

from collections.abc import Callable
from hashlib import blake2s
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from jobs import pressed
from jobs.models import Document, Ledger
from portal import access, document_list, reading
from portal.access import db, for_members
from portal.document_list import Filter, Page
from portal.document_page import show
from portal.htmx import page_or_fragment, wants_fragment
from portal.scope import ledger_here, press
from portal.telling import kind_of, name_of, spell_quantity, tell_reason

bp = Blueprint("documents", __name__, url_prefix="/documents")
bp.add_app_template_filter(name_of, "document_name")
bp.add_app_template_filter(kind_of, "document_kind")
bp.add_app_template_filter(tell_reason, "document_reason")
bp.add_app_template_filter(spell_quantity, "quantity")

NOTHING_NEW = ("", 204)


@bp.get("")
@for_members()
def index() -> AnyResponse | tuple[str, int]:
    """The list; htmx asks the same address for the rows it already has, to see what became of them."""
    ledger, asked = ledger_here(), document_list.read_filter(request.args)
    at = {name: reading.position(request.args, name) for name in ("before", "after", "upto")}
    page = document_list.find_page(db.session(), ledger, asked, **at)
    counts = document_list.count_by_disposition(db.session(), ledger, asked)
    newer = _count_newer(ledger, asked, page, at)
    seen = _fingerprint(page, counts, newer)
    if wants_fragment() and request.args.get("seen") == seen:
        return NOTHING_NEW
    return page_or_fragment(
        "documents/index.html",
        "documents/_table.html",
        ledger=ledger,
        asked=asked,
        listed=page,
        counts=counts,
        newer=newer,
        seen=seen,
        faults=document_list.find_faults(db.session(), page.rows),
        position={name: value for name, value in at.items() if value is not None and name != "upto"},
        outside=document_list.count_outside(db.session(), ledger.workspace_id),
        limits=document_list,
        is_fragment=wants_fragment(),
    )


def _count_newer(ledger: Ledger, asked: Filter, page: Page, at: dict[str, int | None]) -> int:
    """Newer documents are announced, not pushed in; only the first page is where they would stand."""
    if at["upto"] is None or not page.rows:
        return 0
    return document_list.count_newer(db.session(), ledger, asked, page.rows[0].id)


def _fingerprint(page: Page, counts: dict[str, int], newer: int) -> str:
    told = [(row.id, row.disposition, row.reason, row.changed_at.isoformat()) for row in page.rows]
    return blake2s(repr((told, sorted(counts.items()), newer)).encode(), digest_size=8).hexdigest()


@bp.get("/<int:document_id>")
@for_members()
def one(document_id: int) -> AnyResponse | tuple[str, int]:
    """One document; htmx asks the same address whether anything has changed."""
    shown = show(db.session(), _find(document_id))
    if wants_fragment() and request.args.get("seen") == shown.seen:
        return NOTHING_NEW
    return page_or_fragment("documents/one.html", "documents/_document.html", shown=shown)


@bp.get("/<int:document_id>/remove")
@for_members("standard")
def confirm_removal(document_id: int) -> str:
    """Say what removing does and does not do, before it is done."""
    return render_template("documents/remove.html", document=_find(document_id), name=name_of(_find(document_id)))


@bp.post("/find")
@for_members("standard")
def sync_by_number() -> AnyResponse:
    """Sync one invoice by its number or id, whether we know it yet or not."""
    text, ledger = reading.words(request.form, "number"), ledger_here()
    if not text:
        access.say("Write the number or the id of an Autotask invoice first.")
        return redirect(url_for("documents.index"), 303)
    found = press(lambda who: pressed.sync_one_by_number(ledger.id, text, who), done=f"Looking for {text} in Autotask.")
    there = url_for("documents.one", document_id=found) if found else url_for("log.index", q=text)
    return redirect(there, 303)


@bp.post("/<int:document_id>/sync")
@for_members("standard")
def sync(document_id: int) -> AnyResponse:
    return _pressed(document_id, pressed.sync_document, "It goes next.")


@bp.post("/<int:document_id>/resync")
@for_members("standard")
def resync(document_id: int) -> AnyResponse:
    """Ask Xero first; only what was deleted or voided there is made anew."""
    return _pressed(document_id, pressed.resync, "We are asking Xero; the answer comes in its history.")


@bp.post("/<int:document_id>/skip")
@for_members("standard")
def skip(document_id: int) -> AnyResponse:
    return _pressed(document_id, pressed.skip, "Skipped. It is not sent until you un-skip it.")


@bp.post("/<int:document_id>/unskip")
@for_members("standard")
def unskip(document_id: int) -> AnyResponse:
    return _pressed(document_id, pressed.unskip, "Un-skipped. It goes with the next sweep.")


@bp.post("/<int:document_id>/remove")
@for_members("standard")
def remove(document_id: int) -> AnyResponse:
    document = _find(document_id)
    press(pressed.remove_from_list, document.id, done=f"{name_of(document)} is no longer in the list.")
    return redirect(url_for("documents.index"), 303)


def _find(document_id: int) -> Document:
    """The person's own document; one that was removed from the list still has its page."""
    return access.find(Document, document_id)


def _pressed(document_id: int, action: Callable[[int, int], Any], done: str) -> AnyResponse:
    document = _find(document_id)
    press(action, document.id, done=done)
    if not wants_fragment():
        return redirect(url_for("documents.one", document_id=document_id), 303)
    shown = show(db.session(), document)
    return Response(render_template("documents/_document.html", shown=shown, pressed=True))
