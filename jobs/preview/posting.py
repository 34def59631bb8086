"""*Post exactly this*: lets the documents of a preview go with the very payload that was shown, or not at all."""

from collections.abc import Collection

from sqlalchemy import select

from jobs.faults import close_faults
from jobs.history import tell
from jobs.models import Preview, PreviewRow
from jobs.plumbing import clock, db
from jobs.pressed.rows import FLOW, in_doubt, locked, name_of, wait_again
from jobs.queues import ring

OPEN = ("waiting", "held", "fault")


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
        by, going = name_of(session, member_id), 0
        for shown_row in session.scalars(shown.order_by(PreviewRow.document_id)).all():
            row = locked(session, shown_row.document_id)
            if row.disposition not in OPEN or row.xero_id is not None or in_doubt(session, row.id):
                continue
            close_faults(session, row.workspace_id, f"document:{row.id}", "posted from a preview", kind="fault")
            wait_again(row)
            row.promised, shown_row.posted_at = shown_row.promise, clock.now()
            tell(session, row.workspace_id, "PRESSED_POST_SHOWN", document=row, by=by)
            going += 1
        workspace_id = preview.workspace_id
    if going:
        ring(FLOW, workspace_id, now=True)
    return going
