"""Files of Xero's documents, without I/O: which names they may have, and where they go."""

import re
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from jobs.xero.elements import number, text

MOST_FILES = 10  # of one document
BIGGEST_FILE = 10_000_000
LONGEST_NAME = 255
# Attachments page, read 2026-11.
FORBIDDEN = re.compile(r'[<>:"/\\|?*+\x00-\x1f]')


class Attachment(Struct, frozen=True):
    id: str
    file_name: str
    mime_type: str | None = None
    size: int | None = None


def attachment(element: dict[str, Any]) -> Attachment:
    size = number(element.get("ContentLength"))
    return Attachment(
        id=element["AttachmentID"],
        file_name=text(element.get("FileName")) or "",
        mime_type=text(element.get("MimeType")),
        size=int(size) if size is not None else None,
    )


def file_name(wanted: str) -> str:
    """The name as Xero takes it: what it forbids becomes a blank, and the end of the name stays when it is too long."""
    name = " ".join(FORBIDDEN.sub(" ", wanted).split())
    return name[-LONGEST_NAME:].lstrip() or "file"


def path_of(resource: str, document_id: str, name: str) -> str:
    """Where a file of that name goes. Raises ValueError for a name that Xero does not take."""
    if not name or FORBIDDEN.search(name):
        raise ValueError(f"{name!r} is no name for a file in Xero")
    return f"{resource}/{document_id}/Attachments/{quote(name, safe='')}"
