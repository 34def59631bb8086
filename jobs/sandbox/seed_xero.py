"""The demo's two Xero organisations: a chart of accounts, GST, currencies, and contacts."""

from decimal import Decimal
from typing import Any

from jobs.sandbox.seed_names import COMPANIES
from jobs.sandbox.store import World
from jobs.sandbox.xero_rows import completed, key_of

HARBOURLINE = "7b1f0c6a-52d4-4a3e-9f10-000000000001"
CLOUD = "7b1f0c6a-52d4-4a3e-9f10-000000000002"
USER = "5a1e0000-0000-4000-8000-0000000000a1"

# code, name, type, class, tax type, system account, status
ACCOUNTS: tuple[tuple[str | None, str, str, str, str, str, str], ...] = (
    (None, "Harbourline Cheque Account", "BANK", "ASSET", "NONE", "", "ACTIVE"),
    ("200", "Sales", "REVENUE", "REVENUE", "OUTPUT2", "", "ACTIVE"),
    ("205", "Managed services", "REVENUE", "REVENUE", "OUTPUT2", "", "ACTIVE"),
    ("210", "Hardware sales", "SALES", "REVENUE", "OUTPUT2", "", "ACTIVE"),
    ("215", "Licence sales", "SALES", "REVENUE", "OUTPUT2", "", "ACTIVE"),
    ("220", "Old consulting income", "REVENUE", "REVENUE", "OUTPUT2", "", "ARCHIVED"),
    ("260", "Other revenue", "OTHERINCOME", "REVENUE", "OUTPUT2", "", "ACTIVE"),
    ("270", "Interest income", "OTHERINCOME", "REVENUE", "NONE", "", "ACTIVE"),
    ("310", "Cost of goods sold", "DIRECTCOSTS", "EXPENSE", "INPUT2", "", "ACTIVE"),
    ("315", "Subcontractors", "DIRECTCOSTS", "EXPENSE", "INPUT2", "", "ACTIVE"),
    ("425", "Freight and courier", "EXPENSE", "EXPENSE", "INPUT2", "", "ACTIVE"),
    ("429", "General expenses", "EXPENSE", "EXPENSE", "INPUT2", "", "ACTIVE"),
    ("469", "Rent", "OVERHEADS", "EXPENSE", "INPUT2", "", "ACTIVE"),
    ("610", "Accounts receivable", "CURRENT", "ASSET", "NONE", "DEBTORS", "ACTIVE"),
    ("630", "Inventory", "INVENTORY", "ASSET", "INPUT2", "", "ACTIVE"),
    ("800", "Accounts payable", "CURRLIAB", "LIABILITY", "NONE", "CREDITORS", "ACTIVE"),
    ("820", "GST", "CURRLIAB", "LIABILITY", "NONE", "GST", "ACTIVE"),
    ("860", "Rounding", "CURRLIAB", "LIABILITY", "NONE", "ROUNDING", "ACTIVE"),
)
TAX_RATES = (
    ("15% GST on Income", "OUTPUT2", "15.0", True, False),
    ("15% GST on Expenses", "INPUT2", "15.0", False, True),
    ("Zero Rated", "ZERORATED", "0", True, True),
    ("No GST", "NONE", "0", True, True),
)


def seed(world: World) -> None:
    """Fill the Xero side of an empty world."""
    put(world, "xero.users", [{"UserID": USER, "TenantID": "", "FirstName": "Mere", "LastName": "Tamihana"}])
    for tenant, name, short in (
        (HARBOURLINE, "Harbourline IT Ltd", "!hLn01"),
        (CLOUD, "Harbourline Cloud Ltd", "!hLn02"),
    ):
        put(world, "xero.organisations", [organisation(tenant, name, short)])
        put(world, "xero.accounts", accounts(tenant))
        put(world, "xero.tax_rates", tax_rates(tenant))
        put(
            world,
            "xero.currencies",
            [{"TenantID": tenant, "Code": code, "Description": code} for code in ("NZD", "USD", "AUD")],
        )
    put(world, "xero.contacts", contacts(HARBOURLINE))


def put(world: World, table: str, rows: list[dict[str, Any]]) -> None:
    """Add rows, each completed with its id and what else it left out."""
    for row in rows:
        full = completed(world, table, row)
        world.table(table)[key_of(table, full)] = full


def organisation(tenant: str, name: str, short: str) -> dict[str, Any]:
    return {
        "OrganisationID": tenant,
        "TenantID": tenant,
        "Name": name,
        "LegalName": name,
        "BaseCurrency": "NZD",
        "CountryCode": "NZ",
        "Class": "STANDARD",
        "IsDemoCompany": False,
        "OrganisationStatus": "ACTIVE",
        "Timezone": "NEWZEALANDSTANDARDTIME",
        "ShortCode": short,
        "PaymentTerms": {"Sales": {"Day": 20, "Type": "OFFOLLOWINGMONTH"}},
    }


def accounts(tenant: str) -> list[dict[str, Any]]:
    return [
        {
            "AccountID": f"{tenant[:24]}{place:012d}",
            "TenantID": tenant,
            **({"Code": code} if code else {}),
            "Name": name,
            "Type": kind,
            "Class": group,
            "TaxType": tax,
            "SystemAccount": system,
            "Status": status,
        }
        for place, (code, name, kind, group, tax, system, status) in enumerate(ACCOUNTS, start=100)
    ]


def tax_rates(tenant: str) -> list[dict[str, Any]]:
    return [
        {
            "TenantID": tenant,
            "Name": name,
            "TaxType": code,
            "Status": "ACTIVE",
            "EffectiveRate": Decimal(rate),
            "DisplayTaxRate": Decimal(rate),
            "CanApplyToRevenue": revenue,
            "CanApplyToExpenses": expenses,
            "CanApplyToAssets": True,
            "CanApplyToLiabilities": True,
            "CanApplyToEquity": True,
        }
        for name, code, rate, revenue, expenses in TAX_RATES
    ]


def contacts(tenant: str) -> list[dict[str, Any]]:
    """What the bookkeeper has already: most alike, some differing by case or spaces, one archived."""
    found = []
    for place, (name, *_rest, how) in enumerate(COMPANIES, start=1):
        if how in ("none", "twin"):
            continue
        shown = {"case": name.upper(), "spaces": name.replace(" ", "  ", 1)}.get(how, name)
        status = "ARCHIVED" if how == "archived" else "ACTIVE"
        found.append(
            {
                "ContactID": f"c0000000-0000-4000-8000-{place:012d}",
                "TenantID": tenant,
                "Name": shown,
                "ContactStatus": status,
            }
        )
    return found
