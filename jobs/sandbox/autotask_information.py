"""How Autotask's entities are made: rights, fields with their pick lists, user-defined fields."""

from collections.abc import Iterable

from jobs.sandbox.autotask_fields import Entity, Field
from jobs.sandbox.autotask_picklists import values
from jobs.sandbox.autotask_requests import NONE, right
from jobs.sandbox.autotask_udfs import Udf
from jobs.sandbox.autotask_udfs import udfs as udfs_of
from jobs.sandbox.store import Row, World
from jobs.sandbox.wire import Reply, Request

KINDS = {"int": "integer", "list": "integer", "text": "string", "date": "datetime", "bool": "boolean"}
OWN_KINDS = {"Date": "datetime", "Numeric": "decimal"}  # what a list holds is text


def rights(world: World, _request: Request, entity: Entity, _parent: int) -> Reply:
    info = {
        "name": entity.name,
        "canCreate": entity.creates,
        "canUpdate": entity.updates,
        "canQuery": True,
        "canDelete": False,
        "userAccessForCreate": right(world, entity, "create") if entity.creates else NONE,
        "userAccessForUpdate": right(world, entity, "update") if entity.updates else NONE,
        "userAccessForQuery": right(world, entity, "query"),
        "userAccessForDelete": NONE,
        "hasUserDefinedFields": entity.udfs,
        "supportsWebhookCallouts": entity.name in ("Companies", "Contacts"),
    }
    return Reply.json({"info": info})


def fields(world: World, _request: Request, entity: Entity, _parent: int) -> Reply:
    return Reply.json({"fields": [_described(world, entity, field) for field in entity.fields.values()]})


def _described(world: World, entity: Entity, field: Field) -> Row:
    choices = _choices((str(number), label) for number, label in values(world, entity, field))
    return {
        "name": field.name,
        "dataType": KINDS.get(field.kind, field.kind),
        "length": field.length,
        "isRequired": field.required,
        "isReadOnly": not field.writable,
        "isQueryable": field.filterable,
        "isReference": bool(field.reference),
        "referenceEntityType": field.reference,
        "isPickList": field.kind == "list",
        "picklistValues": choices if field.kind == "list" else None,
        "picklistParentValueField": "",
        "isSupportedWebhookField": False,
    }


def _choices(pairs: Iterable[tuple[str, str]]) -> list[Row]:
    """The values of a pick list in their order: number (as text always) and label."""
    return [
        {"value": value, "label": label, "isDefaultValue": False, "sortOrder": place, "parentValue": "",
         "isActive": True, "isSystem": False}
        for place, (value, label) in enumerate(pairs, start=1)
    ]  # fmt: skip


def udfs(world: World, _request: Request, entity: Entity, _parent: int) -> Reply:
    return Reply.json({"fields": [_own(each) for each in udfs_of(world, entity).values()]})


def _own(udf: Udf) -> Row:
    return {
        "name": udf.name,
        "label": udf.name,
        "dataType": OWN_KINDS.get(udf.kind, "string"),
        "length": 8000,
        "isRequired": False,
        "isReadOnly": False,
        "isQueryable": True,
        "isPickList": udf.kind == "List",
        "picklistValues": _choices((each, each) for each in udf.choices) if udf.kind == "List" else None,
    }
