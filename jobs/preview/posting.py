"""*Post exactly this*: lets the documents of a preview go with the very payload that was shown, or not at all."""

from collections.abc import Collection

from sqlalchemy import select

from jobs.delivery import settling
from jobs.delivery.outbox import in_doubt_among
from jobs.faults import close_faults_of
from jobs.history import tell
from jobs.models import Preview, PreviewRow
from jobs.plumbing import clock, db
from jobs.pressed.rows import FLOW, UNSENT, name_of, wait_again
from jobs.queues import ring


def post_shown(preview_id: int, row_ids: Collection[int] | None, member_id: int | None) -> int:
    """Send what the preview showed as going: *row_ids* of it, or all (None). Returns how many go.

    Each is held to its promise: where translation's result has moved since, the document stops and says so.
    """
    with db.unit_of_work() as session:
        preview = session.get_one(Preview, preview_id)
        shown = select(PreviewRow).where(
            PreviewRow.preview_id == preview_id, PreviewRow.result == "goes", PreviewRow.posted_at.is_(None)
        )
        if row_ids is not None:
            shown = shown.where(PreviewRow.id.in_(row_ids))
        wanted = {each.document_id: each for each in session.scalars(shown)}
        rows = settling.load(session, list(wanted), lock=True)
        doubtful = in_doubt_among(session, set(rows))
        going = {
            row.id: row
            for row in rows.values()
            if row.disposition in UNSENT and row.xero_id is None and row.id not in doubtful
        }
        close_faults_of(session, set(going), "posted from a preview", kind="fault")
        by = name_of(session, member_id)
        for row_id in sorted(going):
            wait_again(going[row_id])
            going[row_id].promised, wanted[row_id].posted_at = wanted[row_id].promise, clock.now()
            tell(session, preview.workspace_id, "PRESSED_POST_SHOWN", document=going[row_id], by=by)
        workspace_id = preview.workspace_id
    if going:
        ring(FLOW, workspace_id, now=True)
    return len(going)
