"""The demo's Autotask database: one API user, small lists, companies with their people."""

from typing import Any

from jobs.sandbox.seed_names import BILLING_CODES, COMPANIES, FIRST, LAST
from jobs.sandbox.store import World

CI = 48211
USER = "tallystick-api@harbourline.example"
SECRET = "sandbox-api-secret"  # noqa: S105 (of an imitation that answers on this machine alone)
CODE = "SANDBOX-CODE"
FIRST_COMPANY = 232


def seed(world: World) -> None:
    """Fill the Autotask side of an empty world, without invoices."""
    world.table("autotask.users")[USER] = {
        "id": USER, "secret": SECRET, "integrationCode": CODE, "ci": CI, "zoneName": "Sandbox Zone",
    }  # fmt: skip
    put(world, "Currencies", currencies())
    put(world, "Countries", countries())
    put(world, "PaymentTerms", payment_terms())
    put(world, "BillingCodes", billing_codes())
    for place, company in enumerate(COMPANIES):
        put(world, "Companies", [_company(FIRST_COMPANY + place, company)])
        put(world, "Contacts", _people(FIRST_COMPANY + place, place))


def put(world: World, entity: str, rows: list[dict[str, Any]]) -> None:
    """Add rows by their id."""
    for row in rows:
        world.table(f"autotask.{entity}")[row["id"]] = row


def currencies() -> list[dict[str, Any]]:
    return [
        {"id": number, "name": name, "description": name, "isInternalCurrency": number == 1, "isActive": True,
         "exchangeRate": rate}
        for number, name, rate in ((1, "NZD", 1), (2, "USD", 0.6), (3, "EUR", 0.55))
    ]  # fmt: skip


def countries() -> list[dict[str, Any]]:
    return [
        {"id": number, "countryCode": code, "name": name, "displayName": name, "isActive": True}
        for number, code, name in ((153, "NZ", "New Zealand"), (237, "US", "United States"), (82, "DE", "Germany"))
    ]


def payment_terms() -> list[dict[str, Any]]:
    return [
        {"id": number, "name": name, "paymentDueInDays": days, "isActive": True}
        for number, name, days in ((1, "On receipt", 0), (2, "Net 14", 14), (4, "Net 30", 30))
    ]


def billing_codes() -> list[dict[str, Any]]:
    return [
        {"id": number, "name": name, "useType": use, "externalNumber": external, "generalLedgerAccount": account,
         "billingCodeType": 1, "isActive": True, "taxCategoryID": 1}
        for number, name, use, external, account in BILLING_CODES
    ]  # fmt: skip


def _company(number: int, company: tuple[str, str, str, str, int, str]) -> dict[str, Any]:
    name, city, postcode, phone, currency, _how = company
    return {
        "id": number,
        "companyName": name,
        "companyNumber": f"C-{number}",
        "companyType": 1,
        "isActive": True,
        "phone": phone,
        "address1": f"{number % 90 + 1} Quay Street",
        "city": city,
        "postalCode": postcode,
        "countryID": {1: 153, 2: 237, 3: 82}[currency],
        "currencyID": currency,
        "taxRegionID": 1,
        "ownerResourceID": 29682885,
        "userDefinedFields": [{"name": "XeroNoSync", "value": None}],
    }


def _people(company: int, place: int) -> list[dict[str, Any]]:
    first, last = FIRST[place % len(FIRST)], LAST[place % len(LAST)]
    return [
        {
            "id": 30_000 + place,
            "companyID": company,
            "firstName": first,
            "lastName": last,
            "emailAddress": f"accounts+{company}@example.com",
            "isActive": 1,
            "primaryContact": True,
            "billingContact": True,
            "userDefinedFields": [{"name": "Position", "value": "Accounts"}],
        }
    ]
