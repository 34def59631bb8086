"""The log that machines read: one JSON object a line on standard error, without secrets."""

import json
import logging
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime

workspace: ContextVar[int | None] = ContextVar("workspace", default=None)
document: ContextVar[int | None] = ContextVar("document", default=None)

NAMES = r"[\w-]*(?:secret|password|passwd|token|api[_-]?key|secret_key|encryption_keys|integration_?code)[\w-]*"
HIDDEN = (
    # Authorization: Bearer abc, and the scheme alone wherever it stands
    (re.compile(r"(?i)(authorization[\"']?\s*[:=]\s*[\"']?)(?!bearer|basic)[^\s\"',}]+"), r"\1…"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), r"\1 …"),
    # secret=abc, "refresh_token": "abc", 'Secret': 'a b'
    (re.compile(rf"(?i)\b({NAMES})([\"']\s*[:=]\s*)(\"[^\"]*\"|'[^']*')"), r"\1\2…"),
    (re.compile(rf"(?i)\b({NAMES}\s*[:=]\s*)[^\s\"'&,;)}}\]…][^\s\"'&,;)}}\]]*"), r"\1…"),
    # ?code=abc of a consent, smtp://user:secret@host, and tokens that stand alone
    (re.compile(r"([?&]code=)[^&\s\"']+"), r"\1…"),
    (re.compile(r"(://[^/\s:@]*:)[^/\s@]+@"), r"\1…@"),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*"), "…"),
)


def without_secrets(text: str) -> str:
    """The text with everything that looks like a secret replaced by …"""
    for pattern, instead in HIDDEN:
        text = pattern.sub(instead, text)
    return text


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "said": without_secrets(record.getMessage()),
        }
        for name, variable in (("workspace", workspace), ("document", document)):
            if variable.get() is not None:
                line[name] = variable.get()
        if record.exc_info:
            line["trace"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def set_up(level: str = "INFO") -> None:
    """Send everything that is logged in this process, libraries included, to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for noisy in ("urllib3", "rq.worker", "werkzeug", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
