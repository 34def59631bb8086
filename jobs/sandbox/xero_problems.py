"""How Xero says no: JSON problems for log-ins, exceptions for bodies, text/html for what it cannot find."""

import uuid
from http import HTTPStatus
from typing import Any

from jobs.sandbox.wire import Reply

NOT_FOUND = b"The resource you're looking for cannot be found"


class Refusal(Exception):
    """The whole request is refused with *reply*."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def problem(status: int, title: str, detail: str, **headers: str) -> Reply:
    content = {"Type": None, "Title": title, "Status": status, "Detail": detail, "Instance": str(uuid.uuid4())}
    reply = Reply.json(content, status)
    return Reply(
        status, (*reply.headers, *((name.replace("_", "-"), value) for name, value in headers.items())), reply.body
    )


def unauthorised(detail: str = "AuthenticationUnsuccessful") -> Reply:
    return problem(401, "Unauthorized", detail)


def forbidden() -> Reply:
    """Wrong, missing or disconnected tenant: refreshing the token does not help."""
    return problem(403, "Forbidden", "AuthenticationUnsuccessful")


def scope_missing() -> Reply:
    """Xero's documentation spells it with one i missing, and so does its header."""
    return problem(401, "Unauthorized", "AuthorizationUnsuccessful", WWW_Authenticate="insufficent_scope")


def not_found() -> Reply:
    return Reply(404, (("Content-Type", "text/html; charset=utf-8"),), NOT_FOUND)


def exception(number: int, kind: str, message: str, **more: Any) -> Reply:
    return Reply.json({"ErrorNumber": number, "Type": kind, "Message": message, **more}, 400)


def validation(elements: list[Any]) -> Reply:
    return exception(10, "ValidationException", "A validation exception occurred", Elements=elements)


def unreadable(said: str) -> Reply:
    """A body that is no JSON, or has a member or a type that does not belong there."""
    return exception(14, "PostDataInvalidException", f"JSON for post data was invalid,{said}")


def nothing_sent(resource: str) -> Reply:
    said = f"No data has been processed for this endpoint. This endpoint is expecting {resource} data to be specified"
    return exception(17, "NoDataProcessedException", f"{said} in the request body.")


def bad_query(said: str) -> Reply:
    return exception(16, "QueryParseException", said)


def wrong_verb(method: str) -> Reply:
    """Xero's word for a verb that a resource does not take is 501, not 405."""
    refused = HTTPStatus.NOT_IMPLEMENTED
    detail = f"This resource does not take the method {method}"
    return Reply.json({"Title": refused.phrase, "Status": refused, "Detail": detail}, refused)
