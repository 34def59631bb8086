"""Which scopes a new app may ask for, and which one each call needs (scopes page, read 2026-11)."""

WITHOUT_DATA = ("openid", "profile", "email", "offline_access")
_READ_AND_WRITE = (
    "accounting.invoices",
    "accounting.payments",
    "accounting.banktransactions",
    "accounting.manualjournals",
    "accounting.contacts",
    "accounting.settings",
    "accounting.attachments",
)
# Apps made since March 2026 may ask for granular scopes only; app.connections never in a browser.
KNOWN = frozenset(WITHOUT_DATA + _READ_AND_WRITE + tuple(f"{each}.read" for each in _READ_AND_WRITE))

_OF_RESOURCE = {
    "Invoices": "accounting.invoices",
    "CreditNotes": "accounting.invoices",
    "Payments": "accounting.payments",
    "Contacts": "accounting.contacts",
    "Organisation": "accounting.settings",
    "Accounts": "accounting.settings",
    "TaxRates": "accounting.settings",
    "Currencies": "accounting.settings",
    "BrandingThemes": "accounting.settings",
    "TrackingCategories": "accounting.settings",
    # The scopes page lists Items under accounting.invoices too, but writing them is said to need this one.
    "Items": "accounting.settings",
}


def unknown(asked: str) -> list[str]:
    """The scopes in *asked* that a new app cannot have."""
    return [each for each in asked.split() if each not in KNOWN]


def allows(granted: str, resource: str, sub_resource: str | None, *, writes: bool) -> bool:
    """Whether *granted* scopes are enough for a call to *resource*."""
    scopes = set(granted.split())
    needed = "accounting.attachments" if sub_resource == "Attachments" else _OF_RESOURCE.get(resource)
    if needed is None or needed in scopes:
        return True
    if resource == "Items" and not writes and scopes & {"accounting.invoices", "accounting.invoices.read"}:
        return True
    return not writes and f"{needed}.read" in scopes
