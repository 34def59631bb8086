"""Which account each line goes to: its billing code's own, else the default, else nowhere until someone chooses."""

from collections.abc import Sequence
from typing import NamedTuple

from jobs.autotask.records import BillingItem
from jobs.translation.ledger_checks import check_account
from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import Findings, LedgerFacts
from jobs.translation.problems import ACCOUNT_UNMAPPED


class Chosen(NamedTuple):
    account_code: str | None
    why: str  # empty for the default


def accounts_of(
    items: Sequence[BillingItem], default: str | None, options: InvoiceOptions, facts: LedgerFacts, findings: Findings
) -> list[Chosen]:
    """Choose for each item; an account that Xero would not take, and a code without one, are refused once."""
    checked: set[str] = set()
    missing: set[int] = set()
    chosen = []
    for place, item in enumerate(items, 1):
        code = item.billing_code_id or 0
        own = facts.mappings.accounts.get(code)
        if own and own not in checked:
            checked.add(own)
            check_account(own, f"line {place}", facts, findings)
        if not own and code and options.unmapped_code == "stop" and code not in missing:
            missing.add(code)
            findings.refuse(ACCOUNT_UNMAPPED, f"line {place}", key=str(code), item=item.item_name or "")
        chosen.append(Chosen(own, "the account of its billing code") if own else Chosen(default, ""))
    return chosen
