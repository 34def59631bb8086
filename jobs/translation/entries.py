"""Which billing items make one line, and under which site's heading."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from jobs.autotask.records import BillingItem
from jobs.translation import text
from jobs.translation.codings import Coding
from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import Findings, InvoiceSource
from jobs.translation.problems import GROUP_RATES_DIFFER


@dataclass(frozen=True)
class Entry:
    """A line to be. *group*: the text that Autotask prints for its items together, empty for an item on its own."""

    items: tuple[BillingItem, ...]
    coding: Coding
    group: str = ""


class Section(NamedTuple):
    """The entries of one site; *title* is empty where the document has a single one."""

    title: str
    entries: Sequence[Entry]


def sections_of(
    source: InvoiceSource,
    items: Sequence[BillingItem],
    codings: Mapping[int, Coding],
    options: InvoiceOptions,
    findings: Findings,
) -> list[Section]:
    """Arrange the items as the document shows them."""
    if not options.multi_site:
        return [Section("", _entries(items, codings, options, findings))]
    owner = source.invoice.company_id
    by_site: dict[int, list[BillingItem]] = {}
    for item in items:
        by_site.setdefault(item.company_id or owner, []).append(item)
    sections = [
        Section(_site_name(source, site), _entries(there, codings, options, findings))
        for site, there in by_site.items()
    ]
    if set(by_site) <= {owner}:
        return [Section("", each.entries) for each in sections]
    findings.note("lines", str(len(sections)), "sites, each with its heading and subtotal")
    return sections


def as_one(items: Sequence[BillingItem], codings: Mapping[int, Coding], whole: str, findings: Findings) -> Coding:
    """What goes for all items together; *whole* is what they are called. Several tax rates are refused."""
    together = [codings[item.id] for item in items]
    _refuse_several_rates(together, whole, findings)
    is_tracked_alike = len({each.tracking for each in together}) == 1
    return replace(together[0], tracking=together[0].tracking if is_tracked_alike else (), told=())


def _refuse_several_rates(together: Iterable[Coding], whole: str, findings: Findings) -> None:
    rates = dict.fromkeys(each.tax_type for each in together)
    if len(rates) > 1:
        findings.refuse(GROUP_RATES_DIFFER, "lines", group=whole, rates=", ".join(filter(None, rates)))


def _site_name(source: InvoiceSource, site: int) -> str:
    own = source.company.company_name if source.company and site == source.invoice.company_id else None
    return text.one_line(own or source.sites.get(site)) or f"Company {site}"


def _entries(
    items: Iterable[BillingItem], codings: Mapping[int, Coding], options: InvoiceOptions, findings: Findings
) -> list[Entry]:
    """Make an entry of each group that Autotask prints as one line, and of every item that is in none."""
    made: list[Entry] = []
    for (_, group), together in groupby(items, _group_of if options.bundling else lambda item: (item.id, "")):
        members = tuple(together)
        if group:
            _refuse_several_rates((codings[item.id] for item in members), group, findings)
        if group and _agree(members, codings, options):
            made.append(Entry(members, codings[members[0].id], group))
            continue
        if group:
            # Xero knows one account and one tax for a line.
            findings.note("lines", str(len(members)), f"kept apart, their accounts or taxes differ: {group}")
        made += [Entry((item,), codings[item.id]) for item in members]
    return made


def _group_of(item: BillingItem) -> tuple[int, str]:
    """Items that share their place on the invoice and have a group's text are printed as one."""
    group = text.clean(item.line_item_group_description)
    return (item.sort_order_id, group) if group and item.sort_order_id else (-item.id, "")


def _agree(members: Sequence[BillingItem], codings: Mapping[int, Coding], options: InvoiceOptions) -> bool:
    """Without a tax mapping only the categories can tell that the taxes differ."""
    return len({(codings[item.id], options.tax_mapping or item.tax_category_id) for item in members}) == 1
