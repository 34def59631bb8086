"""Reads the files that Autotask hands out, without I/O: their content comes in more than one form."""

import base64
import binascii
from typing import Any

import msgspec

from jobs.autotask.protocol import Envelope
from jobs.autotask.work import File
from jobs.plumbing.errors import NotFound


def read_attachment(envelope: Envelope) -> File:
    """A ticket's file: one object, or a list of one (which of the two is not told). Raises NotFound."""
    found = {name: msgspec.json.decode(part) for name, part in envelope.items()}
    row = found.get("item") or next(iter(found.get("items") or ()), None)
    if row is None:
        raise NotFound("Autotask has no such attachment")
    return _file({name.lower(): value for name, value in row.items()}, "fullpath")


def read_pdf(envelope: Envelope) -> File:
    """A printed invoice."""
    return _file({name: msgspec.json.decode(part) for name, part in envelope.items()}, "filename")


def _file(row: dict[str, Any], name: str) -> File:
    return File(
        name=str(row.get(name) or row.get("title") or "file"),
        content_type=str(row.get("contenttype") or "application/octet-stream"),
        content=_content(row.get("data")),
    )


def _content(data: Any) -> bytes:
    """Base64, or the bytes as numbers: it is declared as the one and by other clients read as the other."""
    if isinstance(data, list):
        return bytes(data)
    if not isinstance(data, str) or not data:
        raise ValueError("no content in the reply")
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise ValueError(f"its content is no base64: {error}") from error
