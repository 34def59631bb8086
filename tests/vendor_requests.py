"""Judges one recorded request by the vendors' descriptions: address, query, headers, and every member of its body."""

import copy
import json
import re
import warnings
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jsonschema_rs
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from openapi_core.validation.request.exceptions import InvalidRequestBody
from vendor_descriptions import Autotask, Xero
from werkzeug.datastructures import Headers, ImmutableMultiDict

AUTOTASK, XERO, CONNECTIONS = "/atservicesrest", "/api.xro/2.0", "/connections"
AUTOTASK_HEADERS = {"apiintegrationcode", "username", "secret"}
# Sent before Autotask knows who asks: only the person's name is given, in the query.
WITHOUT_HEADERS = "/v1.0/zoneinformation"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,),
}  # fmt: skip
# In the vendor's help pages, but left out of the description at hand: our field tables alone judge these.
UNDESCRIBED = re.compile(r"/v1\.0/(ticketattachments|attachmentinfo)/query(/count)?|/v1\.0/tickets/\d+/attachments/\d+")
Recorded = dict[str, Any]


def read(path: Path) -> Iterator[Recorded]:
    """The distinct requests of a test run."""
    yield from map(json.loads, sorted(set(path.read_text().splitlines())))


def problems(recorded: Recorded, xero: Xero, autotask: Autotask) -> Iterator[str]:
    """What the description of its vendor does not allow, a sentence each."""
    path = recorded["path"]
    if recorded["vendor"] == "autotask":
        yield from _by_autotask(recorded, path.lower().removeprefix(AUTOTASK), autotask)
    elif path.startswith(XERO):
        yield from _by_xero(recorded, _judge(xero.accounting), "https://api.xero.com", path)
        yield from _by_strict_schema(recorded, path.removeprefix(XERO), xero)
    elif path.startswith(CONNECTIONS):
        yield from _by_xero(recorded, _judge(xero.identity), "https://api.xero.com", path.replace("/c", "/C", 1))
    else:
        yield "is an address of no description"


# Xero


class AsSent:
    """A recorded request in the form that openapi-core reads."""

    def __init__(self, recorded: Recorded, host: str, path: str) -> None:
        self.host_url, self.path = host, path
        self.method = recorded["method"].lower()
        query = [(name, value) for name, values in parse_qs(recorded["query"]).items() for value in values]
        headers = Headers(list(recorded["headers"].items()))
        # Xero's pages show this time in UTC without a zone; the description's format asks for one.
        if since := headers.get("if-modified-since"):
            headers["if-modified-since"] = f"{since}Z"
        # A file has a type of its own, which the description writes as plain bytes.
        self.content_type = "application/json" if _is_json(recorded) else "application/octet-stream"
        self.parameters = RequestParameters(query=ImmutableMultiDict(query), header=headers)
        self.body = recorded["body"].encode() or None


def _is_json(recorded: Recorded) -> bool:
    return "json" in recorded["headers"].get("content-type", "json").lower()


_judges: dict[int, OpenAPI] = {}


def _judge(description: dict[str, Any]) -> OpenAPI:
    # As published the accounting description fails a check of the description itself: a boolean's default is text.
    return _judges.setdefault(id(description), OpenAPI.from_dict(description, config=Config(spec_validator_cls=None)))


