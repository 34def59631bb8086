"""The demo's awkward invoices, each once: what a sync must hold, skip, or send in spite of everything."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from jobs.sandbox import clock
from jobs.sandbox.seed_maker import RESOURCE, Line, Maker, instant
from jobs.sandbox.seed_names import COMPANIES, FIRST_COMPANY
from jobs.sandbox.seed_work import WORK

HIDDEN = "Consulting"  # the line of business that the API user may not see
TAKEN_NUMBER = "HL-TAKEN"  # the bookkeeper has used it in Xero already
ADJUSTMENT = next(each for each in WORK if each.kind == "Recurring Services Adjustment")


def zero_total(maker: Maker, company: int) -> None:
    """Everything was covered by a block of hours."""
    maker.invoice(company, [Line("Covered by block hours", "3.175", "100", total="0")], orderNumber="Covered")


def partly_covered(maker: Maker, company: int) -> None:
    covered = Line("Quarterly review, covered by the agreement", "2.25", "145", total="0")
    not_billed = Line("Goodwill: reset two phones", "0.5", "145", total="0", more=(("nonBillable", 1),))
    maker.invoice(company, [covered, not_billed, *maker.some_lines(2)])


def negative_total(maker: Maker, company: int) -> None:
    maker.invoice(company, [Line("Credit for two dropped seats", "1", "-72.10", work=ADJUSTMENT)])


def without_items(maker: Maker, company: int) -> None:
    maker.invoice(company, [], invoiceTotal=Decimal("145.0000"), totalTaxValue=Decimal("21.7500"))


def voided(maker: Maker, company: int) -> None:
    when = instant(maker.world.now() - timedelta(hours=1))
    maker.invoice(company, maker.some_lines(2), isVoided=True, voidedDate=when, voidedByResourceID=RESOURCE)


def voided_and_detached(maker: Maker, company: int) -> None:
    """Voiding gave its items back to be invoiced again."""
    number = maker.invoice(company, maker.some_lines(2))
    when = instant(maker.world.now())
    maker.world.table("autotask.Invoices").change(number, isVoided=True, voidedDate=when, voidedByResourceID=RESOURCE)
    detach(maker, number)


def half_built(maker: Maker, company: int) -> None:
    """Autotask is still attaching the last line; it shows in three minutes."""
    soon = clock.text(maker.world.now() + timedelta(minutes=3))
    late = Line("Firewall renewal, one year", "1", "640", more=(("_visibleAt", soon),))
    maker.invoice(company, [*maker.some_lines(2), late], age=timedelta(minutes=1))


def blank_number(maker: Maker, company: int) -> None:
    maker.invoice(company, maker.some_lines(2), invoiceNumber=None)


def equal_numbers(maker: Maker, company: int) -> None:
    for _ in range(2):
        maker.invoice(company, maker.some_lines(1), invoiceNumber="HL-SAME")


def number_taken(maker: Maker, company: int) -> None:
    maker.invoice(company, maker.some_lines(2), invoiceNumber=TAKEN_NUMBER)


def strange_text(maker: Maker, company: int) -> None:
    lines = [
        Line("Kia ora 👋 shop till moved 🧾 to the new counter", "1", "95"),
        Line("عربي: تركيب الشبكة", "2", "110"),
        Line("Control\x07 characters\u200b and\u00a0odd   spaces", "1", "12.50"),
    ]
    maker.invoice(company, lines)


def long_text(maker: Maker, company: int) -> None:
    """One character more than Xero takes in a description."""
    text = ("Notes: " + "checked and noted; " * 211)[:4000] + "."
    maker.invoice(company, [Line(text, "1", "500")])


def no_text(maker: Maker, company: int) -> None:
    bare = (("description", None), ("lineItemFullDescription", None), ("itemName", None))
    maker.invoice(company, [Line("", "1", "45", more=bare)])


def many_decimals(maker: Maker, company: int) -> None:
    maker.invoice(company, [Line("Storage by the gigabyte", "13.3333333", "0.0712345", total="0.95")])


def four_decimals(maker: Maker, company: int) -> None:
    """Labour billed at four decimals: the exact sum rounds to the total, the rounded lines miss it by a cent."""
    lines = [Line(f"Labour part {part}", "1", "33.3350", total="33.3350") for part in (1, 2, 3)]
    maker.invoice(company, lines)


def hidden_line(maker: Maker, company: int) -> None:
    """A line of a business the API user may not see: the total never adds up."""
    maker.invoice(
        company, [*maker.some_lines(2), Line("Work of the other division", "1", "80", more=(("_business", HIDDEN),))]
    )


def adjusted(maker: Maker, company: int) -> None:
    """Negative quantity, positive total: a service adjustment."""
    maker.invoice(
        company, [Line("Service adjustment", "-2", "18.50", total="37.00", work=ADJUSTMENT), *maker.some_lines(1)]
    )


def grouped(maker: Maker, company: int) -> None:
    """Three items printed as one line."""
    group = (("sortOrderID", 1), ("lineItemGroupDescription", "Support in the period"))
    lines = [Line(f"Call {each} of three", "0.25", "145", more=group) for each in (1, 2, 3)]
    maker.invoice(company, [*lines, *maker.some_lines(1)])


def unknown_code(maker: Maker, company: int) -> None:
    """Built-in billing codes do not resolve."""
    maker.invoice(company, [Line("Rounding of hours", "1", "0.40", code=-1), *maker.some_lines(1)])


def stamped(maker: Maker, company: int) -> None:
    when = instant(maker.world.now() - timedelta(days=1))
    maker.invoice(company, maker.some_lines(2), age=timedelta(days=1, hours=3), webServiceDate=when)


def old(maker: Maker, company: int) -> None:
    for days in (40, 75, 200):
        maker.invoice(company, maker.some_lines(2), age=timedelta(days=days))


def many_lines(maker: Maker, company: int) -> None:
    maker.invoice(company, maker.some_lines(25), comments="Thank you for a year together.")


def not_invoiced(maker: Maker, company: int) -> None:
    """Posted work that is on no invoice yet: its invoice is 0, not null."""
    number = maker.invoice(company, maker.some_lines(3))
    detach(maker, number)
    del maker.world.table("autotask.Invoices")[number]


def detach(maker: Maker, number: int) -> None:
    """Take an invoice's items off it."""
    items = maker.world.table("autotask.BillingItems")
    for key in [key for key, row in items.items() if row["invoiceID"] == number]:
        items.change(key, invoiceID=0, sortOrderID=0)


