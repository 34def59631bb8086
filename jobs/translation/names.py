"""Names: as Xero takes them, and the key by which two of them are the same."""

import unicodedata
from typing import NamedTuple

from jobs.translation.text import NAME_LENGTH, is_invisible, length, shorten

OUTER_SPACES = "spaces at the ends dropped"
REPEATED_SPACES = "repeated spaces made one"
INVISIBLE = "invisible characters dropped"
ANGLE_BRACKETS = "angle brackets removed"
COMPOSED = "accents joined to their letters"
SHORTENED = "shortened to 255 characters"


class Name(NamedTuple):
    """A name as Xero takes it and what was done to it."""

    text: str
    changes: tuple[str, ...]


class Compared(NamedTuple):
    """Two names with the same key are the same name; *changes* tells what was left out of the comparison."""

    key: str
    changes: tuple[str, ...]


def contact_name(name: str | None) -> Name:
    """Make a name that Xero takes: no angle brackets, no outer or repeated blanks, at most 255 characters.

    The text may come out empty.
    """
    name = name or ""
    if name.isascii() and name.isprintable() and _is_tidy(name):
        return Name(name, ())
    changes = []
    visible = "".join(char for char in name if char.isspace() or not is_invisible(char))
    if visible != name:
        changes.append(INVISIBLE)
    # Xero contacts: "no angle brackets, no leading, trailing or repeated blanks" (read 2026-10).
    bare = visible.replace("<", "").replace(">", "")
    if bare != visible:
        changes.append(ANGLE_BRACKETS)
    if bare != bare.strip():
        changes.append(OUTER_SPACES)
    tidy = " ".join(bare.split())
    if tidy != bare.strip():
        changes.append(REPEATED_SPACES)
    composed = unicodedata.normalize("NFC", tidy)
    if composed != tidy:
        changes.append(COMPOSED)
    short = shorten(composed)
    if short != composed:
        changes.append(SHORTENED)
    return Name(short, tuple(changes))


def comparison_key(name: str | None, ignore_case: bool) -> Compared:
    """Build the key names are matched by: as Xero would hold the name, without case if so chosen."""
    tidy, changes = contact_name(name)
    # lower(), not casefold(): to Xero, as to everyone, Straße and Strasse are two names.
    return Compared(tidy.lower() if ignore_case else tidy, changes)


def _is_tidy(name: str) -> bool:
    tidy = not ("<" in name or ">" in name or "  " in name) and name == name.strip()
    return tidy and length(name) <= NAME_LENGTH
