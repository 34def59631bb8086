"""Keeps each distinct request that the tests send to the imitated vendors, for the check against their descriptions.

Requests go to the file that TALLYSTICK_RECORD names, one JSON object a line; without it none is kept.
"""

import json
import os
import re
from pathlib import Path
from typing import Any, Protocol

# A value of these decides by itself what a request means, so each value is a shape of its own.
TELLING = {"op", "field", "includefields", "type", "status", "lineamounttypes", "currencycode", "addresstype"}
ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?<=[/=])\d+")
# What cannot be checked: the log-in pages, and the imitation's own controls.
NOT_DESCRIBED = ("/identity/", "/connect/", "/_sandbox/")

_kept: set[str] = set()


class Log(Protocol):
    """What can tell which requests came."""

    def requests(self) -> list[dict[str, Any]]: ...

    def forget_requests(self) -> None: ...


def keep(vendors: Log) -> None:
    """Write down what came since the last time, and begin the vendors' log anew."""
    target = os.environ.get("TALLYSTICK_RECORD")
    if target:
        for request in vendors.requests():
            _keep(request, Path(target))
    vendors.forget_requests()


def _keep(request: dict[str, Any], target: Path) -> None:
    if request["path"].startswith(NOT_DESCRIBED):
        return
    shape = shape_of(request)
    if shape in _kept:
        return
    _kept.add(shape)
    # One write in append mode: test processes that write at the same moment do not mix their lines.
    with target.open("ab", buffering=0) as file:
        file.write(json.dumps(request).encode() + b"\n")


def shape_of(request: dict[str, Any]) -> str:
    """What two requests have in common when one stands for both."""
    address = ID.sub("{id}", request["path"] + "?" + re.sub(r"(%2C|,)[^&]*", "", request["query"]))
    return f"{request['vendor']} {request['method']} {address} {_shape(_content(request['body']))}"


def _content(body: str) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body


def _shape(value: Any, name: str = "") -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{_shape(each, key)}" for key, each in sorted(value.items())) + "}"
    if isinstance(value, list):
        return "[" + ",".join(sorted({_shape(each, name) for each in value})) + "]"
    if isinstance(value, str) and name.lower() in TELLING:
        return value
    return type(value).__name__
