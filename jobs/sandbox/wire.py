"""What goes over the wire of either vendor: one request in, one reply out, or silence."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import msgspec

_decode = msgspec.json.Decoder(float_hook=Decimal).decode
_encode = msgspec.json.Encoder(decimal_format="number").encode


def decode(body: bytes) -> Any:
    """JSON with its fractions as Decimal. Raises ValueError (msgspec.DecodeError) when it is none."""
    return _decode(body)


def encode(value: Any) -> bytes:
    """JSON bytes; a Decimal becomes a number with all its digits."""
    return _encode(value)


@dataclass(frozen=True)
class Request:
    """One request as it came; *headers* have lower-case names, *marks* are the sandbox's own (trouble, lag)."""

    vendor: str
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    marks: Mapping[str, Any] = field(default_factory=dict)

    def marked(self, **marks: Any) -> "Request":
        return replace(self, marks={**self.marks, **marks})


@dataclass(frozen=True)
class Reply:
    """One reply; *cut* sends that many bytes of the body and then closes the connection."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    cut: int | None = None

    @classmethod
    def json(cls, value: Any, status: int = 200) -> "Reply":
        return cls(status, (("Content-Type", "application/json; charset=utf-8"),), encode(value))


class HangUp(Exception):
    """Close the connection without an answer."""
