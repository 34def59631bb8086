"""Previews: see what Xero would get before anything is sent, and post exactly that."""

from flask import Blueprint, abort, render_template, request, url_for
from sqlalchemy import select
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from jobs import preview as previewing
from jobs.models import Document, Ledger, Member, Preview, PreviewRow
from portal import access, preview_list, reading
from portal.access import db, for_members
from portal.htmx import page_or_fragment
from portal.scope import ledger_here
from portal.telling import name_of

bp = Blueprint("previews", __name__, url_prefix="/previews")

CHOICES = 100  # documents on the page to choose from
EARLIER = 10
NOTHING = "There is nothing to preview: no document waits, and none was chosen."


@bp.get("")
@for_members()
def index() -> str:
    """Choose documents, or all waiting; and what was previewed before."""
    ledger, q = ledger_here(), reading.words(request.args, "q")
    earlier = db.session.execute(
        select(Preview, Member.name)
        .outerjoin(Member, Member.id == Preview.member_id)
        .where(Preview.workspace_id == ledger.workspace_id)
        .order_by(Preview.id.desc())
        .limit(EARLIER)
    ).all()
    return render_template(
        "previews/index.html",
        ledger=ledger,
        q=q,
        waiting=previewing.count_waiting(db.session(), ledger),
        documents=previewing.candidates(db.session(), ledger, q, CHOICES),
        most=CHOICES,
        earlier=earlier,
    )


@bp.post("")
@for_members("standard")
def ask() -> AnyResponse:
    """Start a preview; it writes nothing at either vendor, and does use their calls."""
    ledger = ledger_here()
    chosen = [found for text in request.form.getlist("document") if (found := reading.row_id(text)) is not None]
    access.let_go()
    member_id = access.person().id
    if request.form.get("all"):
        made = previewing.ask_for_waiting(ledger.id, member_id)
    else:
        made = previewing.ask(ledger.id, chosen, member_id)
    if made is None:
        access.say(NOTHING)
        return redirect(url_for("previews.index"), 303)
    return redirect(url_for("previews.one", preview_id=made), 303)


@bp.get("/<int:preview_id>")
@for_members()
def one(preview_id: int) -> AnyResponse:
    """How far it is, and what each document would become; htmx asks again until it is ready."""
    preview = access.find(Preview, preview_id)
    result = request.args.get("result", "")
    if result and result not in preview_list.RESULTS:
        abort(404)
    listed = preview_list.find_rows(db.session(), preview, result, reading.position(request.args, "after"))
    state, said = previewing.how_it_stands(db.session(), preview)
    return page_or_fragment(
        "previews/one.html",
        "previews/_preview.html",
        preview=preview,
        state=state,
        said=said,
        listed=listed,
        result=result,
        words=preview_list,
    )


@bp.get("/<int:preview_id>/rows/<int:row_id>")
@for_members()
def row(preview_id: int, row_id: int) -> str:
    """One document: line by line, where each value came from, every problem, and the difference from Xero."""
    preview = access.find(Preview, preview_id)
    found = db.session.get(PreviewRow, row_id) if row_id <= reading.LARGEST_ID else None
    if found is None or found.preview_id != preview.id or found.result is None:
        abort(404)
    document = access.find(Document, found.document_id)
    ledger = db.session.get_one(Ledger, preview.ledger_id)
    shown = preview_list.show(found, document, preview_list.account_names(db.session(), ledger.id))
    return render_template(
        "previews/row.html",
        preview=preview,
        state=preview.state,
        shown=shown,
        name=name_of(document),
        words=preview_list,
    )


@bp.get("/<int:preview_id>/post")
@for_members("standard")
def confirm(preview_id: int) -> str:
    """Say how many go, before they do."""
    preview = access.find(Preview, preview_id)
    ledger = db.session.get_one(Ledger, preview.ledger_id)
    listed = preview_list.find_rows(db.session(), preview, "goes", None)
    return render_template("previews/post.html", preview=preview, listed=listed, ledger=ledger)


@bp.post("/<int:preview_id>/post")
@for_members("standard")
def post(preview_id: int) -> AnyResponse:
    """Post exactly what was shown: one row, or all that would go."""
    preview = access.find(Preview, preview_id)
    chosen = reading.row_id(request.form.get("row", ""))
    access.let_go()
    going = previewing.post_shown(preview.id, None if chosen is None else [chosen], access.person().id)
    access.say(
        f"{going} {'document goes' if going == 1 else 'documents go'} exactly as shown. "
        "What has moved since then stops and says so."
        if going
        else "Nothing was left to post: it went already, or somebody else is at work on it."
    )
    return redirect(url_for("previews.one", preview_id=preview.id), 303)
