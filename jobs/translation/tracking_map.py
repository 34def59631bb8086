"""Which tracking options each line has, by billing code, territory or line of business, in up to two categories."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from jobs.autotask.records import BillingItem
from jobs.translation.options import InvoiceOptions, TrackingBy
from jobs.translation.outcomes import Findings, InvoiceSource, LedgerFacts
from jobs.translation.problems import TRACKING_ONE_UNMAPPED, TRACKING_TWO_UNMAPPED
from jobs.xero.records import Tracking

_CALLED = {"code": "billing code", "territory": "territory", "line_of_business": "line of business"}


class _Category(NamedTuple):
    by: TrackingBy
    name: str
    mapped: Mapping[int, str]
    unmapped: str


def tracking_of(
    items: Sequence[BillingItem],
    source: InvoiceSource,
    options: InvoiceOptions,
    facts: LedgerFacts,
    findings: Findings,
) -> list[tuple[Tracking, ...]]:
    """Choose for each item; one that has nothing to go by goes untracked, one whose key is not mapped is refused."""
    categories = _categories(options, facts)
    told: set[tuple[str, int]] = set()
    chosen = []
    for place, item in enumerate(items, 1):
        tracked = []
        for category in categories:
            key = _key(category.by, item, source)
            option = category.mapped.get(key or 0)
            if option:
                tracked.append(Tracking(category.name, option))
            elif key and (category.name, key) not in told:
                told.add((category.name, key))
                detail = {"key": str(key), "category": category.name, "by": _CALLED[category.by]}
                findings.refuse(category.unmapped, f"line {place}", **detail)
        chosen.append(tuple(tracked))
    return chosen


def _categories(options: InvoiceOptions, facts: LedgerFacts) -> list[_Category]:
    mappings = facts.mappings
    both = (
        (options.tracking_one, options.tracking_one_category, mappings.tracking_one, TRACKING_ONE_UNMAPPED),
        (options.tracking_two, options.tracking_two_category, mappings.tracking_two, TRACKING_TWO_UNMAPPED),
    )
    return [_Category(by, name, mapped, code) for by, name, mapped, code in both if by != "none" and name]


def _key(by: TrackingBy, item: BillingItem, source: InvoiceSource) -> int | None:
    match by:
        case "code":
            return item.billing_code_id
        case "territory":
            return source.company.territory_id if source.company else None
        case "line_of_business":
            return item.organizational_level_association_id
    return None
