"""The small lists of an organisation: itself, accounts, tax rates, currencies, themes, tracking, items."""

from jobs.sandbox import xero_problems, xero_shown
from jobs.sandbox.store import Row
from jobs.sandbox.wire import Reply
from jobs.sandbox.xero_calls import Call, envelope
from jobs.sandbox.xero_listing import filtered
from jobs.sandbox.xero_problems import Refusal

# Resource → table, the member that names a row in the address, and the order of the list.
LISTS = {
    "Accounts": ("xero.accounts", "AccountID", "Code"),
    "TaxRates": ("xero.tax_rates", "TaxType", "Name"),
    "Currencies": ("xero.currencies", "Code", "Code"),
    "BrandingThemes": ("xero.branding_themes", "BrandingThemeID", "SortOrder"),
    "TrackingCategories": ("xero.tracking_categories", "TrackingCategoryID", "Name"),
    "Items": ("xero.items", "ItemID", "Code"),
}


def organisation(call: Call) -> Reply:
    """One organisation, in a list; what it is called in the plural."""
    return envelope(call, "Organisations", [xero_shown.plain(call.organisation)])


def get(call: Call) -> Reply:
    """The whole list (none of these has pages), or one row by its id or code."""
    table, id_name, order = LISTS[call.resource]
    rows = filtered(call, call.rows(table)) if call.name is None else [_one(call, table, id_name)]
    if call.resource == "TrackingCategories" and call.name is None and not call.wants("includeArchived"):
        rows = [each for each in rows if each.get("Status", "ACTIVE") == "ACTIVE"]
    rows.sort(key=lambda row: str(row.get(order) or ""))
    return envelope(call, call.resource, [xero_shown.plain(each) for each in rows])


def _one(call: Call, table: str, id_name: str) -> Row:
    for row in call.rows(table):
        if call.name in (row.get(id_name), row.get("Code")):
            return row
    raise Refusal(xero_problems.not_found())
