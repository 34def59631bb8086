"""Makes Autotask invoices with their billing items, complete and consistent unless asked for otherwise."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jobs.sandbox import seed_origins
from jobs.sandbox.autotask_picklists import LISTS
from jobs.sandbox.seed_structure import DIVISION_OF, FIRST_RESOURCE, OVERSEAS
from jobs.sandbox.seed_work import REMOTE, WORK, Work, pointers
from jobs.sandbox.store import Row, World

CENT = Decimal("0.01")
FOUR = Decimal("0.0001")  # money and quantities are sent with four decimals
GST = Decimal("0.15")
HOME = timezone(timedelta(hours=12))  # the provider's day; its summer time does not matter here
FIRST_INVOICE = 9001
FIRST_ITEM = 50_001
RESOURCE = FIRST_RESOURCE
TYPES = {label: number for number, label in LISTS["billingitems.billingitemtype"]}
SUB_TYPES = {label: number for number, label in LISTS["billingitems.subtype"]}


@dataclass(frozen=True)
class Line:
    """One billing item to be; its total is quantity × price to the cent unless given, its tax follows the company."""

    text: str
    quantity: str = "1"
    price: str = "100"
    total: str | None = None
    work: Work = WORK[0]
    name: str | None = None
    code: int = REMOTE
    more: tuple[tuple[str, Any], ...] = ()

    @property
    def amount(self) -> Decimal:
        if self.total is not None:
            return Decimal(self.total)
        return (Decimal(self.quantity) * Decimal(self.price)).quantize(CENT, ROUND_HALF_UP)


class Maker:
    """Adds invoices to a world; the same seed makes the same invoices."""

    def __init__(self, world: World, seed: int = 7, *, origins: bool = True) -> None:
        """*origins*: with the tickets, hours and charges that the items came from."""
        self.world = world
        self._origins = origins
        self.random = random.Random(seed)  # noqa: S311 (believable, not secret)
        self._invoices = world.table("autotask.Invoices")
        self._items = world.table("autotask.BillingItems")
        self._invoice = max((int(key) for key in self._invoices), default=FIRST_INVOICE - 1)
        self._item = max((int(key) for key in self._items), default=FIRST_ITEM - 1)

    def some_lines(self, count: int) -> list[Line]:
        """Believable lines out of what the provider does."""
        return [self.line(self.random.choice(WORK)) for _ in range(count)]

    def line(self, work: Work) -> Line:
        today = self.world.now().astimezone(HOME)
        last = today.replace(day=1) - timedelta(days=1)
        text = work.text.format(
            ticket=f"T{today - timedelta(days=4):%Y%m%d}.{self.random.randint(1, 60):04d}",
            project=f"P{last:%Y%m%d}.{self.random.randint(1, 9):04d}",
            month=f"{today:%B %Y}",
            last=f"{last:%B}",
        )
        return Line(text, self.random.choice(work.quantities), work.price, work=work, name=work.name, code=work.code)

    def invoice(
        self,
        company: int,
        lines: list[Line],
        *,
        age: timedelta = timedelta(hours=2),
        numbered: str = "HL-",
        **more: Any,
    ) -> int:
        """Add one invoice created *age* ago; what *more* names is set as given. Returns its id."""
        self._invoice += 1
        billed = self.world.table("autotask.Companies").contents.get(company, {})
        created = self.world.now() - age
        items = [self._item_row(line, place, company, billed, created) for place, line in enumerate(lines, start=1)]
        total = sum((line.amount for line in lines), Decimal(0)).quantize(CENT, ROUND_HALF_UP)
        row = self._header(company, billed, created) | {
            "invoiceNumber": f"HL-{self._invoice}",
            "invoiceTotal": total.quantize(FOUR),
            "totalTaxValue": sum((item["taxDollars"] for item in items), Decimal(0)),
        }
        self._invoices[self._invoice] = row | more
        for item in items:
            self._items[item["id"]] = item
            if self._origins:
                seed_origins.add(self.world, item, created)
        return self._invoice

    def _header(self, company: int, billed: Row, created: datetime) -> Row:
        overseas = billed.get("taxRegionID") == OVERSEAS
        template = billed.get("invoiceTemplateID", 102)
        terms = self.world.table("autotask.InvoiceTemplates").contents.get(template, {}).get("paymentTerms", 4)
        days = self.world.table("autotask.PaymentTerms").contents.get(terms, {}).get("paymentDueInDays", 30)
        last = created.astimezone(HOME).replace(day=1) - timedelta(days=1)
        return {
            "id": self._invoice,
            "batchID": 100 + self._invoice // 20,
            "companyID": company,
            "createDateTime": instant(created, zone=self._invoice % 3 != 0),
            "creatorResourceID": RESOURCE,
            "invoiceDateTime": day(created),
            "dueDate": day(created + timedelta(days=days)),
            "fromDate": day(last.replace(day=1)),
            "toDate": day(last),
            "isVoided": False,
            "comments": "",
            "orderNumber": "",
            "paymentTerm": terms,
            "taxGroup": OVERSEAS if overseas else 1,
            "taxRegionName": "Overseas" if overseas else "New Zealand",
            "invoiceEditorTemplateID": template,
        }

    def _item_row(self, line: Line, place: int, company: int, billed: Row, created: datetime) -> Row:
        self._item += 1
        tax = Decimal(0) if billed.get("taxRegionID") == OVERSEAS else (line.amount * GST).quantize(FOUR)
        currency = self.world.table("autotask.Currencies").contents.get(billed.get("currencyID", 1), {})
        worth = Decimal(str(currency.get("exchangeRate", 1)))
        listed = (Decimal(line.quantity) * Decimal(line.price)).quantize(FOUR, ROUND_HALF_UP)
        rate = exact(line.price)
        row = {
            "id": self._item,
            "invoiceID": self._invoice,
            "companyID": company,
            "sortOrderID": place,
            "billingItemType": TYPES[line.work.kind],
            "subType": SUB_TYPES[line.work.sub],
            "billingCodeID": line.code,
            "itemName": line.name or line.work.name,
            "description": line.text[:2000],
            "lineItemFullDescription": line.text,
            "itemDate": day(created - timedelta(days=3)),
            "postedDate": day(created),
            "postedOnTime": instant(created - timedelta(hours=1)),
            "quantity": exact(line.quantity),
            "rate": rate,
            "extendedPrice": listed,
            "totalAmount": exact(str(line.amount)),
            "taxDollars": tax,
            "internalCurrencyRate": (rate * worth).quantize(FOUR),
            "internalCurrencyExtendedPrice": (listed * worth).quantize(FOUR),
            "internalCurrencyTotalAmount": (line.amount * worth).quantize(FOUR),
            "internalCurrencyTaxDollars": (tax * worth).quantize(FOUR),
            "taxCategoryID": 1,
            "nonBillable": 0,
            "itemApproverID": RESOURCE,
            "accountManagerWhenApprovedID": RESOURCE,
            "purchaseOrderNumber": "",
            "organizationalLevelAssociationID": DIVISION_OF.get(line.code),
        }
        return row | dict.fromkeys(pointers(line.work), self._item + 10000) | dict(line.more)


def exact(text: str) -> Decimal:
    """With four decimals at least, and with all that were given."""
    given = Decimal(text)
    return given if given.quantize(FOUR) != given else given.quantize(FOUR)


def instant(moment: datetime, *, zone: bool = True) -> str:
    """An instant in UTC; Autotask has been seen to leave out the Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:23] + ("Z" if zone else "")


def day(moment: datetime) -> str:
    """The provider's calendar day the way Autotask writes it: midnight, without meaning it."""
    return moment.astimezone(HOME).strftime("%Y-%m-%dT00:00:00Z")
