"""What stands before each vendor's application: control addresses, the request log, latency and trouble."""

import io
import sys
import threading
import time
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flask import Flask
from flask import request as flask_request
from werkzeug.wrappers import Response

from jobs.sandbox import clock, control
from jobs.sandbox.store import Row, World
from jobs.sandbox.trouble import Struck
from jobs.sandbox.wire import HangUp, Reply, Request

HELD = "X-Sandbox-Held"
# The hop's own headers: the server writes these itself.
OURS = ("content-length", "connection", HELD.lower())


def here() -> Request:
    """The request being answered, with the sandbox's marks; for code of a vendor's application."""
    asked: Request = flask_request.environ["sandbox.request"]
    return asked


class Front:
    """One vendor's way in. Its application's own `before_request` functions run before the latency is slept, so that
    what they count (calls at once, calls a minute) lasts as long as the call does."""

    def __init__(self, world: World, vendor: str, app: Flask) -> None:
        self.world = world
        self.vendor = vendor
        self._app = app
        self._settling = threading.Lock()
        app.before_request(self._pause)

    def answer(self, request: Request) -> Reply:
        """The reply to *request*. Raises HangUp when there is to be none."""
        if request.path.startswith(control.PREFIX):
            return control.answer(self.world, request)
        self.settle()
        entry = self.world.log.begin(request, self.world.now())
        status: int | None = None
        try:
            reply = self._with_trouble(request)
            status = reply.status
            return reply
        finally:
            self.world.log.end(entry, status)

    def _with_trouble(self, request: Request) -> Reply:
        struck = self.world.trouble.strike(self.vendor, request.method, request.path)
        if not struck.items:
            return self._call(request)
        self._edit(struck.edits("before"))
        late = str(uuid.uuid4())
        reply = self._call(request.marked(**struck.marks(), late_id=late))
        held = any(name == HELD for name, _ in reply.headers)
        if "hold" in struck.marks() and not held:
            return reply  # refused at the door already: limits and log-ins go before all else
        if struck.marks().get("hold") == "late_commit":
            self._keep_for_later(late, request, struck)
        self._edit(struck.edits("after"))
        if struck.disconnects:
            self._disconnect(request.headers.get("xero-tenant-id"))
        return struck.spoil(reply)

    def _call(self, request: Request) -> Reply:
        got: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            got.update(status=int(status[:3]), headers=headers)

        environ = _environ(request)
        parts = self._app.wsgi_app(environ, start)
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        if environ.get("sandbox.hang_up"):
            raise HangUp
        kept = tuple((name, value) for name, value in got["headers"] if name.lower() not in OURS or name == HELD)
        return Reply(got["status"], kept, body)

    def _pause(self) -> Response | None:
        request = here()
        if "late" in request.marks:
            return None
        delay = float(self.world.setting("latency").get(self.vendor, 0)) + request.marks.get("slow", 0.0)
        if delay:
            time.sleep(delay)
        return Response(status=202, headers={HELD: "1"}) if "hold" in request.marks else None

    def _keep_for_later(self, name: str, request: Request, struck: Struck) -> None:
        item = struck.strike
        after = float(item.details.get("after", 20)) if item else 0.0
        self.world.table("sandbox.late")[name] = {
            "id": name,
            "vendor": self.vendor,
            "due": clock.later(self.world.now_text(), after),
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "headers": dict(request.headers),
            "body": request.body.decode("latin-1"),  # a file is no text
        }

    def settle(self) -> None:
        """Commit what was to be committed late and is due by now."""
        late = self.world.table("sandbox.late")
        if not late.contents:
            return
        with self._settling:
            now = self.world.now_text()
            rows = [each for each in late.values() if each["vendor"] == self.vendor and each["due"] <= now]
            for row in sorted(rows, key=lambda each: str(each["due"])):
                del late[row["id"]]
                self._call(_kept(row))

    def _edit(self, edits: list[Mapping[str, Any]]) -> None:
        for edit in edits:
            vendor = edit["table"].partition(".")[0]
            with self.world.lock(vendor):
                table = self.world.table(edit["table"])
                for key in [key for key, row in table.items() if _is_meant(key, row, edit)]:
                    if edit.get("remove"):
                        del table[key]
                        continue
                    moved = {"UpdatedDateUTC": self.world.now_text()} if "UpdatedDateUTC" in table[key] else {}
                    table.change(key, **{**moved, **edit.get("set", {})})

    def _disconnect(self, tenant_id: str | None) -> None:
        """As a person does it inside Xero: only the next call will tell."""
        with self.world.lock("xero"):
            connections = self.world.table("xero.connections")
            for key in [key for key, row in connections.items() if tenant_id in (None, row["tenantId"])]:
                del connections[key]


def _is_meant(key: Any, row: Row, edit: Mapping[str, Any]) -> bool:
    if "id" in edit:
        return bool(key == edit["id"])
    wanted: Mapping[str, Any] = edit.get("match", {})
    return all(row.get(name) == value for name, value in wanted.items())


def _kept(row: Row) -> Request:
    return Request(
        row["vendor"],
        row["method"],
        row["path"],
        row["query"],
        row["headers"],
        row["body"].encode("latin-1"),
        {"late": row["id"]},
    )


def _environ(request: Request) -> dict[str, Any]:
    headers = request.headers
    environ: dict[str, Any] = {
        f"HTTP_{name.upper().replace('-', '_')}": value
        for name, value in headers.items()
        if name not in ("content-type", "content-length")
    }
    host, _, port = headers.get("host", "localhost:80").partition(":")
    return environ | {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        # WSGI hands on the path's bytes as latin-1 (PEP 3333).
        "PATH_INFO": request.path.encode().decode("latin-1"),
        "RAW_URI": quote(request.path),
        "QUERY_STRING": request.query,
        "CONTENT_TYPE": headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(request.body)),
        "SERVER_NAME": host,
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "sandbox.request": request,
    }
