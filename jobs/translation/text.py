"""Text that Xero takes: cleaned, cut at its limits, never silently."""

import hashlib
import re
import unicodedata

# Xero: Description 1-4,000 characters; names, numbers and references at most 255 (its accounting description).
DESCRIPTION_LENGTH = 4000
NAME_LENGTH = 255

# Joiners shape letters in several scripts and hold emoji together; in a name they are as invisible as the rest.
_KEPT = "\n\u200c\u200d"
_LINE_BREAKS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# XML 1.0 knows no such characters, and lone surrogates cannot be sent at all.
_NEVER = "\ufffe\uffff"
_PUNCTUATION = str.maketrans(
    {
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2026": "...", "\u00a0": " ",
        "\u00df": "ss", "\u00e6": "ae", "\u00c6": "AE", "\u00f8": "o", "\u00d8": "O", "\u0142": "l", "\u0141": "L",
        "\u0153": "oe", "\u0152": "OE", "\u00f0": "d", "\u00d0": "D", "\u00fe": "th", "\u00de": "Th",
    }
)  # fmt: skip


def clean(text: str | None) -> str:
    """Drop control and invisible characters, also those that turn the reading direction; line breaks stay."""
    if not text:
        return ""
    if text.isprintable():  # true of no character that is invisible or breaks a line
        return text.strip()
    text = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    if not text.replace("\n", "").isprintable():
        text = "".join(char for char in text if char in _KEPT or not is_invisible(char))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def is_invisible(char: str) -> bool:
    return char in _NEVER or unicodedata.category(char) in ("Cc", "Cf", "Cs")


def one_line(text: str | None) -> str:
    """Clean, and make every run of blanks and line breaks one blank."""
    return " ".join(clean(text).split())


def length(text: str) -> int:
    """Count as Xero's .NET does: characters beyond the first 65,536, such as emoji, count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def prefix(text: str, limit: int) -> str:
    """Take the longest beginning that counts at most *limit*."""
    while length(text) > limit:
        text = text[: min(limit, len(text) - (length(text) - limit + 1) // 2)]
    return text


def pages(text: str, limit: int = DESCRIPTION_LENGTH) -> list[str]:
    """Cut a long text into parts of at most *limit*, at a line break or blank of each part's last quarter if any."""
    parts = []
    while length(text) > limit:
        part = prefix(text, limit)
        for break_at in ("\n", " "):
            place = part.rfind(break_at, len(part) * 3 // 4)
            if place > 0:
                part = part[:place]
                break
        parts.append(part.rstrip())
        text = text[len(part) :].lstrip()
    return [*parts, text] if text else parts


def shorten(text: str, limit: int = NAME_LENGTH) -> str:
    """Cut a name that is too long; its end becomes a check sum of the whole, so that it is always the same
    and two long names with one beginning stay two.
    """
    if length(text) <= limit:
        return text
    mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{prefix(text, limit - len(mark) - 2).rstrip()} ~{mark}"


def shorten_at_word(text: str, limit: int = NAME_LENGTH) -> str:
    """Cut a reference that is too long at a blank of its last quarter, or hard."""
    return pages(text, limit)[0] if length(text) > limit else text


def is_printable_ascii(text: str) -> bool:
    return text.isascii() and text.isprintable()


def to_ascii(text: str) -> str:
    """Write in printable ASCII: accents dropped, dashes and quotes plain, what has no likeness left out."""
    spelt = unicodedata.normalize("NFKD", one_line(text).translate(_PUNCTUATION))
    return " ".join("".join(char for char in spelt if is_printable_ascii(char)).split())
