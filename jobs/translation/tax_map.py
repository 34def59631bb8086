"""Which tax rate of Xero's each line has, by Autotask's tax region and category."""

from collections.abc import Sequence
from typing import NamedTuple

from jobs.autotask.records import BillingItem
from jobs.translation import money
from jobs.translation.mappings import tax_key
from jobs.translation.outcomes import Findings, LedgerFacts
from jobs.translation.problems import TAX_RATE_GONE, TAX_RATE_UNSUITABLE, TAX_UNMAPPED
from jobs.xero.records import Account, TaxRate

NONE = "NONE"  # Xero's own type of a line without tax


class Chosen(NamedTuple):
    tax_type: str | None
    why: str


def taxes_of(
    items: Sequence[BillingItem],
    accounts: Sequence[str | None],
    region: str | None,
    facts: LedgerFacts,
    findings: Findings,
) -> list[Chosen]:
    """Choose for each item, whose line goes to the account beside it; every pair that cannot be is refused once."""
    named = (region or "").strip()
    told: set[tuple[str, str]] = set()
    chosen = []
    for place, (item, account_code) in enumerate(zip(items, accounts, strict=True), 1):
        found = _choose(item, named, facts)
        problem = _problem(found.tax_type, facts.accounts.get(account_code or ""), item, named, facts)
        if problem and (problem[0], str(problem[1])) not in told:
            told.add((problem[0], str(problem[1])))
            findings.refuse(problem[0], f"line {place}", **problem[1])
        chosen.append(found)
    return chosen


def _choose(item: BillingItem, region: str, facts: LedgerFacts) -> Chosen:
    mapped = facts.mappings.taxes.get((region.casefold(), item.tax_category_id))
    if mapped:
        return Chosen(mapped, "the tax rate of its region and category")
    is_untaxed = item.tax_category_id is None and (item.tax_dollars is None or money.is_nil(item.tax_dollars))
    if is_untaxed:
        return Chosen(NONE, "Autotask has neither a tax category nor tax for it")
    return Chosen(None, "")


def _problem(
    tax_type: str | None, account: Account | None, item: BillingItem, region: str, facts: LedgerFacts
) -> tuple[str, dict[str, str]] | None:
    if tax_type is None:
        key = tax_key(region, item.tax_category_id)
        return TAX_UNMAPPED, {"key": key, "region": region, "category": str(item.tax_category_id or "")}
    rate = facts.tax_rates.get(tax_type)
    if rate is None:
        return None if tax_type == NONE else (TAX_RATE_GONE, {"rate": tax_type})
    if rate.status != "ACTIVE":
        return TAX_RATE_GONE, {"rate": rate.name}
    if account is not None and not _may_apply(rate, account):
        return TAX_RATE_UNSUITABLE, {"rate": rate.name, "account": account.code or "", "name": account.name}
    return None


def _may_apply(rate: TaxRate, account: Account) -> bool:
    """Xero: "The TaxType code 'x' cannot be used with account code 'y'.", by the class of the account."""
    return {
        "REVENUE": rate.can_apply_to_revenue,
        "EXPENSE": rate.can_apply_to_expenses,
        "ASSET": rate.can_apply_to_assets,
        "LIABILITY": rate.can_apply_to_liabilities,
        "EQUITY": rate.can_apply_to_equity,
    }.get(account.class_ or "", True)
