"""User-defined fields: which of them an entity has, what a list of choices takes, and how a record shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jobs.sandbox.autotask_fields import Entity
from jobs.sandbox.autotask_picklists import LISTS
from jobs.sandbox.autotask_values import Refused
from jobs.sandbox.store import Row, World

DEFINITIONS, CHOICES = "autotask.UserDefinedFieldDefinitions", "autotask.UserDefinedFieldListItems"
# Entity → label of the pick list udfType.
OF = {"Companies": "Company", "Contacts": "Contact", "Tickets": "Ticket", "Tasks": "Task"}
TYPES = {label: number for number, label in LISTS["userdefinedfielddefinitions.udftype"]}
KINDS = dict(LISTS["userdefinedfielddefinitions.datatype"])


@dataclass(frozen=True)
class Udf:
    """*choices* are what a field of the kind List takes; other kinds have none."""

    name: str
    kind: str = "String"
    choices: tuple[str, ...] = ()


def udfs(world: World, entity: Entity) -> dict[str, Udf]:
    """The entity's user-defined fields by name in lower case: those defined, and those a row put by hand carries."""
    if not entity.udfs:
        return {}
    found = {each.name.lower(): each for each in _defined(world, entity)}
    for row in world.table(entity.table).values():
        for each in row.get("userDefinedFields") or ():
            found.setdefault(each["name"].lower(), Udf(each["name"]))
    return found


def _defined(world: World, entity: Entity) -> list[Udf]:
    kind = TYPES[OF[entity.name]]
    return [
        Udf(row["name"], KINDS[row["dataType"]], _choices(world, row["id"]))
        for row in world.table(DEFINITIONS).values()
        if row["udfType"] == kind and row.get("isActive", True)
    ]


def _choices(world: World, definition: int) -> tuple[str, ...]:
    rows = [each for each in world.table(CHOICES).values() if each["udfFieldId"] == definition]
    return tuple(each["valueForDisplay"] for each in rows if each.get("isActive", True))


def shown(row: Row, defined: Mapping[str, Udf]) -> list[Row]:
    """The record's user-defined fields; one that holds nothing is shown with null."""
    kept: list[Row] = row.get("userDefinedFields") or []
    names = {each["name"].lower() for each in kept}
    return [*kept, *({"name": each.name, "value": None} for name, each in defined.items() if name not in names)]


def changed(given: Any, now: list[Row], defined: Mapping[str, Udf]) -> list[Row]:
    """The record's user-defined fields with those of *given* changed; only what is to change is sent."""
    if not isinstance(given, list) or not all(isinstance(each, dict) and "name" in each for each in given):
        raise Refused("userDefinedFields must be a list of names and values.")
    found: dict[str, Row] = {row["name"].lower(): row for row in now}
    for each in given:
        name, value = str(each["name"]), each.get("value")
        udf = defined.get(name.lower())
        if udf is None:
            raise Refused(f"Unable to find the user-defined field {name}.")
        if value is not None and udf.choices and str(value) not in udf.choices:
            raise Refused(f"The value {value} is not in the list of the user-defined field {udf.name}.")
        found[name.lower()] = {"name": udf.name, "value": None if value is None else str(value)}
    return list(found.values())
