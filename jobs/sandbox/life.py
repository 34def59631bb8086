"""What happens in the demo by itself: invoices are approved in Autotask, now and then something smaller or stranger."""

import random
import threading
from collections.abc import Callable
from datetime import timedelta

from jobs.sandbox import clock
from jobs.sandbox.seed_awkward import ordinary_companies
from jobs.sandbox.seed_maker import RESOURCE, Line, Maker, instant
from jobs.sandbox.seed_work import WORK
from jobs.sandbox.store import World

PACE = 20.0  # seconds between two events
JUST_NOW = timedelta(seconds=1)
SETTING = "life"
GOODS = [each for each in WORK if each.kind in ("Project Cost", "Ticket Cost")]


class Life:
    """A thread that makes something happen at a settable pace; the same seed makes the same things happen.

    How much has happened is kept with the world, so that a demo that is started again goes on instead of repeating.
    """

    def __init__(self, world: World, *, pace: float = PACE, seed: int = 11) -> None:
        self._world, self._pace, self._seed = world, pace, seed
        self._over = threading.Event()

    def begin(self) -> None:
        threading.Thread(target=self._go_on, name="life", daemon=True).start()

    def end(self) -> None:
        self._over.set()

    def _go_on(self) -> None:
        while not self._over.wait(self._pace):
            self.happen()

    def happen(self) -> str:
        """The next event; returns what it was."""
        with self._world.lock("autotask"):
            happened = int(self._world.setting(SETTING).get("happened", 0))
            maker = Maker(self._world, self._seed + happened)
            event = maker.random.choices(list(EVENTS), weights=list(EVENTS.values()))[0]
            event(maker, _someone(maker.random))
            self._world.set(SETTING, happened=happened + 1)
        return event.__name__


def _someone(chance: random.Random) -> int:
    return chance.choice(ordinary_companies())


def invoice(maker: Maker, company: int) -> None:
    maker.invoice(company, maker.some_lines(maker.random.randint(1, 6)), age=JUST_NOW)


def order(maker: Maker, company: int) -> None:
    """An invoice for goods on the customer's own order."""
    lines = [maker.line(work) for work in maker.random.sample(GOODS, k=2)]
    maker.invoice(company, lines, age=JUST_NOW, orderNumber=f"PO {maker.random.randint(7100, 7999)}")


def credit(maker: Maker, company: int) -> None:
    maker.invoice(company, [Line("Credit: seats returned this month", "1", "-38.50")], age=JUST_NOW)


def slow_invoice(maker: Maker, company: int) -> None:
    """An invoice whose last item Autotask attaches a minute later."""
    soon = clock.text(maker.world.now() + timedelta(minutes=1))
    late = Line("Travel to site", "1", "60", more=(("_visibleAt", soon),))
    maker.invoice(company, [*maker.some_lines(2), late], age=JUST_NOW)


def void(maker: Maker, company: int) -> None:
    """Somebody voids the latest invoice that no integration has stamped yet; without one, an invoice is approved."""
    invoices = maker.world.table("autotask.Invoices")
    fresh = [key for key, row in invoices.items() if not row.get("webServiceDate") and not row.get("isVoided")]
    if not fresh:
        invoice(maker, company)
        return
    when = instant(maker.world.now())
    invoices.change(max(fresh, key=int), isVoided=True, voidedDate=when, voidedByResourceID=RESOURCE)


def moved_house(maker: Maker, company: int) -> None:
    """A customer's address changes."""
    street = f"{maker.random.randint(1, 200)} Featherston Street"
    maker.world.table("autotask.Companies").change(
        company, address1=street, lastTrackedModifiedDateTime=instant(maker.world.now())
    )


# What may happen, and how often beside each other.
EVENTS: dict[Callable[[Maker, int], None], int] = {
    invoice: 70,
    order: 10,
    credit: 7,
    slow_invoice: 7,
    void: 2,
    moved_house: 4,
}
