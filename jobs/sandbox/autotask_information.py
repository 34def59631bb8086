"""How Autotask's entities are made: rights, fields with their pick lists, user-defined fields."""

from jobs.sandbox.autotask_entities import udf_names
from jobs.sandbox.autotask_fields import Entity, Field
from jobs.sandbox.autotask_picklists import values
from jobs.sandbox.autotask_requests import NONE, right
from jobs.sandbox.store import Row, World
from jobs.sandbox.wire import Reply, Request

KINDS = {"int": "integer", "list": "integer", "text": "string", "date": "datetime", "bool": "boolean"}


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
    choices = [
        {"value": str(number), "label": label, "isDefaultValue": False, "sortOrder": place, "parentValue": "",
         "isActive": True, "isSystem": False}
        for place, (number, label) in enumerate(values(world, entity, field), start=1)
    ]  # fmt: skip
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


def udfs(world: World, _request: Request, entity: Entity, _parent: int) -> Reply:
    names = udf_names(world, entity) if entity.udfs else {}
    made = [
        {"name": name, "label": name, "dataType": "string", "length": 8000, "isRequired": False, "isReadOnly": False,
         "isQueryable": True, "isPickList": False, "picklistValues": None}
        for name in names
    ]  # fmt: skip
    return Reply.json({"fields": made})
