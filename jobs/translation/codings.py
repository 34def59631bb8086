"""What the ledger wants to know of each billing item: account, tax and tracking, and where each came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jobs.autotask.records import BillingItem
from jobs.translation.account_map import accounts_of
from jobs.translation.ledger_checks import choose_account
from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import Findings, InvoiceSource, LedgerFacts
from jobs.translation.tax import choose_card_tax
from jobs.translation.tax_map import taxes_of
from jobs.translation.tracking_map import tracking_of
from jobs.xero.records import Tracking


@dataclass(frozen=True)
class Coding:
    """None leaves the tax to the account. *told*: value and reason for the document's page, no part of the choice."""

    account_code: str | None
    tax_type: str | None = None
    tracking: tuple[Tracking, ...] = ()
    told: tuple[tuple[str, str], ...] = field(default=(), compare=False)


def code_items(
    items: Sequence[BillingItem],
    source: InvoiceSource,
    options: InvoiceOptions,
    facts: LedgerFacts,
    findings: Findings,
) -> Mapping[int, Coding]:
    """Settle all three for every item, by its id; the whole invoice as one line always goes to the default account."""
    default = choose_account(options, facts, findings)
    own = accounts_of(items if not options.single_line else (), default, options, facts, findings)
    accounts = [each.account_code for each in own] or [default] * len(items)
    reasons = [each.why for each in own] or [""] * len(items)
    if options.tax_mapping:
        mapped = taxes_of(items, accounts, source.invoice.tax_region_name, facts, findings)
        taxes = [(each.tax_type, each.why) for each in mapped]
    else:
        taxes = [(choose_card_tax(source, options, facts, findings), "")] * len(items)
    tracked = tracking_of(items, source, options, facts, findings)
    return {
        item.id: Coding(account, tax_type, tracking, tuple(_told(account, reason, tax_type, why, tracking)))
        for item, account, reason, (tax_type, why), tracking in zip(
            items, accounts, reasons, taxes, tracked, strict=True
        )
    }


def _told(
    account: str | None, reason: str, tax_type: str | None, why: str, tracking: Sequence[Tracking]
) -> list[tuple[str, str]]:
    told = [(account, reason)] if account and reason else []
    told += [(tax_type, why)] if tax_type and why else []
    return [*told, *((f"{each.name}: {each.option}", "its tracking mapping") for each in tracking)]
