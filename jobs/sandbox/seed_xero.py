"""The demo's two Xero organisations: a chart of accounts, GST, currencies, contacts, and one invoice of a stranger."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jobs.sandbox.seed_cards import contacts, stable_id
from jobs.sandbox.seed_chart import ACCOUNTS, CURRENCIES, TAX_RATES, THEMES, TRACKING, Parts
from jobs.sandbox.seed_names import OTHERS
from jobs.sandbox.store import Row, World
from jobs.sandbox.xero_rows import completed, key_of

HARBOURLINE = "7b1f0c6a-52d4-4a3e-9f10-000000000001"
CLOUD = "7b1f0c6a-52d4-4a3e-9f10-000000000002"
USER = "5a1e0000-0000-4000-8000-0000000000a1"


def seed(world: World) -> None:
    """Fill the Xero side of an empty world."""
    seed_one(world)
    put(world, "xero.organisations", [organisation(CLOUD, "Harbourline Cloud Ltd", "!hLn02")])
    _seed_lists(world, CLOUD)
    put(world, "xero.contacts", [*contacts(HARBOURLINE), *contacts(CLOUD, few=True)])


def seed_one(world: World) -> None:
    """One organisation with its lists, and one person who may let us in."""
    mere = {"FirstName": "Mere", "LastName": "Tamihana", "EmailAddress": "mere@harbourline.example"}
    put(world, "xero.users", [{"UserID": USER, "TenantID": "", **mere}])
    put(world, "xero.organisations", [organisation(HARBOURLINE, "Harbourline IT Ltd", "!hLn01")])
    _seed_lists(world, HARBOURLINE)


def _seed_lists(world: World, tenant: str) -> None:
    put(world, "xero.accounts", accounts(tenant))
    put(world, "xero.tax_rates", tax_rates(tenant))
    currencies = [{"TenantID": tenant, "Code": code, "Description": name} for code, name in CURRENCIES]
    put(world, "xero.currencies", currencies)
    put(world, "xero.branding_themes", themes(tenant))
    put(world, "xero.tracking_categories", tracking(tenant))


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
            "AccountID": stable_id(tenant, f"account {code or name}"),
            "TenantID": tenant,
            **({"Code": code} if code else {}),
            "Name": name,
            "Type": kind,
            "Class": group,
            "TaxType": tax,
            "SystemAccount": system,
            "Status": status,
        }
        for code, name, kind, group, tax, system, status in ACCOUNTS
    ]


def tax_rates(tenant: str) -> list[dict[str, Any]]:
    return [
        {
            "TenantID": tenant,
            "Name": name,
            "TaxType": code,
            "Status": status,
            "TaxComponents": [
                {"Name": part, "Rate": Decimal(rate), "IsCompound": on_top, "IsNonRecoverable": False}
                for part, rate, on_top in parts
            ],
            "EffectiveRate": _effective(parts),
            "DisplayTaxRate": _effective(parts),
            "CanApplyToRevenue": revenue,
            "CanApplyToExpenses": expenses,
            "CanApplyToAssets": True,
            "CanApplyToLiabilities": True,
            "CanApplyToEquity": True,
        }
        for name, code, revenue, expenses, status, parts in TAX_RATES
    ]


def _effective(parts: Parts) -> Decimal:
    """The parts added up; a compound one is taken on what the others make of the price too."""
    plain = sum((Decimal(rate) for _name, rate, on_top in parts if not on_top), Decimal(0))
    return plain + sum((Decimal(rate) * (100 + plain) / 100 for _name, rate, on_top in parts if on_top), Decimal(0))


def themes(tenant: str) -> list[Row]:
    return [
        {"BrandingThemeID": stable_id(tenant, f"theme {name}"), "TenantID": tenant, "Name": name, "SortOrder": place,
         "Type": "INVOICE"}
        for place, name in enumerate(THEMES)
    ]  # fmt: skip


def tracking(tenant: str) -> list[Row]:
    return [
        {
            "TrackingCategoryID": stable_id(tenant, f"tracking {name}"),
            "TenantID": tenant,
            **_named(name),
            "Options": [
                {"TrackingOptionID": stable_id(tenant, f"tracking {name} {each}"), **_named(each)} for each in options
            ],
        }
        for name, options in TRACKING
    ]


def _named(name: str) -> Row:
    return {"Name": name.strip("()"), "Status": "ARCHIVED" if name.startswith("(") else "ACTIVE"}


def strangers_invoice(number: str, net: Decimal, day: date) -> Row:
    """An invoice that the bookkeeper typed, under a number that Autotask will use too."""
    tax = (net * 15 / 100).quantize(Decimal("0.01"))
    contact = next(each for each in contacts(HARBOURLINE) if each["Name"] == OTHERS[0])
    line = {
        "LineItemID": stable_id(HARBOURLINE, f"line {number}"),
        "Description": "Advice on rates",
        "Quantity": Decimal(1),
        "UnitAmount": net,
        "LineAmount": net,
        "TaxAmount": tax,
        "TaxType": "OUTPUT2",
        "AccountCode": "200",
    }
    return {
        "InvoiceID": stable_id(HARBOURLINE, f"invoice {number}"),
        "TenantID": HARBOURLINE,
        "Type": "ACCREC",
        "Status": "AUTHORISED",
        "InvoiceNumber": number,
        "Reference": "",
        "Contact": {"ContactID": contact["ContactID"], "Name": contact["Name"]},
        "Date": day.isoformat(),
        "DueDate": (day + timedelta(days=30)).isoformat(),
        "CurrencyCode": "NZD",
        "LineAmountTypes": "Exclusive",
        "LineItems": [line],
        "SubTotal": net,
        "TotalTax": tax,
        "Total": net + tax,
        "AmountDue": net + tax,
        "AmountPaid": Decimal(0),
        "AmountCredited": Decimal(0),
    }
