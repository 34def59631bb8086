"""Reads what the dashboard shows, with a number of queries that does not grow with the documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

from sqlalchemy import ColumnElement, SQLColumnExpression, case, func, literal, or_, select, type_coerce, union_all
from sqlalchemy.orm import Session

from jobs.models import Document, Ledger, SweepState
from jobs.models.documents import DISPOSITIONS
from jobs.plumbing.db import Money
from portal.chart import months_back
from portal.filters import zone

COUNTED = 10_000  # counting stops here: the strip then says "more than 10,000"
OPEN = tuple(each for each in DISPOSITIONS if each not in ("done", "skipped"))
ZERO = Decimal(0)


@dataclass(frozen=True)
class Counted:
    """One cell of the flow strip; *value* is net in the ledger's currency, *oldest* when its first one came in."""

    count: int
    net: Decimal
    oldest: datetime | None


@dataclass(frozen=True)
class Month:
    """This month's net in both systems.

    *on_the_way* is what only Autotask has so far, *elsewhere* counts documents in other currencies.
    """

    posted: int
    autotask: Decimal
    xero: Decimal
    on_the_way: Decimal
    elsewhere: int

    @property
    def unexplained(self) -> Decimal:
        """What the posted documents differ by: nothing, if all is well."""
        return self.autotask - self.xero


def count_flow(session: Session, ledger: Ledger, today: date) -> dict[str, Counted]:
    """Documents by disposition: all of the open ones, done and skipped of this month. One query."""
    begins = _begins(today.replace(day=1))
    parts = []
    for disposition in DISPOSITIONS:
        chosen = select(Document.collected_at, _ours(ledger, Document.net).label("net")).where(
            Document.workspace_id == ledger.workspace_id,
            Document.ledger_id == ledger.id,
            Document.disposition == disposition,
            Document.hidden.is_(False),
        )
        if disposition == "done":
            chosen = chosen.where(Document.posted_at >= begins)
        elif disposition == "skipped":
            chosen = chosen.where(Document.changed_at >= begins)
        some = chosen.limit(COUNTED + 1).subquery()
        parts.append(
            select(
                literal(disposition).label("disposition"),
                func.count().label("count"),
                type_coerce(func.coalesce(func.sum(some.c.net), 0), Money).label("net"),
                func.min(some.c.collected_at).label("oldest"),
            ).select_from(some)
        )
    rows = session.execute(union_all(*parts))
    return {name: Counted(count, net or ZERO, oldest) for name, count, net, oldest in rows}


def find_oldest(session: Session, ledger: Ledger) -> Document | None:
    """The document that has waited longest of those that go by themselves."""
    return session.scalar(
        select(Document)
        .where(
            Document.workspace_id == ledger.workspace_id,
            Document.ledger_id == ledger.id,
            Document.disposition.in_(("waiting", "sending", "posted", "held")),
            Document.hidden.is_(False),
        )
        .order_by(Document.collected_at, Document.id)
        .limit(1)
    )


def sum_month(session: Session, ledger: Ledger, today: date, flow: Mapping[str, Counted]) -> Month:
    """This month's tally, net of tax, in the ledger's own currency. One query."""
    row = session.execute(
        select(
            func.count().label("posted"),
            type_coerce(func.coalesce(func.sum(_ours(ledger, Document.net)), 0), Money).label("autotask"),
            type_coerce(func.coalesce(func.sum(_ours(ledger, _signed(Document.xero_net))), 0), Money).label("xero"),
            func.coalesce(func.sum(case((_is_foreign(ledger), 1), else_=0)), 0).label("elsewhere"),
        ).where(
            Document.workspace_id == ledger.workspace_id,
            Document.ledger_id == ledger.id,
            Document.posted_at >= _begins(today.replace(day=1)),
        )
    ).one()
    on_the_way = sum((flow[name].net for name in ("waiting", "sending", "held", "fault")), ZERO)
    return Month(row.posted, row.autotask, row.xero, on_the_way, int(row.elsewhere))


def sum_months(session: Session, ledger: Ledger, today: date) -> dict[date, tuple[int, Decimal]]:
    """Documents and value that went to Xero in each of the last twelve months. One query."""
    months = months_back(today)
    ends = [*months[1:], date(today.year + today.month // 12, today.month % 12 + 1, 1)]
    parts = [
        select(
            literal(month.isoformat()).label("month"),
            func.count().label("count"),
            type_coerce(func.coalesce(func.sum(_ours(ledger, _signed(Document.xero_total))), 0), Money).label("value"),
        ).where(
            Document.workspace_id == ledger.workspace_id,
            Document.ledger_id == ledger.id,
            Document.posted_at >= _begins(month),
            Document.posted_at < _begins(end),
        )
        for month, end in zip(months, ends, strict=True)
    ]
    rows = session.execute(union_all(*parts))
    return {date.fromisoformat(month): (count, value or ZERO) for month, count, value in rows}


def last_sweep(session: Session, workspace_id: int) -> SweepState | None:
    """How the invoice flow stands; None before its first sweep."""
    return session.scalar(
        select(SweepState).where(SweepState.workspace_id == workspace_id, SweepState.flow == "invoices")
    )


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), zone()).astimezone(UTC)


def _is_foreign(ledger: Ledger) -> ColumnElement[bool]:
    return Document.currency != ledger.base_currency


def _ours(ledger: Ledger, amount: SQLColumnExpression[Decimal | None]) -> ColumnElement[Decimal | None]:
    """The amount where it is in the ledger's currency: sums over several currencies would mean nothing."""
    here = or_(Document.currency.is_(None), Document.currency == ledger.base_currency)
    return case((here, type_coerce(amount, Money)), else_=None)


def _signed(amount: SQLColumnExpression[Decimal | None]) -> ColumnElement[Decimal | None]:
    """Xero writes credit notes without a sign; here they count against the rest."""
    return case((Document.target_kind == "credit_note", -type_coerce(amount, Money)), else_=type_coerce(amount, Money))
