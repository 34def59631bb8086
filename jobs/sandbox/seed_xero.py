"""The demo's two Xero organisations: a chart of accounts, GST, currencies, contacts, and one invoice of a stranger."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jobs.sandbox.seed_chart import ACCOUNTS, CURRENCIES, TAX_RATES
from jobs.sandbox.seed_names import COMPANIES
from jobs.sandbox.store import Row, World
from jobs.sandbox.xero_rows import completed, key_of

HARBOURLINE = "7b1f0c6a-52d4-4a3e-9f10-000000000001"
CLOUD = "7b1f0c6a-52d4-4a3e-9f10-000000000002"
USER = "5a1e0000-0000-4000-8000-0000000000a1"
# In Xero alone: people the provider never bills through Autotask.
OTHERS = ("Wellington City Council", "Inland Revenue", "Brightline Power", "Walk-in customer")


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
            "AccountID": _id(tenant, f"account {code or name}"),
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


def contacts(tenant: str, *, few: bool = False) -> list[Row]:
    """What the bookkeeper has already: most alike, some differing by case or spaces, one archived."""
    known = [_contact(tenant, each.name, each.contact) for each in COMPANIES if each.contact not in ("none", "twin")]
    others = [_contact(tenant, name, "same") for name in OTHERS]
    return [*(known[:3] if few else known), *others]


def _contact(tenant: str, name: str, how: str) -> Row:
    shown = {"case": name.upper(), "spaces": name.replace(" ", "  ", 1), "longer": f"{name} Limited"}.get(how, name)
    return {
        "ContactID": _id(tenant, f"contact {name}"),
        "TenantID": tenant,
        "Name": shown,
        "ContactStatus": "ARCHIVED" if how == "archived" else "ACTIVE",
    }


def strangers_invoice(number: str, net: Decimal, day: date) -> Row:
    """An invoice that the bookkeeper typed, under a number that Autotask will use too."""
    tax = (net * 15 / 100).quantize(Decimal("0.01"))
    contact = _contact(HARBOURLINE, OTHERS[0], "same")
    line = {
        "LineItemID": _id(HARBOURLINE, f"line {number}"),
        "Description": "Advice on rates",
        "Quantity": Decimal(1),
        "UnitAmount": net,
        "LineAmount": net,
        "TaxAmount": tax,
        "TaxType": "OUTPUT2",
        "AccountCode": "200",
    }
    return {
        "InvoiceID": _id(HARBOURLINE, f"invoice {number}"),
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


def _id(tenant: str, name: str) -> str:
    """The same id for the same thing in every demo, and another one in another organisation."""
    return str(uuid.uuid5(uuid.UUID(tenant), name))
