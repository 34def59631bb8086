"""What Autotask's addresses share: reading a request's body, saying no, and the API user's rights."""

from typing import Any
from urllib.parse import parse_qs

from jobs.sandbox import wire
from jobs.sandbox.autotask_fields import Entity
from jobs.sandbox.autotask_query import lower_keys
from jobs.sandbox.autotask_values import Refused
from jobs.sandbox.store import World
from jobs.sandbox.wire import Reply, Request

NONE, ALL = 0, 1  # levels of access; 2 is restricted


def wrong_verb(verb: str) -> Reply:
    return Reply.json({"Message": f"The requested resource does not support http method '{verb}'."}, 405)


def errors(*messages: str) -> Reply:
    """Autotask's usual way to say no: HTTP 500 with the reasons."""
    return Reply.json({"errors": list(messages)}, 500)


def query_of(request: Request) -> dict[str, str]:
    return {name: found[-1] for name, found in parse_qs(request.query).items()}


def body_of(request: Request) -> dict[str, Any]:
    """The request's JSON object, its names in lower case: of a GET its search parameter, else its body."""
    text = query_of(request).get("search", "{}").encode() if request.method == "GET" else request.body
    try:
        found = wire.decode(text)
    except ValueError as error:
        raise Refused("The request body is not valid JSON.") from error
    if not isinstance(found, dict):
        raise Refused("The request body must be an object.")
    return lower_keys(found)


def allowed(world: World, entity: Entity, what: str) -> None:
    """Raises Refused when the API user's rights, a setting, do not reach so far."""
    if not right(world, entity, what):
        raise Refused(
            f"The logged in Resource does not have the adequate permissions to {what} this entity type: {entity.name}."
        )


def right(world: World, entity: Entity, what: str) -> int:
    rights = world.setting("autotask").get("rights", {}).get(entity.name, {})
    return int(rights.get(what, ALL))
