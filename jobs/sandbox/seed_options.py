"""The demo's invoices that show what the options are for: who worked, papers, prices in fractions, sites, exemption."""

import base64
from collections.abc import Iterable
from decimal import Decimal

from jobs.sandbox.autotask_files import pdf
from jobs.sandbox.seed_maker import Line, Maker
from jobs.sandbox.seed_names import CLOUD, COMPANIES, FIRST_COMPANY, LEFT_OUT, PARENTS, TWO_ACCOUNTS
from jobs.sandbox.seed_structure import EXEMPT
from jobs.sandbox.seed_work import LICENCES, MANAGED, WORK
from jobs.sandbox.store import Row

SERVICE = next(each for each in WORK if each.kind == "Recurring Services" and each.code == MANAGED)
SEATS = next(each for each in WORK if each.kind == "Recurring Services" and each.code == LICENCES)
CLAUSES = (
    "monitoring of the servers day and night with a call within fifteen minutes",
    "updates of operating systems and of the programs on the agreed list",
    "protection against viruses and unwanted mail",
    "a yearly review of the whole installation on site",
    "advice by telephone in office hours",
)
# name, type, whether its ticket says it itself or one of its notes does
PAPERS = (
    ("report.pdf", "application/pdf", False), ("site photo.png", "image/png", False),
    ("Signed job sheet.pdf", "application/pdf", True),
)  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n"  # the beginning alone: nobody looks at it


def number_of(name: str) -> int:
    """The id of the first company of that name."""
    return FIRST_COMPANY + [each.name for each in COMPANIES].index(name)


def long_service_text(maker: Maker, company: int) -> None:
    """A service of a contract whose description repeats the contract."""
    text = "Managed services under the agreement, that is: " + "; ".join([*CLAUSES, *CLAUSES]) + "."
    maker.invoice(company, [Line(text, "12", "38.50", work=SERVICE, name=SERVICE.name, code=MANAGED)])


def fractions_of_a_cent(maker: Maker, company: int) -> None:
    """Prices with four decimals, which two would get wrong by much."""
    lines = [
        Line("Storage by the gigabyte", "1250", "0.0425", work=SERVICE, name="Storage", code=MANAGED),
        Line("Licences for part of the month", "7", "12.0333", work=SEATS, name="Part month", code=LICENCES),
    ]
    maker.invoice(company, lines)


def seats_given_back(maker: Maker, company: int) -> None:
    """Negative quantity and total on an invoice that is positive as a whole."""
    back = Line("Seats given back in the middle of the month", "-3", "36.05", work=SEATS, name="Seats", code=LICENCES)
    maker.invoice(company, [Line("Seats this month", "20", "36.05", work=SEATS, name="Seats", code=LICENCES), back])


def one_group_of_two_taxes(maker: Maker, company: int) -> None:
    """Printed as one line, but one of its items is exempt from tax."""
    group = (("sortOrderID", 1), ("lineItemGroupDescription", "Training and materials"))
    untaxed = (("taxCategoryID", EXEMPT), ("taxDollars", Decimal("0.0000")))
    lines = [Line("Training day", "1", "900", more=group), Line("Course fee", "1", "120", more=(*group, *untaxed))]
    maker.invoice(company, lines)


def with_papers(maker: Maker, company: int) -> None:
    """Two tickets that both have a report, one of them a photo and a signed sheet too."""
    number = maker.invoice(company, [maker.line(WORK[0]), maker.line(WORK[1])], orderNumber="PO with papers")
    items = maker.world.table("autotask.BillingItems").values()
    tickets = [each["ticketID"] for each in items if each["invoiceID"] == number]
    _attach(maker, tickets[0], PAPERS)
    _attach(maker, tickets[1], PAPERS[:1])


def _attach(maker: Maker, ticket: int, papers: Iterable[tuple[str, str, bool]]) -> None:
    table = maker.world.table("autotask.TicketAttachments")
    for name, kind, on_note in papers:
        row = _attachment(maker, ticket, name, kind, max(map(int, table), default=70_000) + 1)
        table[row["id"]] = {**row, "ticketNoteID": ticket + 500_000 if on_note else None}


def _attachment(maker: Maker, ticket: int, name: str, kind: str, key: int) -> Row:
    content = pdf(f"{name} of ticket {ticket}") if name.endswith(".pdf") else PNG
    return {
        "id": key,
        "parentID": ticket,
        "ticketID": ticket,
        "title": name.partition(".")[0],
        "fullPath": name,
        "contentType": kind,
        "fileSize": len(content),
        "attachmentType": "FILE_ATTACHMENT",
        "publish": 1,
        "attachDate": maker.world.now_text()[:19] + "Z",
        "_data": base64.b64encode(content).decode(),
    }


def of_two_sites(maker: Maker, _company: int) -> None:
    """Billed to the parent, with items of the parent and of its branch."""
    branch, parent = next((number_of(child), number_of(owner)) for child, owner in PARENTS.items())
    there = [Line(each.text, each.quantity, each.price, work=each.work, name=each.name, code=each.code,
                  more=(("companyID", branch),)) for each in maker.some_lines(2)]  # fmt: skip
    maker.invoice(parent, [*maker.some_lines(2), *there])


def of_marked_companies(maker: Maker, _company: int) -> None:
    """Ordinary work for companies that a user-defined field, or what their people are marked as, sets apart."""
    for name in (*LEFT_OUT, *CLOUD, *TWO_ACCOUNTS):
        maker.invoice(number_of(name), maker.some_lines(2))


SHOWN = (
    long_service_text, fractions_of_a_cent, seats_given_back, one_group_of_two_taxes, with_papers, of_two_sites,
    of_marked_companies,
)  # fmt: skip


def seed(maker: Maker, companies: list[int]) -> None:
    """Each of them once, for one company after the other."""
    for place, show in enumerate(SHOWN):
        show(maker, companies[-1 - place])
