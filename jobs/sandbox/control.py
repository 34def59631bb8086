"""The tests' and the demo's own door into the imitated world; never slowed, never limited."""

from collections import Counter
from typing import Any

from flask import Blueprint, Response, request

from jobs.sandbox.store import World, dump, load


def blueprint(world: World) -> Blueprint:
    """Addresses under /_sandbox/, the same on both ports."""
    control = Blueprint("control", __name__, url_prefix="/_sandbox")

    def said() -> Any:
        return load(request.get_data(as_text=True) or "{}")

    def told(value: Any) -> Response:
        return Response(dump(value), mimetype="application/json")

    @control.post("/clock")
    def clock() -> Response:
        world.clock.advance(float(said().get("advance", 0)))
        world.keep_clock()
        return told({"now": world.clock.now().isoformat(), "offset": world.clock.offset})

    @control.get("/state")
    def state() -> Response:
        name = request.args.get("table")
        with world.lock:
            return told(list(world.table(name).values()) if name else world.names())

    @control.post("/table")
    def table() -> Response:
        found = said()
        with world.lock:
            rows = world.table(found["table"])
            for row in found["rows"]:
                key = row[found.get("key", "id")]
                rows[key] = {**rows.rows.get(key, {}), **row}
        return told({"rows": len(rows)})

    @control.delete("/table")
    def empty() -> Response:
        with world.lock:
            world.table(request.args["table"]).clear()
        return told({})

    @control.post("/trouble")
    def trouble() -> Response:
        with world.lock:
            world.troubles.append(said())
        return told({"troubles": len(world.troubles)})

    @control.delete("/trouble")
    def calm() -> Response:
        with world.lock:
            world.troubles.clear()
        return told({})

    @control.get("/requests")
    def requests() -> Response:
        return told(list(world.requests))

    @control.delete("/requests")
    def forget() -> Response:
        with world.lock:
            world.requests.clear()
        return told({})

    @control.get("/counts")
    def counts() -> Response:
        with world.lock:
            calls = Counter(f"{each['vendor']} {each['method']}" for each in world.requests)
            limited = sum(each["status"] == 429 for each in world.requests)
        return told({"calls": calls, "limited": limited, **world.table("sandbox.peaks").rows.get("peaks", {})})

    @control.post("/snapshot")
    def snapshot() -> Response:
        return told({"id": world.snapshot()})

    @control.post("/restore")
    def restore() -> Response:
        world.restore(said()["id"])
        return told({})

    @control.post("/settings")
    def settings() -> Response:
        with world.lock:
            world.settings.update(said())
        return told(world.settings)

    return control
