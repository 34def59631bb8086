"""Reads the two vendors' own API descriptions: which members an element has, and of what type and length."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Member:
    """One member as described; None where the description does not say."""

    type: str | None
    element: str | None = None
    is_list: bool = False
    longest: int | None = None
    read_only: bool | None = None
    filterable: bool | None = None
    choices: tuple[str, ...] = ()


class Xero:
    """The accounting and the identity description."""

    def __init__(self, folder: Path) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.accounting: dict[str, Any] = yaml.load((folder / "xero_accounting.yaml").read_text(), loader)
        self.identity: dict[str, Any] = yaml.load((folder / "xero-identity.yaml").read_text(), loader)
        self.schemas: dict[str, Any] = self.accounting["components"]["schemas"]

    def member(self, element: str, name: str) -> Member | None:
        """That member of that element, or None when the description has none of the name."""
        found = self.schemas[element]["properties"].get(name)
        return None if found is None else self._member(found)

    def _member(self, found: dict[str, Any]) -> Member:
        is_list = found.get("type") == "array"
        whole = found["items"] if is_list else found
        target = whole.get("$ref", "").rpartition("/")[2]
        described = self.schemas[target] if target else whole
        element = target if "properties" in described else None
        return Member(
            type=found.get("type") or described.get("type"),
            element=element,
            is_list=is_list,
            longest=described.get("maxLength"),
            read_only=found.get("readOnly", False),
            choices=tuple(described.get("enum", ())),
        )


class Autotask:
    """The trimmed REST description, and the older service's answers about its fields."""

    def __init__(self, folder: Path) -> None:
        self.rest: dict[str, Any] = json.loads((folder / "autotask-rest-swagger.trimmed.json").read_bytes())
        self.definitions: dict[str, Any] = self.rest["definitions"]
        self._facts: dict[str, Any] = json.loads((folder / "autotask-field-metadata.json").read_bytes())["entities"]

    @cached_property
    def paths(self) -> dict[str, dict[str, Any]]:
        """Operations by path in lower case: Autotask reads addresses whatever their case."""
        return {path.lower(): operations for path, operations in self.rest["paths"].items()}

    @cached_property
    def entities(self) -> frozenset[str]:
        return frozenset(each.split("/")[2] for each in self.rest["paths"] if each.endswith("/query"))

    def members(self, entity: str) -> dict[str, Member]:
        """What a query of that entity answers with, by name in lower case."""
        facts = {each["name"].lower(): each for each in self._facts.get(entity, {}).get("fields", ())}
        return {name.lower(): _member(each, facts.get(name.lower(), {})) for name, each in self._properties(entity)}

    def _properties(self, entity: str) -> Iterator[tuple[str, dict[str, Any]]]:
        answer = self.paths[f"/v1.0/{entity}/query".lower()]["get"]["responses"]["200"]["schema"]
        items = self.definition(answer)["properties"]["items"]["items"]
        yield from self.definition(items)["properties"].items()

    def definition(self, reference: dict[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = self.definitions[reference["$ref"].removeprefix("#/definitions/")]
        return found


def _member(described: dict[str, Any], facts: dict[str, Any]) -> Member:
    return Member(
        type=described.get("type"),
        longest=facts.get("length"),
        read_only=facts.get("readOnly"),
        filterable=facts.get("queryable"),
    )
