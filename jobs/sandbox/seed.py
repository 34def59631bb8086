"""Fills an empty world: the demo's provider, or a bare month-end for the benchmark."""

from typing import Any

from jobs.sandbox import seed_autotask, seed_invoices, seed_xero
from jobs.sandbox.store import World

BENCH_COMPANIES = 100


def plant(world: World) -> None:
    """A believable service provider with all its awkward invoices."""
    seed_xero.seed(world)
    seed_autotask.seed(world)
    world.set("autotask", hidden_business=["Consulting"])
    seed_invoices.seed(world)


def bare(world: World) -> None:
    """One organisation, one API user, the small lists: for tests that make their own companies and invoices."""
    tenant = seed_xero.HARBOURLINE
    seed_xero.put(
        world, "xero.users", [{"UserID": seed_xero.USER, "TenantID": "", "FirstName": "Mere", "LastName": "Tamihana"}]
    )
    seed_xero.put(world, "xero.organisations", [seed_xero.organisation(tenant, "Harbourline IT Ltd", "!hLn01")])
    seed_xero.put(world, "xero.accounts", seed_xero.accounts(tenant))
    seed_xero.put(world, "xero.tax_rates", seed_xero.tax_rates(tenant))
    currencies = [{"TenantID": tenant, "Code": code, "Description": code} for code in ("NZD", "USD")]
    seed_xero.put(world, "xero.currencies", currencies)
    world.table("autotask.users")[seed_autotask.USER] = {
        "id": seed_autotask.USER,
        "secret": seed_autotask.SECRET,
        "integrationCode": seed_autotask.CODE,
        "ci": seed_autotask.CI,
        "zoneName": "Sandbox Zone",
    }
    seed_autotask.put(world, "Currencies", seed_autotask.currencies())
    seed_autotask.put(world, "Countries", seed_autotask.countries())
    seed_autotask.put(world, "PaymentTerms", seed_autotask.payment_terms())
    seed_autotask.put(world, "BillingCodes", seed_autotask.billing_codes())


def month_end(world: World, invoices: int, lines: int) -> None:
    """The bare world with a hundred companies and a month's invoices, just approved."""
    bare(world)
    seed_autotask.put(world, "Companies", [_company(232 + place) for place in range(BENCH_COMPANIES)])
    seed_invoices.month_end(world, invoices, lines)


def _company(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "companyName": f"Customer {number} Ltd",
        "companyNumber": f"C-{number}",
        "companyType": 1,
        "isActive": True,
        "phone": "04 555 0100",
        "currencyID": 1,
        "countryID": 153,
        "taxRegionID": 1,
        "ownerResourceID": 29682885,
        "userDefinedFields": [],
    }
