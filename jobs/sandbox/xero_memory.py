"""Xero's idempotency memory: one app's keys, each kept for six minutes from its first call, errors included."""

import base64
import hashlib
import threading
import uuid

from jobs.sandbox import clock, xero_problems
from jobs.sandbox.store import Row, World
from jobs.sandbox.wire import HangUp, Reply, Request

KEPT = 360
LONGEST = 128
MANY = 200
WRITES = ("PUT", "POST", "PATCH")  # ignored on DELETE and GET
PATIENCE = 100.0
SWALLOWED = Reply(202, (), b"")


class Memory:
    """Keys belong to the app, not to the organisation (idempotency page, read 2026-11)."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._under_way: dict[str, threading.Event] = {}
        self._forget_unfinished()

    def _forget_unfinished(self) -> None:
        """What was under way when the sandbox stopped never ends, unless it is to be committed late."""
        table, late = self._world.table("xero.replies"), self._world.table("sandbox.late")
        for key in [key for key, row in table.items() if row["status"] is None and row["owner"] not in late]:
            del table[key]

    def begin(self, request: Request) -> tuple[Reply | None, str | None]:
        """The reply that is remembered, or None and the token to `end` with when the request is to be carried out.

        Raises HangUp for a repeat of a request that is still under way for longer than anybody waits.
        """
        key = request.headers.get("idempotency-key")
        if not key or request.method not in WRITES or request.marks.get("hold") in ("drop", "status"):
            return None, None
        if len(key) > LONGEST:
            said = f"Idempotency Key: maximum length is {LONGEST} characters."
            return xero_problems.exception(10, "ValidationException", said), None
        while True:
            with self._world.lock("xero"):
                row = self._fresh(key)
                if row is None or row["owner"] == request.marks.get("late"):
                    return None, self._start(key, request, row)
                answer = _remembered(key, row, request)
                under_way = self._under_way.get(key)
            if answer is not None:
                return answer, None
            if under_way is None or not under_way.wait(PATIENCE):
                raise HangUp

    def _fresh(self, key: str) -> Row | None:
        row = self._world.table("xero.replies").get(key)
        now = self._world.now_text()
        return row if row is not None and row["first"] <= now < clock.later(row["first"], KEPT) else None

    def _start(self, key: str, request: Request, row: Row | None) -> str:
        is_late = request.marks.get("hold") == "late_commit"
        owner = str(request.marks.get("late_id") if is_late else request.marks.get("late") or uuid.uuid4())
        self._forget()
        self._world.table("xero.replies")[key] = {
            "first": row["first"] if row else self._world.now_text(),
            "fingerprint": fingerprint(request),
            "owner": owner,
            "status": None,
        }
        if not is_late:
            self._under_way[key] = threading.Event()
        return owner

    def _forget(self) -> None:
        table = self._world.table("xero.replies")
        if len(table) > MANY:
            oldest = clock.later(self._world.now_text(), -KEPT)
            for key in [key for key, row in table.items() if row["first"] < oldest]:
                del table[key]

    def end(self, key: str, token: str, reply: Reply) -> None:
        """Remember the reply of the request that `begin` gave *token* for."""
        with self._world.lock("xero"):
            table = self._world.table("xero.replies")
            row = table.get(key)
            if row is not None and row["owner"] == token:
                body = base64.b64encode(reply.body).decode()
                table.change(key, status=reply.status, headers=[list(pair) for pair in reply.headers], body=body)
            under_way = self._under_way.pop(key, None)
        if under_way is not None:
            under_way.set()


def fingerprint(request: Request) -> str:
    """Any change of method, address or body makes another request."""
    parts = (request.method.encode(), request.path.encode(), request.query.encode(), request.body)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _remembered(key: str, row: Row, request: Request) -> Reply | None:
    """None: the first is still under way."""
    if row["fingerprint"] != fingerprint(request):
        said = f"Idempotency Key: {key} is used with a different request."
        return xero_problems.exception(10, "ValidationException", said)
    if row["status"] is not None:
        headers = tuple((name, value) for name, value in row["headers"])
        return Reply(row["status"], headers, base64.b64decode(row["body"]))
    return SWALLOWED if "late" in request.marks else None
