"""The log that machines read: one JSON object a line on standard error, without secrets."""

import json
import logging
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime

workspace: ContextVar[int | None] = ContextVar("workspace", default=None)

SECRET = re.compile(
    r"(?i)(authorization|secret|password|refresh_token|access_token|code)([\"']?\s*[:=]\s*[\"']?)[^\s\"'&,}]+"
)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "said": SECRET.sub(r"\1\2…", record.getMessage()),
        }
        if workspace.get() is not None:
            line["workspace"] = str(workspace.get())
        if record.exc_info:
            line["trace"] = SECRET.sub(r"\1\2…", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def set_up(level: str = "INFO") -> None:
    """Send everything that is logged in this process, libraries included, to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for noisy in ("urllib3", "rq.worker", "werkzeug"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
