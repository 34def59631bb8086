"""Which billing items make one line, on which account, and under which site's heading."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from jobs.autotask.records import BillingItem
from jobs.translation import text
from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import Findings, InvoiceSource


@dataclass(frozen=True)
class Entry:
    """A line to be. *group*: the text that Autotask prints for its items together, empty for an item on its own."""

    items: tuple[BillingItem, ...]
    account_code: str | None
    has_own_account: bool = False
    group: str = ""
    tax_type: str | None = None


class Coding(NamedTuple):
    """What goes for every line: the account of billing codes that have none of their own, and the tax; None: Xero's."""

    account_code: str | None
    tax_type: str | None
    mapped: Mapping[int, str]


class Section(NamedTuple):
    """The entries of one site; *title* is empty where the document has a single one."""

    title: str
    entries: Sequence[Entry]


def sections_of(
    source: InvoiceSource,
    items: Sequence[BillingItem],
    coding: Coding,
    options: InvoiceOptions,
    findings: Findings,
) -> list[Section]:
    """Arrange the items as the document shows them."""
    if not options.multi_site:
        return [Section("", _entries(items, coding, options, findings))]
    owner = source.invoice.company_id
    by_site: dict[int, list[BillingItem]] = {}
    for item in items:
        by_site.setdefault(item.company_id or owner, []).append(item)
    sections = [
        Section(_site_name(source, site), _entries(there, coding, options, findings)) for site, there in by_site.items()
    ]
    if set(by_site) <= {owner}:
        return [Section("", each.entries) for each in sections]
    findings.note("lines", str(len(sections)), "sites, each with its heading and subtotal")
    return sections


def _site_name(source: InvoiceSource, site: int) -> str:
    own = source.company.company_name if source.company and site == source.invoice.company_id else None
    return text.one_line(own or source.sites.get(site)) or f"Company {site}"


def _entries(
    items: Iterable[BillingItem],
    coding: Coding,
    options: InvoiceOptions,
    findings: Findings,
) -> list[Entry]:
    """Make an entry of each group that Autotask prints as one line, and of every item that is in none."""
    made: list[Entry] = []
    for (_, group), together in groupby(items, _group_of if options.bundling else lambda item: (item.id, "")):
        members = tuple(together)
        if group and _agree(members, coding.mapped):
            made.append(_entry(members, coding, group))
            continue
        if group:
            # Xero knows one account and one tax for a line.
            findings.note("lines", str(len(members)), f"kept apart, their accounts or taxes differ: {group}")
        made += [_entry((item,), coding) for item in members]
    return made


def _group_of(item: BillingItem) -> tuple[int, str]:
    """Items that share their place on the invoice and have a group's text are printed as one."""
    group = text.clean(item.line_item_group_description)
    return (item.sort_order_id, group) if group and item.sort_order_id else (-item.id, "")


def _agree(members: Sequence[BillingItem], mapped: Mapping[int, str]) -> bool:
    return len({(mapped.get(item.billing_code_id or 0), item.tax_category_id) for item in members}) == 1


def _entry(members: tuple[BillingItem, ...], coding: Coding, group: str = "") -> Entry:
    own = coding.mapped.get(members[0].billing_code_id or 0)
    return Entry(members, own or coding.account_code, bool(own), group, coding.tax_type)
