"""Why a document or a contact cannot go as it is: values with a stable code, never exceptions."""

from dataclasses import dataclass, field
from typing import Any

# An invoice in Autotask
NO_BILLING_ITEMS = "NO_BILLING_ITEMS"  # the invoice has no billing items that we can read
TOTALS_DIFFER = "TOTALS_DIFFER"  # its billing items do not sum to its total
SERVICE_ADJUSTMENT = "SERVICE_ADJUSTMENT"  # quantity below nothing, amount above it, and the option stops such
AMOUNT_TOO_LARGE = "AMOUNT_TOO_LARGE"  # an amount is beyond what Xero can hold, or no number
COMPANY_MISSING = "COMPANY_MISSING"  # the invoiced company cannot be read
DATE_MISSING = "DATE_MISSING"  # the invoice date is empty or no date
NUMBER_NOT_USABLE = "NUMBER_NOT_USABLE"  # comma, not printable ASCII, or over 255: Xero could not be asked for it
NUMBER_USED_TWICE = "NUMBER_USED_TWICE"  # two Autotask invoices carry the number that Xero shall show
CURRENCY_UNKNOWN = "CURRENCY_UNKNOWN"  # Autotask has several currencies and the company has none that we know

# The ledger
CURRENCY_NOT_ENABLED = "CURRENCY_NOT_ENABLED"  # the organisation does not use the invoice's currency
NO_SALES_ACCOUNT = "NO_SALES_ACCOUNT"  # no default sales account is chosen
ACCOUNT_UNKNOWN = "ACCOUNT_UNKNOWN"  # the chosen account is not in the organisation
ACCOUNT_ARCHIVED = "ACCOUNT_ARCHIVED"  # the chosen account is archived or deleted there
ACCOUNT_UNSUITABLE = "ACCOUNT_UNSUITABLE"  # a bank or system account: Xero refuses it on a line
ACCOUNT_UNMAPPED = "ACCOUNT_UNMAPPED"  # a billing code has no account of its own, and the option stops such
TAX_UNMAPPED = "TAX_UNMAPPED"  # tax mapping is on, and region and category have no rate
TAX_RATE_GONE = "TAX_RATE_GONE"  # the mapped rate is deleted or archived in Xero
TAX_RATE_UNSUITABLE = "TAX_RATE_UNSUITABLE"  # the mapped rate may not be used with the line's account
GROUP_RATES_DIFFER = "GROUP_RATES_DIFFER"  # what would be one line has several tax rates
TRACKING_ONE_UNMAPPED = "TRACKING_ONE_UNMAPPED"  # what the first category goes by has no option
TRACKING_TWO_UNMAPPED = "TRACKING_TWO_UNMAPPED"  # the same of the second category
NO_ROUNDING_ACCOUNT = "NO_ROUNDING_ACCOUNT"  # a rounding line is needed, and there is no account for it
TAX_DIFFERS_STOPPED = "TAX_DIFFERS_STOPPED"  # Tax Guard: the taxes differ by more than the tolerance
CARD_TAX_UNUSABLE = "CARD_TAX_UNUSABLE"  # the tax rate of the customer's card is gone, or not one for sales
LOCKED_PERIOD = "LOCKED_PERIOD"  # approved on arrival, and dated on or before a lock date

# Companies and contacts
NAME_NOT_USABLE = "NAME_NOT_USABLE"  # nothing of the company's name is left that Xero takes
SAME_NAME_TWICE = "SAME_NAME_TWICE"  # two companies have the same name: which contact is whose cannot be told
SAME_NUMBER_TWICE = "SAME_NUMBER_TWICE"  # two companies have the same account number, and numbers are matched
BILLING_CONTACT_TWICE = "BILLING_CONTACT_TWICE"  # two people of the company are marked to get its bills
NAME_DIFFERS_BY_CASE = "NAME_DIFFERS_BY_CASE"  # differs from a contact or company only by case, and case counts
CONTACT_AMBIGUOUS = "CONTACT_AMBIGUOUS"  # several contacts have the company's name
CONTACT_ARCHIVED = "CONTACT_ARCHIVED"  # the company's contact is archived: Xero takes no documents for it
CONTACT_TAKEN = "CONTACT_TAKEN"  # the contact of that name already stands for another company
CONTACT_GONE = "CONTACT_GONE"  # the contact linked to the company is no longer in the organisation

# Warnings: the document goes, and somebody should look
LINE_WITHOUT_TEXT = "LINE_WITHOUT_TEXT"  # a billing item has no text at all; its id stands there instead
VALUE_CUT = "VALUE_CUT"  # a value is longer than Xero takes and was cut
TAX_DIFFERS = "TAX_DIFFERS"  # Tax Guard: the taxes differ by more than the tolerance
TAX_DIFFERS_DRAFT = "TAX_DIFFERS_DRAFT"  # the same, and it goes as a draft for that

WARNINGS = frozenset({LINE_WITHOUT_TEXT, VALUE_CUT, TAX_DIFFERS, TAX_DIFFERS_DRAFT})
FAULTS = frozenset(
    {
        NO_BILLING_ITEMS, TOTALS_DIFFER, AMOUNT_TOO_LARGE, COMPANY_MISSING, DATE_MISSING, NUMBER_NOT_USABLE,
        NUMBER_USED_TWICE, CURRENCY_UNKNOWN, CURRENCY_NOT_ENABLED, NO_SALES_ACCOUNT, ACCOUNT_UNKNOWN,
        ACCOUNT_ARCHIVED, ACCOUNT_UNSUITABLE, LOCKED_PERIOD, NAME_NOT_USABLE, SAME_NAME_TWICE,
        NAME_DIFFERS_BY_CASE, CONTACT_AMBIGUOUS, CONTACT_ARCHIVED, CONTACT_TAKEN, CONTACT_GONE, SERVICE_ADJUSTMENT,
        NO_ROUNDING_ACCOUNT, TAX_DIFFERS_STOPPED, CARD_TAX_UNUSABLE, ACCOUNT_UNMAPPED, TAX_UNMAPPED, TAX_RATE_GONE,
        TAX_RATE_UNSUITABLE, GROUP_RATES_DIFFER, TRACKING_ONE_UNMAPPED, TRACKING_TWO_UNMAPPED,
        SAME_NUMBER_TWICE, BILLING_CONTACT_TWICE,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """*where* is what it is about (invoice, number, line 3); *detail* has the values for its words, fit for JSON."""

    code: str
    where: str
    detail: dict[str, Any] = field(default_factory=dict, hash=False)
