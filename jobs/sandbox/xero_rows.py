"""How rows of the Xero tables are keyed, and what a row put there by hand gets when it leaves it out."""

import uuid
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jobs.sandbox.store import Key, Row, World

# Table → the member that names the row. Others (Autotask's too) use "id".
IDS = {
    "xero.organisations": "OrganisationID",
    "xero.accounts": "AccountID",
    "xero.contacts": "ContactID",
    "xero.invoices": "InvoiceID",
    "xero.credit_notes": "CreditNoteID",
    "xero.payments": "PaymentID",
    "xero.branding_themes": "BrandingThemeID",
    "xero.tracking_categories": "TrackingCategoryID",
    "xero.items": "ItemID",
    "xero.users": "UserID",
}
# Named by a code within their organisation.
CODES = {"xero.tax_rates": "TaxType", "xero.currencies": "Code"}
DATED = ("xero.accounts", "xero.contacts", "xero.invoices", "xero.credit_notes", "xero.payments", "xero.items")
NEW: dict[str, dict[str, Any]] = {
    "xero.contacts": {"ContactStatus": "ACTIVE"},
    "xero.accounts": {"Status": "ACTIVE"},
    "xero.tax_rates": {"Status": "ACTIVE"},
}


def key_of(table: str, row: "Row") -> "Key":
    """The key of *row* in *table*. Raises KeyError when the row does not name itself."""
    if table in CODES:
        return f"{row['TenantID']}:{row[CODES[table]]}"
    key: Key = row[IDS.get(table, "id")]
    return key


def completed(world: "World", table: str, row: "Row") -> "Row":
    """*row* with an id, its organisation (when there is only one) and, if dated, the present as its last change."""
    full = dict(row)
    name = IDS.get(table)
    if name:
        full.setdefault(name, str(uuid.uuid4()))
    if table == "xero.organisations":
        full.setdefault("TenantID", full["OrganisationID"])
    elif (table in IDS or table in CODES) and "TenantID" not in full:
        full["TenantID"] = _only_organisation(world)
    is_new = key_of(table, full) not in world.table(table)
    if is_new:
        full = {**NEW.get(table, {}), **full}
    if table in DATED:
        full.setdefault("UpdatedDateUTC", world.now_text())
        if is_new:
            full.setdefault("CreatedAt", full["UpdatedDateUTC"])
    return full


def _only_organisation(world: "World") -> str:
    organisations = list(world.table("xero.organisations").values())
    if len(organisations) != 1:
        raise ValueError("TenantID must be given: there is not exactly one organisation")
    tenant: str = organisations[0]["TenantID"]
    return tenant
