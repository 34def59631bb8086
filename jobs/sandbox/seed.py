"""Fills an empty world: the demo's provider, one bare connection for tests, or a month-end for the benchmark."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from jobs.sandbox import seed_autotask, seed_awkward, seed_invoices, seed_options, seed_xero
from jobs.sandbox.seed_maker import RESOURCE, Maker
from jobs.sandbox.seed_names import FIRST_COMPANY
from jobs.sandbox.store import Row, World

BENCH_COMPANIES = 100


def plant(world: World) -> None:
    """A believable service provider with all its awkward invoices."""
    seed_xero.seed(world)
    seed_autotask.seed(world)
    world.set("autotask", hidden_business=[seed_awkward.HIDDEN])
    maker = Maker(world)
    seed_invoices.seed(maker)
    seed_awkward.seed(maker)
    seed_options.seed(maker, seed_awkward.ordinary_companies())
    day = (world.now() - timedelta(days=20)).date()
    taken = seed_xero.strangers_invoice(seed_awkward.TAKEN_NUMBER, Decimal("412.00"), day)
    seed_xero.put(world, "xero.invoices", [taken])


def bare(world: World) -> None:
    """One organisation, one API user, the small lists: for tests that make their own companies and invoices."""
    seed_xero.seed_one(world)
    seed_autotask.seed_lists(world)


def seed_month_end(world: World, invoices: int, lines: int) -> None:
    """The bare world, if it is empty, with a hundred companies and so many invoices of so many lines, just approved."""
    if not world.table("xero.organisations"):
        bare(world)
    seed_autotask.put(world, "Companies", [_company(FIRST_COMPANY + n) for n in range(BENCH_COMPANIES)])
    seed_invoices.month_end(world, invoices, lines)


def _company(number: int) -> Row:
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
        "invoiceTemplateID": 102,
        "ownerResourceID": RESOURCE,
        "userDefinedFields": [],
    }


# What the command line may ask for; an empty world stays one without.
SEEDS: dict[str, Callable[[World], None]] = {"demo": plant, "bare": bare, "none": lambda _world: None}
