"""What happens in the demo by itself: now and then another invoice is approved in Autotask."""

import threading
from datetime import timedelta

from jobs.sandbox.seed_autotask import FIRST_COMPANY
from jobs.sandbox.seed_invoices import Maker
from jobs.sandbox.seed_names import COMPANIES
from jobs.sandbox.store import World

PACE = 20.0  # seconds between two events


class Life:
    """A thread that makes something happen at a settable pace; the same seed makes the same things happen."""

    def __init__(self, world: World, *, pace: float = PACE, seed: int = 11) -> None:
        self._world, self._pace, self._seed = world, pace, seed
        self._over = threading.Event()

    def begin(self) -> None:
        threading.Thread(target=self._go_on, name="life", daemon=True).start()

    def end(self) -> None:
        self._over.set()

    def _go_on(self) -> None:
        happened = 0
        while not self._over.wait(self._pace):
            with self._world.lock("autotask"):
                self.happen(happened)
            happened += 1

    def happen(self, number: int) -> int:
        """The event of that number: an invoice for some company, every seventh a credit. Returns the invoice's id."""
        maker = Maker(self._world, self._seed + number)
        known = [place for place, each in enumerate(COMPANIES) if each[4] == 1 and each[5] in ("same", "none")]
        company = FIRST_COMPANY + maker.random.choice(known)
        lines = maker.some_lines(maker.random.randint(1, 6))
        if number % 7 == 6:
            for each in lines:
                each.update(totalAmount=-each["totalAmount"], taxDollars=-each["taxDollars"], rate=-each["rate"])
        return maker.invoice(company, lines, age=timedelta(seconds=1))
