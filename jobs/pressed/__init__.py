"""What a person pressed: each button is one conditional change, its log line, and a ring of the bell."""

from jobs.pressed.documents import (
    mark_already_in_xero,
    remove_from_list,
    skip,
    sync_document,
    sync_now,
    sync_one_by_number,
    unskip,
)
from jobs.pressed.ledgers import activate, pause
from jobs.pressed.linking import link_contact
from jobs.pressed.resyncing import choose_candidate, resync
from jobs.pressed.retrying import dismiss, retry_cause, retry_fault, stamp_again
from jobs.pressed.rows import NotNow

__all__ = [
    "NotNow",
    "activate",
    "choose_candidate",
    "dismiss",
    "link_contact",
    "mark_already_in_xero",
    "pause",
    "remove_from_list",
    "resync",
    "retry_cause",
    "retry_fault",
    "skip",
    "stamp_again",
    "sync_document",
    "sync_now",
    "sync_one_by_number",
    "unskip",
]
