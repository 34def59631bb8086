"""What can go wrong with a vendor, sorted by what happens next."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime


class VendorError(Exception):
    """The common ancestor: *said* keeps the vendor's own words for support, *correlation_id* its number for it."""

    def __init__(self, said: str = "", *, correlation_id: str | None = None, status: int | None = None) -> None:
        super().__init__(said)
        self.said = said
        self.correlation_id = correlation_id
        self.status = status
        self.vendor = ""  # Autotask or Xero, filled in where it is known who was called


class Unreachable(VendorError):
    """The request never left, or a read failed: nothing was done; wait and try again."""


class RateLimited(VendorError):
    """This attempt did nothing. *until* is when to come back, *scope* is minute, day, concurrent, hour or gate."""

    def __init__(self, until: datetime, scope: str, said: str = "", *, correlation_id: str | None = None) -> None:
        super().__init__(said, correlation_id=correlation_id, status=429)
        self.until = until
        self.scope = scope


class AuthRefused(VendorError):
    """This attempt did nothing and the connection is not accepted. *expired* means a fresh token may cure it."""

    def __init__(
        self, said: str = "", *, expired: bool = False, correlation_id: str | None = None, status: int | None = None
    ) -> None:
        super().__init__(said, correlation_id=correlation_id, status=status)
        self.expired = expired


class OutcomeUnknown(VendorError):
    """Sent, and nothing certain was heard. *replied* tells a 5xx or unreadable reply (True) from silence (False)."""

    def __init__(
        self, said: str = "", *, replied: bool, correlation_id: str | None = None, status: int | None = None
    ) -> None:
        super().__init__(said, correlation_id=correlation_id, status=status)
        self.replied = replied


class Rejected(VendorError):
    """Read and refused as a whole: *messages* in the vendor's words; nothing of it was done."""

    def __init__(
        self, messages: tuple[str, ...], *, correlation_id: str | None = None, status: int | None = None
    ) -> None:
        super().__init__("; ".join(messages), correlation_id=correlation_id, status=status)
        self.messages = messages


class NotFound(VendorError):
    """The vendor knows no such record."""


@contextmanager
def naming(vendor: str) -> Iterator[None]:
    """Write on every vendor error that passes which vendor it came from."""
    try:
        yield
    except VendorError as error:
        error.vendor = error.vendor or vendor
        raise
