"""Every setting of the product, read from the environment once; a wrong value stops the start with one sentence."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet


class SettingsError(Exception):
    """A setting is missing or wrong; the message is the sentence to print."""


@dataclass(frozen=True)
class Settings:
    """Addresses, secrets and limits; names as in the environment, in lower case."""

    database_url: str
    redis_url: str
    secret_key: str
    encryption_keys: tuple[str, ...]
    public_url: str
    data: Path
    smtp_url: str | None = None
    mail_from: str = "Tallystick <tallystick@localhost>"
    bind: str = "127.0.0.1:8000"
    trusted_proxies: int = 0
    log_level: str = "INFO"
    clock: Path | None = None
    demo: bool = False
    autotask_zone_lookup_url: str = "https://webservices.autotask.net/atservicesrest/v1.0/zoneInformation"
    autotask_integration_code: str | None = None
    xero_client_id: str | None = None
    xero_client_secret: str | None = None
    xero_webhook_key: str | None = None
    xero_authorize_url: str = "https://login.xero.com/identity/connect/authorize"
    xero_token_url: str = "https://identity.xero.com/connect/token"  # noqa: S105 (an address, not a secret)
    xero_revocation_url: str = "https://identity.xero.com/connect/revocation"
    xero_connections_url: str = "https://api.xero.com/connections"
    xero_api_url: str = "https://api.xero.com/api.xro/2.0"


REQUIRED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ENCRYPTION_KEYS", "PUBLIC_URL")
ADDRESSES = (
    "PUBLIC_URL",
    "AUTOTASK_ZONE_LOOKUP_URL",
    "XERO_AUTHORIZE_URL",
    "XERO_TOKEN_URL",
    "XERO_REVOCATION_URL",
    "XERO_CONNECTIONS_URL",
    "XERO_API_URL",
)
SECRETS = (
    "SECRET_KEY",
    "ENCRYPTION_KEYS",
    "AUTOTASK_INTEGRATION_CODE",
    "XERO_CLIENT_ID",
    "XERO_CLIENT_SECRET",
    "XERO_WEBHOOK_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "SMTP_URL",
)


def environment() -> dict[str, str]:
    """The environment as it is, for a child process to inherit."""
    return dict(os.environ)


def from_environment(env: Mapping[str, str] | None = None) -> Settings:
    """Read and check every setting. Raises SettingsError with the sentence to show."""
    values = dict(os.environ if env is None else env)
    for name in SECRETS:
        _read_secret_file(values, name)
    missing = [name for name in REQUIRED if not values.get(name)]
    if missing:
        raise SettingsError(f"Set {', '.join(missing)} before starting; only `tallystick demo` makes its own.")
    _check_addresses(values)
    return _build(values)


def _read_secret_file(values: dict[str, str], name: str) -> None:
    path = values.get(f"{name}_FILE")
    if not path:
        return
    try:
        values[name] = Path(path).read_text().strip()
    except OSError as error:
        raise SettingsError(f"{name}_FILE names {path}, which cannot be read ({error.strerror}).") from error


def _check_addresses(values: Mapping[str, str]) -> None:
    for name in ADDRESSES:
        value = values.get(name)
        if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc):
            raise SettingsError(f"{name} must be a whole address such as https://example.com, not {value!r}.")
    # Xero refuses a document whose Url contains its own name.
    if "xero" in values["PUBLIC_URL"].lower():
        raise SettingsError("PUBLIC_URL must not contain the word xero: Xero refuses links that do.")


def _build(values: Mapping[str, str]) -> Settings:
    keys = tuple(key.strip() for key in values["ENCRYPTION_KEYS"].split(",") if key.strip())
    try:
        [Fernet(key) for key in keys]
    except (ValueError, TypeError) as error:
        raise SettingsError("ENCRYPTION_KEYS must be Fernet keys, separated by commas, newest first.") from error
    given = {
        name.lower(): values[name]
        for name in (*ADDRESSES, *SECRETS, "MAIL_FROM", "BIND", "LOG_LEVEL")
        if values.get(name) and name != "ENCRYPTION_KEYS"
    }
    given["public_url"] = given["public_url"].rstrip("/")
    given["xero_api_url"] = given.get("xero_api_url", Settings.xero_api_url).rstrip("/")
    clock = values.get("TALLYSTICK_CLOCK")
    return Settings(
        **given,
        encryption_keys=keys,
        trusted_proxies=_number(values, "TRUSTED_PROXIES"),
        data=Path(values.get("TALLYSTICK_DATA", ".tallystick")),
        clock=Path(clock) if clock else None,
        demo=values.get("TALLYSTICK_DEMO") == "1",
    )


def _number(values: Mapping[str, str], name: str) -> int:
    text = values.get(name, "0")
    if not text.isdigit():
        raise SettingsError(f"{name} must be a whole number, not {text!r}.")
    return int(text)
