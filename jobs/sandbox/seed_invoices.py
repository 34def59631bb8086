"""The demo's ordinary invoices of the last days, and the benchmark's month-end."""

from datetime import timedelta

from jobs.sandbox.seed_awkward import ordinary_companies
from jobs.sandbox.seed_maker import Line, Maker
from jobs.sandbox.store import World

RECENT, EARLIER = 24, 44


def seed(maker: Maker) -> None:
    """Some invoices of the last day, more of the twelve days before; ids rise with the time of creation."""
    companies = ordinary_companies()
    ages = [timedelta(days=13) - timedelta(hours=6.5 * place) for place in range(EARLIER)]
    ages += [timedelta(hours=22) - timedelta(minutes=54 * place) for place in range(RECENT)]
    for place, age in enumerate(ages):
        count = maker.random.choice((1, 2, 2, 3, 3, 4, 5, 6, 8, 12))
        order = f"PO {7000 + place}" if place % 4 == 0 else ""
        maker.invoice(companies[place % len(companies)], maker.some_lines(count), age=age, orderNumber=order)


def month_end(world: World, invoices: int, lines: int) -> None:
    """So many invoices of so many lines each, approved a moment ago, over all companies there are."""
    maker = Maker(world, origins=False)
    companies = sorted(int(key) for key in world.table("autotask.Companies") if key)
    batch = [Line(f"Managed service, part {each}", "2", "41.25") for each in range(1, lines + 1)]
    for place in range(invoices):
        maker.invoice(companies[place % len(companies)], batch, age=timedelta(minutes=1))
