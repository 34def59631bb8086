"""Our mark on what we create in Xero, made of Autotask's numbers alone so that a reinstall finds it again."""

import hashlib
import re
from urllib.parse import urlsplit

PART_LENGTH = 60

_MARKER = re.compile(r"ts-\d+-[a-z][a-z_]*-\d+(?:-[A-Za-z0-9._]+)?(?:-r\d+)?")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9.]")
# Xero refuses a Url with its own name in it, and a part such as "r2" would read as a revision.
_MISREAD = re.compile(r"x(?=ero)|\Ar(?=\d+\Z)", re.IGNORECASE)


def marker(ci: int, source_kind: str, autotask_id: int, part: str = "", revision: int = 1) -> str:
    """Name a document: ts-<ci>-<source kind>-<id>, then its part and its revision from the second on."""
    pieces = ["ts", str(ci), source_kind, str(autotask_id)]
    if part:
        pieces.append(_plain(part))
    if revision > 1:
        pieces.append(f"r{revision}")
    return "-".join(pieces)


def contact_number(ci: int, company_id: int) -> str:
    return f"AT-{ci}-{company_id}"


def url(public_url: str, marker: str) -> str:
    return f"{public_url.rstrip('/')}/d/{marker}"


def marker_in(url: str | None) -> str | None:
    """Read our marker from the last segment of an address; None when there is none of ours."""
    try:
        path = urlsplit(url or "").path
    except ValueError:  # an address a person typed, such as http://[
        return None
    last = path.rstrip("/").rpartition("/")[2]
    return last if _MARKER.fullmatch(last) else None


def _plain(part: str) -> str:
    """Spell a part with letters, digits, points and _xx, so that no two parts are spelt alike."""
    spelt = _NOT_PLAIN.sub(lambda found: _hex(found[0]), part)
    spelt = _MISREAD.sub(lambda found: _hex(found[0]), spelt)
    if len(spelt) <= PART_LENGTH:
        return spelt
    return f"{spelt[:40]}_h{hashlib.sha256(part.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _hex(char: str) -> str:
    return "".join(f"_{byte:02x}" for byte in char.encode("utf-8", "surrogatepass"))