def for_company(name: str) -> Callable[[Maker, int], None]:
    """Ordinary work for the companies of that name, which are awkward themselves."""
    numbers = [FIRST_COMPANY + place for place, each in enumerate(COMPANIES) if each.name == name]

    def make(maker: Maker, _company: int) -> None:
        for number in numbers:
            maker.invoice(number, maker.some_lines(2))

    return make


AWKWARD: tuple[Callable[[Maker, int], None], ...] = (
    zero_total, partly_covered, negative_total, without_items, voided, voided_and_detached, half_built, blank_number,
    equal_numbers, number_taken, strange_text, long_text, no_text, many_decimals, four_decimals, hidden_line, adjusted,
    grouped, unknown_code, stamped, old, many_lines, not_invoiced,
    *map(for_company, sorted({each.name for each in COMPANIES if each.contact not in ("same", "none")})),
    for_company("Pacific Crossing Inc"), for_company("Sound Harbor Robotics"), for_company("Nordlicht Gerätebau GmbH"),
)  # fmt: skip


def seed(maker: Maker) -> None:
    """Every awkward case, for one ordinary company after the other."""
    plain = ordinary_companies()
    for place, awkward in enumerate(AWKWARD):
        awkward(maker, plain[place % len(plain)])


def ordinary_companies() -> list[int]:
    """Ids of the companies that are not awkward by themselves."""
    return [
        FIRST_COMPANY + place
        for place, each in enumerate(COMPANIES)
        if each.currency == "NZD" and each.kind == "Customer" and each.contact in ("same", "none")
    ]
