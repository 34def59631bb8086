"""What the organisation must allow before a document goes: its account, currency and open period."""

from datetime import date

from jobs.translation import dates
from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import Findings, InvoiceSource, LedgerFacts
from jobs.translation.problems import (
    ACCOUNT_ARCHIVED,
    ACCOUNT_UNKNOWN,
    ACCOUNT_UNSUITABLE,
    CURRENCY_NOT_ENABLED,
    CURRENCY_UNKNOWN,
    LOCKED_PERIOD,
    NO_ROUNDING_ACCOUNT,
    NO_SALES_ACCOUNT,
)

ROUNDING = "ROUNDING"


def choose_account(options: InvoiceOptions, facts: LedgerFacts, findings: Findings) -> str | None:
    """Take the default sales account, checked."""
    code = options.default_sales_account
    if not code:
        findings.refuse(NO_SALES_ACCOUNT, "account")
        return None
    check_account(code, "account", facts, findings)
    return code


def choose_rounding_account(options: InvoiceOptions, facts: LedgerFacts, findings: Findings) -> str | None:
    """Take the chosen account, else the one that Xero keeps for rounding; None with its problem."""
    own = next((code for code, each in facts.accounts.items() if each.system_account == ROUNDING), None)
    code = options.rounding_account or own
    if code is None:
        findings.refuse(NO_ROUNDING_ACCOUNT, "rounding line")
    elif not check_account(code, "rounding line", facts, findings):
        return None
    return code


def check_account(code: str, where: str, facts: LedgerFacts, findings: Findings) -> bool:
    """Refuse an account that Xero would not take on a line; of its own it takes the one for rounding."""
    before = len(findings.problems)
    account = facts.accounts.get(code)
    if account is None:
        findings.refuse(ACCOUNT_UNKNOWN, where, account=code)
    elif account.status != "ACTIVE":
        findings.refuse(ACCOUNT_ARCHIVED, where, account=code, name=account.name)
    elif account.system_account not in (None, "", ROUNDING) or account.type == "BANK":
        # Xero: "Account code 'x' is not a valid code for this document."
        findings.refuse(ACCOUNT_UNSUITABLE, where, account=code, name=account.name)
    return len(findings.problems) == before


def choose_currency(source: InvoiceSource, options: InvoiceOptions, facts: LedgerFacts, findings: Findings) -> str:
    """Take the company's currency, or the default where Autotask has only one; it must be enabled in Xero.

    An empty text comes back with its problem.
    """
    company_id = source.invoice.company_id
    if source.currency is None and not facts.multi_currency:
        code, why = options.default_currency or facts.organisation.base_currency, "the default currency"
    else:
        code, why = (source.currency or "").strip().upper(), "the company's currency"
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        findings.refuse(CURRENCY_UNKNOWN, "currency", currency=source.currency or "", company_id=company_id)
        return ""
    if code != facts.organisation.base_currency and code not in facts.currencies:
        findings.refuse(CURRENCY_NOT_ENABLED, "currency", currency=code, company_id=company_id)
    findings.note("currency", code, why)
    return code


def check_open_period(dated_on: date, status: str, facts: LedgerFacts, findings: Findings) -> None:
    """Refuse what would post into a locked period; drafts and what awaits approval make no journals."""
    if status != "AUTHORISED":
        return
    locks = (facts.organisation.period_lock_date, facts.organisation.end_of_year_lock_date)
    locked_to = max((day for lock in locks if (day := dates.calendar_day(lock))), default=None)
    if locked_to and dated_on <= locked_to:
        findings.refuse(LOCKED_PERIOD, "date", date=dated_on.isoformat(), locked_to=locked_to.isoformat())
