"""Makes Autotask invoices with their billing items: ordinary ones from what a provider does, and the awkward ones."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jobs.sandbox import clock
from jobs.sandbox.seed_autotask import FIRST_COMPANY, put
from jobs.sandbox.seed_names import COMPANIES, WORK
from jobs.sandbox.store import World

CENT = Decimal("0.01")
GST = Decimal("0.15")
FIRST_INVOICE = 9001
FIRST_ITEM = 50_001


class Maker:
    """Adds invoices to a world; the same seed makes the same invoices."""

    def __init__(self, world: World, seed: int = 7) -> None:
        self.world = world
        self.random = random.Random(seed)  # noqa: S311 (believable, not secret)
        invoices, items = world.table("autotask.Invoices"), world.table("autotask.BillingItems")
        self._invoice = max([FIRST_INVOICE - 1, *(int(key) for key in invoices)])
        self._item = max([FIRST_ITEM - 1, *(int(key) for key in items)])

    def invoice(
        self,
        company: int,
        lines: list[dict[str, Any]],
        *,
        age: timedelta = timedelta(hours=2),
        **more: Any,
    ) -> int:
        """Add one invoice created *age* ago; totals follow from the lines unless *more* says else. Returns its id."""
        self._invoice += 1
        created = self.world.now() - age
        net = sum((Decimal(str(line["totalAmount"])) for line in lines), Decimal(0))
        row = {
            "id": self._invoice,
            "batchID": 100 + self._invoice // 20,
            "companyID": company,
            "createDateTime": _instant(created),
            "invoiceDateTime": _day(created),
            "dueDate": _day(created + timedelta(days=30)),
            "invoiceNumber": f"HL-{self._invoice}",
            "invoiceTotal": net.quantize(CENT, ROUND_HALF_UP),
            "totalTaxValue": sum((line["taxDollars"] for line in lines), Decimal(0)),
            "isVoided": False,
            "orderNumber": "",
            "paymentTerm": 4,
            "taxGroup": 1,
            "taxRegionName": "New Zealand",
            "invoiceEditorTemplateID": 102,
            "creatorResourceID": 29682885,
            "comments": "",
        }
        put(self.world, "Invoices", [{**row, **more}])
        for place, line in enumerate(lines, start=1):
            self._item += 1
            item = {"id": self._item, "invoiceID": self._invoice, "companyID": company, "sortOrderID": place}
            put(self.world, "BillingItems", [{**item, "itemDate": _day(created - timedelta(days=3)), **line}])
        return self._invoice

    def some_lines(self, count: int) -> list[dict[str, Any]]:
        """Believable lines out of what the provider does."""
        return [self.line(*self.random.choice(WORK)) for _ in range(count)]

    def line(
        self, kind: int, sub: int, code: int, name: str, text: str, price: str, quantities: tuple[str, ...]
    ) -> dict[str, Any]:
        return line(text, self.random.choice(quantities), price, name=name, kind=kind, sub=sub, code=code)


def line(
    text: str,
    quantity: str,
    price: str,
    *,
    name: str = "Work",
    kind: int = 1,
    sub: int = 1,
    code: int = 101,
    total: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """One billing item; its total is quantity × price to the cent unless given."""
    amount = Decimal(total) if total is not None else (Decimal(quantity) * Decimal(price)).quantize(CENT, ROUND_HALF_UP)
    return {
        "billingItemType": kind,
        "subType": sub,
        "billingCodeID": code,
        "itemName": name,
        "description": text,
        "lineItemFullDescription": text,
        "quantity": Decimal(quantity),
        "rate": Decimal(price),
        "extendedPrice": Decimal(quantity) * Decimal(price),
        "totalAmount": amount,
        "taxDollars": amount * GST,
        "taxCategoryID": 1,
        "nonBillable": 0,
        **more,
    }


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _day(moment: datetime) -> str:
    """A calendar day the way Autotask writes it: midnight, without meaning it."""
    return moment.strftime("%Y-%m-%dT00:00:00Z")


def seed(world: World) -> None:
    """Sixty ordinary invoices of the last days, and every awkward case once."""
    maker = Maker(world)
    plain = [
        FIRST_COMPANY + place for place, each in enumerate(COMPANIES) if each[4] == 1 and each[5] in ("same", "none")
    ]
    for place in range(60):
        company = plain[place % len(plain)]
        age = timedelta(minutes=10 + 75 * (60 - place))
        order = f"PO {7000 + place}" if place % 4 == 0 else ""
        maker.invoice(company, maker.some_lines(maker.random.randint(1, 9)), age=age, orderNumber=order)
    for place, awkward in enumerate(AWKWARD):
        awkward(maker, FIRST_COMPANY + place)


def _zero(maker: Maker, company: int) -> None:
    covered = line("Covered by block hours", "3.175", "100", total="0")
    maker.invoice(company, [covered], orderNumber="Covered")


def _negative(maker: Maker, company: int) -> None:
    maker.invoice(company, [line("Credit for two dropped seats", "1", "-72.10")])


def _no_items(maker: Maker, company: int) -> None:
    maker.invoice(company, [], invoiceTotal=Decimal("145.00"), totalTaxValue=Decimal("21.75"))


def _voided(maker: Maker, company: int) -> None:
    when = _instant(maker.world.now() - timedelta(hours=1))
    maker.invoice(company, maker.some_lines(2), isVoided=True, voidedDate=when)


def _half_built(maker: Maker, company: int) -> None:
    """Autotask is still attaching the last line; it shows in three minutes."""
    soon = clock.text(maker.world.now() + timedelta(minutes=3))
    lines = maker.some_lines(3)
    lines[2]["_visibleAt"] = soon
    maker.invoice(company, lines, age=timedelta(minutes=1))


def _blank_number(maker: Maker, company: int) -> None:
    maker.invoice(company, maker.some_lines(2), invoiceNumber=None)


def _equal_numbers(maker: Maker, company: int) -> None:
    for _ in range(2):
        maker.invoice(company, maker.some_lines(1), invoiceNumber="HL-SAME")


def _strange_text(maker: Maker, company: int) -> None:
    lines = [
        line("Kia ora 👋 shop till moved 🧾 to the new counter", "1", "95"),
        line("عربي: تركيب الشبكة", "2", "110"),
        line("Control\x07 characters\u200b and\u00a0odd   spaces", "1", "12.50"),
    ]
    maker.invoice(company, lines)


def _long_text(maker: Maker, company: int) -> None:
    maker.invoice(company, [line("Notes: " + "checked and noted; " * 211, "1", "500")])


def _many_decimals(maker: Maker, company: int) -> None:
    maker.invoice(company, [line("Storage by the gigabyte", "13.3333333", "0.0712345", total="0.95")])


def _four_decimals(maker: Maker, company: int) -> None:
    """Labour billed at four decimals: the exact sum rounds to the total, the rounded lines miss it by a cent."""
    lines = [line(f"Labour part {part}", "1", "33.3350", total="33.3350") for part in (1, 2, 3)]
    maker.invoice(company, lines, invoiceTotal=Decimal("100.01"))


def _hidden_line(maker: Maker, company: int) -> None:
    """A line of a business the API user may not see."""
    lines = [*maker.some_lines(2), line("Work of the other division", "1", "80", _business="Consulting")]
    maker.invoice(company, lines)


def _adjusted(maker: Maker, company: int) -> None:
    maker.invoice(
        company, [line("Service adjustment", "-2", "18.50", kind=8, sub=13, total="37.00"), *maker.some_lines(1)]
    )


def _stamped(maker: Maker, company: int) -> None:
    when = _instant(maker.world.now() - timedelta(days=1))
    maker.invoice(company, maker.some_lines(2), webServiceDate=when)


def _old(maker: Maker, company: int) -> None:
    for days in (40, 75, 200):
        maker.invoice(company, maker.some_lines(2), age=timedelta(days=days))


def _many_lines(maker: Maker, company: int) -> None:
    maker.invoice(company, maker.some_lines(25))


def _for(name: str, lines: int = 2) -> Callable[[Maker, int], None]:
    """Ordinary work for the companies that are awkward themselves."""
    numbers = [FIRST_COMPANY + place for place, each in enumerate(COMPANIES) if each[0] == name]

    def make(maker: Maker, _company: int) -> None:
        for number in numbers:
            maker.invoice(number, maker.some_lines(lines))

    return make


AWKWARD: tuple[Callable[[Maker, int], None], ...] = (
    _zero, _negative, _no_items, _voided, _half_built, _blank_number, _equal_numbers, _strange_text, _long_text,
    _many_decimals, _four_decimals, _hidden_line, _adjusted, _stamped, _old, _many_lines,
    _for("Café Renée"), _for("Northgate Physiotherapy"), _for("Alpine Guides Collective"), _for("Bay Electrical"),
    _for("Pacific Crossing Inc"), _for("Sound Harbor Robotics"), _for("Nordlicht Gerätebau GmbH"),
)  # fmt: skip


def month_end(world: World, invoices: int, lines: int) -> None:
    """For the benchmark: so many invoices of so many lines each, approved a moment ago, over a hundred companies."""
    maker = Maker(world)
    companies = sorted(world.table("autotask.Companies"), key=int)
    for place in range(invoices):
        company = int(companies[place % len(companies)])
        maker.invoice(
            company, [line(f"Line {each}", "2", "41.25") for each in range(1, lines + 1)], age=timedelta(minutes=1)
        )
