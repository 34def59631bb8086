"""Which billing codes have an account of their own, and whether Xero would take it."""

from collections.abc import Sequence

from jobs.autotask.records import BillingItem
from jobs.translation.ledger_checks import check_account
from jobs.translation.outcomes import Findings, LedgerFacts


def check_accounts(items: Sequence[BillingItem], facts: LedgerFacts, findings: Findings) -> None:
    """Refuse each mapped account that Xero would not take, once."""
    checked: set[str] = set()
    for place, item in enumerate(items, 1):
        account = facts.mappings.accounts.get(item.billing_code_id or 0)
        if account is not None and account not in checked:
            checked.add(account)
            check_account(account, f"line {place}", facts, findings)