def _by_xero(recorded: Recorded, judge: OpenAPI, host: str, path: str) -> Iterator[str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of OAuth it says that it cannot judge it
            judge.validate_request(AsSent(recorded, host, path))
    except InvalidRequestBody as error:
        # Of a file the imitation's log keeps the size alone: that it was sent is all that can be judged.
        if _is_json(recorded):
            yield _told(error)
    except OpenAPIError as error:
        yield _told(error)


def _told(error: OpenAPIError) -> str:
    cause = error.__cause__
    details = [each.message for each in getattr(cause, "schema_errors", ())] or [str(cause or error)]
    return f"{type(error).__name__}: {'; '.join(details)}"


def _by_strict_schema(recorded: Recorded, path: str, xero: Xero) -> Iterator[str]:
    """What openapi-core lets pass: unknown parameters, unknown and read-only members, days that are none."""
    operation, shared = _operation(xero.accounting["paths"], path, recorded["method"])
    if operation is None:
        return
    known = {each["name"] for each in _parameters(xero, [*operation.get("parameters", ()), *shared])}
    for name in parse_qs(recorded["query"]).keys() - known:
        yield f"the parameter {name} is not described"
    if recorded["body"] and _is_json(recorded):
        body = json.loads(recorded["body"])
        schema = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        for error in _strict(xero, schema).iter_errors(body):
            yield f"{'/'.join(map(str, error.instance_path))}: {error.message}"
        yield from _days(body)


def _operation(paths: dict[str, Any], path: str, method: str) -> tuple[dict[str, Any] | None, list[Any]]:
    parts = path.split("/")
    for template, operations in paths.items():
        names = template.split("/")
        if len(names) == len(parts) and all(n == p or n.startswith("{") for n, p in zip(names, parts, strict=True)):
            return operations.get(method.lower()), operations.get("parameters", [])
    return None, []


def _parameters(xero: Xero, found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for each in found:
        name = each.get("$ref", "").rpartition("/")[2]
        yield xero.accounting["components"]["parameters"][name] if name else each


@cache
def _strict(xero: Xero, schema: str) -> jsonschema_rs.Validator:
    schemas = copy.deepcopy(xero.schemas)
    for each in schemas.values():
        if "properties" in each:
            writable = {name: value for name, value in each["properties"].items() if not value.get("readOnly")}
            each |= {"properties": writable, "additionalProperties": False}
    return jsonschema_rs.Draft7Validator({"$ref": schema, "components": {"schemas": schemas}}, validate_formats=True)


def _days(value: Any, name: str = "") -> Iterator[str]:
    """Every member named a date must be a day as Xero reads it; the description calls it text."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _days(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from _days(each, name)
    elif name.endswith("Date") and not _is_day(value):
        yield f"{name} is {value!r}, not a day"


def _is_day(value: Any) -> bool:
    try:
        return bool(DAY.fullmatch(value)) and bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


# Autotask


def _by_autotask(recorded: Recorded, path: str, autotask: Autotask) -> Iterator[str]:
    if UNDESCRIBED.fullmatch(path):
        return
    operation, _ = _operation(autotask.paths, path, recorded["method"])
    if operation is None:
        yield "is not described"
        return
    if path != WITHOUT_HEADERS and (missing := AUTOTASK_HEADERS - recorded["headers"].keys()):
        yield f"lacks the headers {', '.join(sorted(missing))}"
    if not recorded["body"]:
        return
    content = json.loads(recorded["body"])
    model = next((each["schema"] for each in operation["parameters"] if each["in"] == "body"), None)
    if model is None:
        yield "must not have a body"
        return
    yield from _by_model(content, model, autotask)
    entity = path.split("/")[2]
    if "filter" in {name.lower() for name in content}:
        yield from _by_names(content, entity, autotask)
    else:
        yield from _by_writing(content, entity, autotask)


def _by_model(content: dict[str, Any], model: dict[str, str], autotask: Autotask) -> Iterator[str]:
    """Members known to the model and of its types; names are read whatever their case."""
    described = {name.lower(): each for name, each in autotask.definition(model)["properties"].items()}
    for name, value in content.items():
        member = described.get(name.lower())
        if member is None:
            yield f"{name} is not described"
        elif kinds := KINDS.get(member.get("type", "")):
            if value is not None and (not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds)):
                yield f"{name} is {value!r}, not {member['type']}"
        elif "$ref" in member.get("items", {}):
            for each in value:
                yield from _by_model(each, member["items"], autotask)


def _by_names(content: dict[str, Any], entity: str, autotask: Autotask) -> Iterator[str]:
    """Fields asked for and filtered on exist, and may be filtered."""
    query = {name.lower(): value for name, value in content.items()}
    members = _members(entity, autotask)
    for name in query.get("includefields") or ():
        if name.lower() not in members:
            yield f"the field {name} is asked for, but {entity} has none"
    for name in _filtered(query["filter"]):
        member = members.get(name.lower())
        if member is None or member.filterable is False:
            yield f"the field {name} of {entity} cannot be filtered"


def _filtered(filters: list[dict[str, Any]]) -> Iterator[str]:
    for each in filters:
        if "items" in each:
            yield from _filtered(each["items"])
        elif not each.get("udf"):
            yield each["field"]


def _by_writing(content: dict[str, Any], entity: str, autotask: Autotask) -> Iterator[str]:
    members = _members(entity, autotask)
    for name in content:
        if name.lower() != "id" and name.lower() in members and members[name.lower()].read_only:
            yield f"the field {name} of {entity} is read-only"


def _members(entity: str, autotask: Autotask) -> dict[str, Any]:
    name = next(each for each in autotask.entities if each.lower() == entity)
    return autotask.members(name)
