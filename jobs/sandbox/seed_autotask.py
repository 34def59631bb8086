"""The demo's Autotask database: one API user, small lists, companies with their people."""

from decimal import Decimal
from typing import Any

from jobs.sandbox import seed_structure
from jobs.sandbox.autotask_picklists import LISTS
from jobs.sandbox.seed_maker import RESOURCE
from jobs.sandbox.seed_names import (
    CLOUD,
    COMPANIES,
    FIRST,
    FIRST_COMPANY,
    LAST,
    LEFT_OUT,
    PARENTS,
    TWO_ACCOUNTS,
    Company,
)
from jobs.sandbox.seed_structure import OVERSEAS
from jobs.sandbox.seed_work import BILLING_CODES
from jobs.sandbox.store import Row, World

CI = 48211
USER = "tallystick-api@harbourline.example"
NEWCOMER = "newcomer-api@harbourline.example"
SECRET = "sandbox-api-secret"  # noqa: S105 (of an imitation that answers on this machine alone)
CODE = "SANDBOX-CODE"
OWN_COMPANY = 0  # Autotask gives the provider's own company this id

CURRENCIES = (("NZD", "New Zealand dollar", "1"), ("USD", "US dollar", "1.68"), ("EUR", "Euro", "1.85"))
COUNTRIES = {"NZD": (153, "NZ", "New Zealand"), "USD": (237, "US", "United States"), "EUR": (82, "DE", "Germany")}
# id, name, days, and the invoice template that carries them
TERMS = ((1, "On receipt", 0, 99), (2, "Net 14", 14, 100), (4, "Net 30", 30, 102))
TYPES = {label: number for number, label in LISTS["companies.companytype"]}


def seed(world: World) -> None:
    """Fill the Autotask side of an empty world, without invoices."""
    seed_lists(world)
    _add_user(world, NEWCOMER, CI + 1)  # sees the same rows, and passes for a database that nobody has connected yet
    put(world, "Companies", [_own_company(), *(_company(place, each) for place, each in enumerate(COMPANIES))])
    put(world, "Contacts", [person for place in range(len(COMPANIES)) for person in _people(place)])


def seed_lists(world: World) -> None:
    """The API user and what every database has."""
    _add_user(world, USER, CI)
    put(world, "Currencies", _currencies())
    put(world, "Countries", _countries())
    put(world, "PaymentTerms", _payment_terms())
    put(world, "InvoiceTemplates", _templates())
    put(world, "BillingCodes", _billing_codes())
    for entity, rows in seed_structure.rows().items():
        put(world, entity, rows)


def _add_user(world: World, name: str, ci: int) -> None:
    world.table("autotask.users")[name] = {
        "id": name, "secret": SECRET, "integrationCode": CODE, "ci": ci, "zoneName": "Sandbox Zone",
    }  # fmt: skip


def put(world: World, entity: str, rows: list[Row]) -> None:
    """Add rows by their id."""
    table = world.table(f"autotask.{entity}")
    for row in rows:
        table[row["id"]] = row


def _currencies() -> list[Row]:
    return [
        {"id": number, "name": name, "description": text, "isInternalCurrency": number == 1, "isActive": True,
         "exchangeRate": Decimal(rate).quantize(Decimal("0.0001")), "displaySymbol": 1}
        for number, (name, text, rate) in enumerate(CURRENCIES, start=1)
    ]  # fmt: skip


def _countries() -> list[Row]:
    return [
        {"id": number, "countryCode": code, "name": name, "displayName": name, "isActive": True,
         "isDefaultCountry": code == "NZ", "addressFormatID": 1}
        for number, code, name in COUNTRIES.values()
    ]  # fmt: skip


def _payment_terms() -> list[Row]:
    return [{"id": number, "name": name, "paymentDueInDays": days, "isActive": True} for number, name, days, _ in TERMS]


def _templates() -> list[Row]:
    return [
        {"id": template, "name": f"Tax invoice, {name.lower()}", "paymentTerms": number, "groupBy": 1, "sortBy": 1}
        for number, name, _days, template in TERMS
    ]


def _billing_codes() -> list[Row]:
    return [
        {"id": number, "name": name, "useType": use, "externalNumber": external, "generalLedgerAccount": account,
         "billingCodeType": 0, "isActive": True, "taxCategoryID": 1, "unitCost": Decimal("0.0000"),
         "unitPrice": Decimal("0.0000")}
        for number, name, use, external, account in BILLING_CODES
    ]  # fmt: skip


def _own_company() -> Row:
    own = Company("Harbourline IT Ltd", "Wellington", "6011", "04 555 0100", "NZD", "none")
    return {**_company(-FIRST_COMPANY, own), "companyNumber": ""}


def _company(place: int, company: Company) -> Row:
    number = FIRST_COMPANY + place
    at_home = company.currency == "NZD"
    names = [each.name for each in COMPANIES]
    parent = PARENTS.get(company.name)
    return {
        "id": number,
        "companyName": company.name,
        "companyNumber": f"C-{number}",
        "companyType": TYPES[company.kind],
        "isActive": company.kind != "Cancellation",
        "phone": company.phone,
        "address1": f"{number % 90 + 1} Quay Street",
        "city": company.city,
        "postalCode": company.postcode,
        "countryID": COUNTRIES[company.currency][0],
        "currencyID": [each[0] for each in CURRENCIES].index(company.currency) + 1,
        "taxRegionID": 1 if at_home else OVERSEAS,
        "taxID": f"{100 + number}-{number % 90 + 10}-{number}" if at_home else "",
        "territoryID": LISTS["companies.territoryid"][_territory(company)][0],
        "invoiceTemplateID": TERMS[number % len(TERMS)][3],
        "invoiceMethod": 2,
        "billToAddressToUse": 1,
        "isTaxExempt": False,
        "ownerResourceID": RESOURCE,
        "parentCompanyID": FIRST_COMPANY + names.index(parent) if parent else None,
        "invoiceNonContractItemsToParentCompany": parent is not None,
        "userDefinedFields": [
            {"name": "XeroNoSync", "value": "Yes" if company.name in LEFT_OUT else None},
            {"name": "XeroOrganisation", "value": "Harbourline Cloud" if company.name in CLOUD else None},
        ],
    }


def _territory(company: Company) -> int:
    """North Island, South Island, overseas: the first digit of a postcode tells."""
    return 2 if company.currency != "NZD" else int(company.postcode[0] in "789")


def _people(place: int) -> list[Row]:
    """Who gets the invoices; every fourth company has a second person."""
    accounts = _person(place, place, primary=True)
    return [accounts, _person(place, place + 1000, primary=False)] if place % 4 == 0 else [accounts]


def _person(place: int, number: int, *, primary: bool) -> dict[str, Any]:
    first, last = FIRST[number % len(FIRST)], LAST[number % len(LAST)]
    company = FIRST_COMPANY + place
    also_billed = "Accounts" if COMPANIES[place].name in TWO_ACCOUNTS else "AccountsIncludedPerson"
    return {
        "id": 30_000 + number,
        "companyID": company,
        "firstName": first,
        "lastName": last,
        "emailAddress": f"accounts+{company}@example.com" if primary else f"{first.lower()}+{company}@example.com",
        "phone": COMPANIES[place].phone,
        "isActive": 1,
        "primaryContact": primary,
        "billingContact": primary,
        "userDefinedFields": [{"name": "Position", "value": "Accounts" if primary else also_billed}],
    }
