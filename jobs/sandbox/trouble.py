"""The trouble switches: which call fails, and how; shared by both imitated vendors."""

import json
import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Response, request
from werkzeug.exceptions import HTTPException

from jobs.sandbox.store import Row, World

# Kinds that decide before the request is worked on, and those that spoil the answer afterwards.
BEFORE = ("drop", "status", "html", "empty", "late_commit", "slow")
AFTER = ("lost_reply", "lost_patch", "truncated", "missing_element", "reordered")
HINTS = ("half_batch", "replay_500", "lag", "unordered")  # the vendor's own code asks for these


class CloseSocket(HTTPException):
    """End the connection without an answer."""

    code = 444

    def get_response(self, environ: Any = None, scope: Any = None) -> Response:
        """Shut the client's socket; what is returned never arrives."""
        _shut(environ or request.environ)
        return Response(status=444)


def _shut(environ: dict[str, Any]) -> None:
    connection = environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)
        connection.close()


def pick(world: World, vendor: str, kinds: tuple[str, ...]) -> Row | None:
    """The first trouble set for this very call, counted down; None when it may go well."""
    with world.lock:
        for trouble in world.troubles:
            if trouble["what"] not in kinds or not _fits(trouble, vendor):
                continue
            if trouble.get("skip", 0) > 0:
                trouble["skip"] -= 1
                continue
            trouble["times"] = trouble.get("times", 1) - 1
            if trouble["times"] <= 0:
                world.troubles.remove(trouble)
            return trouble
    return None


def _fits(trouble: Row, vendor: str) -> bool:
    method, path = trouble.get("method"), trouble.get("path") or ""
    return (
        trouble["vendor"] == vendor
        and (not method or method.upper() == request.method)
        and path.lower() in request.full_path.lower()
    )


def around(world: World, vendor: str, work: Callable[[], Response]) -> Response:
    """Answer the present request with whatever trouble is set for it."""
    edit(world, vendor, "before")
    before = pick(world, vendor, BEFORE)
    if before is not None:
        answer = _before(world, before, work)
        if answer is not None:
            return answer
    answer = work()
    edit(world, vendor, "after")
    if pick(world, vendor, ("disconnect",)) is not None:
        for key in list(world.table("xero.connections")):
            del world.table("xero.connections")[key]
    after = pick(world, vendor, AFTER)
    return _after(after, answer) if after is not None else answer


def _before(world: World, trouble: Row, work: Callable[[], Response]) -> Response | None:
    match trouble["what"]:
        case "drop":
            raise CloseSocket
        case "slow":
            world.clock.sleep(trouble.get("seconds", 1))
            return None
        case "status":
            body = trouble.get("body", "")
            text = body if isinstance(body, str) else json.dumps(body)
            return Response(text, status=trouble["status"], headers=trouble.get("headers") or {})
        case "html":
            return Response("<html><body><h1>Service page</h1></body></html>", status=200, mimetype="text/html")
        case "empty":
            return Response(b"", status=200, mimetype="application/json")
        case "late_commit":
            _commit_later(world, trouble, work)
            raise CloseSocket
    return None


def _commit_later(world: World, trouble: Row, work: Callable[[], Response]) -> None:
    """Do the work when the clock has moved on, long after the caller stopped listening."""
    import threading

    from flask import copy_current_request_context

    moment = world.clock.now() + timedelta(seconds=trouble.get("after", 20))
    request.get_data(cache=True)

    @copy_current_request_context
    def later() -> None:
        world.clock.wait_until(moment)
        work()

    threading.Thread(target=later, daemon=True).start()


def _after(trouble: Row, answer: Response) -> Response:
    match trouble["what"]:
        case "lost_reply" | "lost_patch":
            raise CloseSocket
        case "truncated":
            return _cut(answer)
        case "missing_element":
            return _change_elements(answer, lambda rows: rows[:-1])
        case "reordered":
            return _change_elements(answer, lambda rows: rows[::-1])
    return answer


def _cut(answer: Response) -> Response:
    """Promise the whole body and send half of it."""
    body = answer.get_data()
    half = Response(iter([body[: len(body) // 2]]), status=answer.status_code, mimetype=answer.mimetype)
    half.headers["Content-Length"] = str(len(body))
    half.headers["Connection"] = "close"
    return half


def _change_elements(answer: Response, change: Callable[[list[Any]], list[Any]]) -> Response:
    found = json.loads(answer.get_data())
    for name, rows in found.items():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            found[name] = change(rows)
    answer.set_data(json.dumps(found))
    return answer


def edit(world: World, vendor: str, when: str) -> None:
    """A person changes a row just before or after this call."""
    found = [
        each for each in world.troubles
        if each["what"] == "edit" and each.get("when", "before") == when and _fits(each, vendor)
    ]  # fmt: skip
    for trouble in found:
        if trouble.get("skip", 0) > 0:
            trouble["skip"] -= 1
            continue
        world.troubles.remove(trouble)
        with world.lock:
            table = world.table(trouble["table"])
            for key, row in list(table.items()):
                if key == trouble.get("id") or (trouble.get("match") and _matches(row, trouble["match"])):
                    table[key] = {**row, **trouble["set"]}


def _matches(row: Row, wanted: Row) -> bool:
    return all(row.get(name) == value for name, value in wanted.items())
