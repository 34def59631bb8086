"""The sandbox's own addresses under /_sandbox: clock, tables, trouble, requests, snapshots, latency, counts."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from jobs.sandbox import wire
from jobs.sandbox.seed import seed_month_end
from jobs.sandbox.store import Row, World
from jobs.sandbox.wire import Reply, Request
from jobs.sandbox.xero_rows import completed, key_of

PREFIX = "/_sandbox/"


def answer(world: World, request: Request) -> Reply:
    """Do what a test asks of the sandbox itself."""
    name = request.path.removeprefix(PREFIX)
    handler = HANDLERS.get((request.method, name))
    if handler is None:
        return Reply.json({"error": f"no {request.method} {name} here"}, 404)
    try:
        content = wire.decode(request.body) if request.body else {}
        return Reply.json(handler(world, content, _query(request)))
    except (KeyError, ValueError, TypeError) as error:
        return Reply.json({"error": f"{type(error).__name__}: {error}"}, 400)


def _query(request: Request) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(request.query).items()}


def _advance(world: World, content: Row, query: dict[str, str]) -> Any:
    world.advance(float(content["advance"]))
    return {"now": world.now_text()}


def _state(world: World, content: Row, query: dict[str, str]) -> Any:
    name = query["table"]
    if name.startswith("sandbox."):
        return {"rows": list(world.table(name).values())}
    with world.lock(name.partition(".")[0]):
        return {"rows": list(world.table(name).values())}


def _put(world: World, content: Row, query: dict[str, str]) -> Any:
    name = content["table"]
    vendor = name.partition(".")[0]
    keys = []
    with world.lock(vendor):
        table = world.table(name)
        for row in content["rows"]:
            full = completed(world, name, row) if vendor == "xero" else row
            key = key_of(name, full)
            table[key] = {**table.contents.get(key, {}), **full}
            keys.append(key)
    return {"keys": keys}


def _trouble(world: World, content: Row, query: dict[str, str]) -> Any:
    for item in content if isinstance(content, list) else [content]:
        world.trouble.add(item)
    return {"waiting": world.trouble.waiting()}


def _no_trouble(world: World, content: Row, query: dict[str, str]) -> Any:
    world.trouble.clear()
    return {"waiting": []}


def _requests(world: World, content: Row, query: dict[str, str]) -> Any:
    vendor = query.get("vendor")
    return {"requests": [each for each in world.log.entries() if vendor in (None, each["vendor"])]}


def _no_requests(world: World, content: Row, query: dict[str, str]) -> Any:
    world.log.clear()
    return {"requests": []}


def _counts(world: World, content: Row, query: dict[str, str]) -> Any:
    return world.log.counts()


def _snapshot(world: World, content: Row, query: dict[str, str]) -> Any:
    return {"id": world.snapshot()}


def _restore(world: World, content: Row, query: dict[str, str]) -> Any:
    world.restore(content["id"])
    return {"now": world.now_text()}


def _latency(world: World, content: Row, query: dict[str, str]) -> Any:
    world.set("latency", **{vendor: float(seconds) for vendor, seconds in content.items()})
    return world.setting("latency")


def _month_end(world: World, content: Row, query: dict[str, str]) -> Any:
    """A month-end for the benchmark: *invoices* of *lines* each, just approved."""
    with world.lock("xero"), world.lock("autotask"):
        seed_month_end(world, int(content["invoices"]), int(content["lines"]))
        return {"invoices": len(world.table("autotask.Invoices"))}


HANDLERS: dict[tuple[str, str], Callable[[World, Row, dict[str, str]], Any]] = {
    ("POST", "clock"): _advance,
    ("GET", "state"): _state,
    ("POST", "table"): _put,
    ("POST", "trouble"): _trouble,
    ("DELETE", "trouble"): _no_trouble,
    ("GET", "requests"): _requests,
    ("DELETE", "requests"): _no_requests,
    ("GET", "counts"): _counts,
    ("POST", "snapshot"): _snapshot,
    ("POST", "restore"): _restore,
    ("POST", "latency"): _latency,
    ("POST", "month_end"): _month_end,
}
