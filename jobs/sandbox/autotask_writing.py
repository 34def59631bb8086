"""What may be changed in Autotask: PATCH changes the fields sent, PUT blanks all others, POST creates."""

from typing import Any

from jobs.sandbox import autotask_udfs
from jobs.sandbox.autotask_fields import ENTITIES, Entity, Field
from jobs.sandbox.autotask_picklists import values
from jobs.sandbox.autotask_requests import allowed, body_of, errors, wrong_verb
from jobs.sandbox.autotask_values import Refused, moment, typed
from jobs.sandbox.store import Row, World
from jobs.sandbox.wire import Reply, Request

DATE_ONLY = ("paidDate",)  # the time of day is dropped (invoices entity page, read 2026-11)


def patch(world: World, request: Request, entity: Entity, parent: int) -> Reply:
    return _update(world, request, entity, parent, blank=False)


def put(world: World, request: Request, entity: Entity, parent: int) -> Reply:
    return _update(world, request, entity, parent, blank=True)


def _update(world: World, request: Request, entity: Entity, parent: int, *, blank: bool) -> Reply:
    if not entity.updates or bool(entity.parent) != bool(parent):
        return wrong_verb(request.method)
    allowed(world, entity, "update")
    body = body_of(request)
    key = body.pop("id", None)
    table = world.table(entity.table)
    row = table.contents.get(key) if type(key) is int else None
    if row is None or (parent and row.get("companyID") != parent):
        return errors(f"No {entity.name} record has the id {key}.")
    changes = _changes(world, entity, body, row)
    if blank:
        changes = {**{each.name: None for each in entity.fields.values() if each.writable}, **changes}
        missing = [each.name for each in entity.fields.values() if each.required and changes.get(each.name, "") is None]
        if missing:
            return errors(f"The field {missing[0]} is required.")
    before = {name: row.get(name) for name in changes}
    table.change(key, **changes, _before=before, _changedAt=world.now_text())
    return Reply.json({"itemId": key})


def create(world: World, request: Request, entity: Entity, parent: int) -> Reply:
    if not entity.creates or bool(entity.parent) != bool(parent):
        return wrong_verb(request.method)
    allowed(world, entity, "create")
    body = body_of(request)
    body.pop("id", None)
    row = _changes(world, entity, body, None)
    if parent:
        row["companyID"] = parent
    for field in entity.fields.values():
        if field.required and row.get(field.name) is None:
            return errors(f"The field {field.name} is required.")
    table = world.table(entity.table)
    key = max((int(each) for each in table), default=0) + 1
    table[key] = {"id": key, **row, "_visibleAt": world.now_text()}
    return Reply.json({"itemId": key})


def _changes(world: World, entity: Entity, body: Row, row: Row | None) -> Row:
    """The changes that *body* asks for, by their proper names. Raises Refused when one of them may not be."""
    changes: Row = {}
    for name, value in body.items():
        if entity.udfs and name == "userdefinedfields":
            now = (row or {}).get("userDefinedFields") or []
            changes["userDefinedFields"] = autotask_udfs.changed(value, now, autotask_udfs.udfs(world, entity))
            continue
        field = entity.field(name)
        if field is None:
            raise Refused(f"Unable to find {name} in the {entity.name} Entity.")
        if not (field.writable or (row is None and field.create_only)):
            raise Refused(f"The field {field.name} is read only.")
        changes[field.name] = _checked(world, entity, field, value)
    return changes


def _checked(world: World, entity: Entity, field: Field, value: Any) -> Any:
    """The value as it is kept. Raises Refused when the field does not take it."""
    if value is None:
        return None
    if field.kind == "text":
        if not isinstance(value, str) or len(value) > field.length:
            raise Refused(f"The value of {field.name} must be text of at most {field.length} characters.")
        return value
    found = typed(field, value)
    if field.kind == "list" and found not in dict(values(world, entity, field)):
        raise Refused(f"Picklist value [{found}] does not exist for {field.name}.")
    if field.reference.lower() in ENTITIES and found not in world.table(f"autotask.{field.reference}"):
        raise Refused(f"Reference value [{found}] of {field.name} does not exist in {field.reference}.")
    if field.name in DATE_ONLY:
        return moment(value).strftime("%Y-%m-%dT00:00:00Z")
    return value
