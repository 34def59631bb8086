"""What a person's consent gives us: tokens, and the organisations they are good for."""

from msgspec import Struct


class TenantConnection(Struct, frozen=True):
    """One organisation that a person let us into; *id* is what disconnecting names."""

    id: str
    tenant_id: str
    tenant_name: str
    tenant_type: str
    auth_event_id: str | None = None


class TokenSet(Struct, frozen=True):
    """*expires_at* is an ISO instant in UTC."""

    access_token: str
    refresh_token: str
    expires_at: str
    auth_event_id: str | None = None
    xero_user_id: str | None = None
