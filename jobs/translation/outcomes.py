"""What translation is given, and its four answers: translated, skipped, held, or faulted with every reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from jobs.autotask.records import BillingItem, Company, Invoice
from jobs.translation.mappings import Mappings
from jobs.translation.problems import Problem
from jobs.translation.work import Work
from jobs.xero.records import Account, Contact, Draft, Organisation, TaxRate

TargetKind = Literal["invoice", "credit_note"]

# Why a document is skipped
VOIDED = "VOIDED"  # voided in Autotask
STAMPED_BEFORE_US = "STAMPED_BEFORE_US"  # another program put a web service date on it
ZERO_TOTAL = "ZERO_TOTAL"  # its total is nil and the option leaves such out
NO_SYNC_FLAG = "NO_SYNC_FLAG"  # a field of the company says that its invoices stay out
NO_ITEMS = "NO_BILLING_ITEMS"  # nothing on it, nothing to pay, and the option leaves such out
UNDER_MINIMUM = "UNDER_MINIMUM"  # its total is smaller than the option asks for
SKIP_REASONS = frozenset({VOIDED, STAMPED_BEFORE_US, ZERO_TOTAL, NO_ITEMS, UNDER_MINIMUM, NO_SYNC_FLAG})

# Why a document is held
SETTLING = "SETTLING"  # its billing items do not sum to its total yet
NUMBER_PENDING = "NUMBER_PENDING"  # its number is blank: the billing run may be unfinished
UNPAID = "UNPAID"  # only paid invoices go, and Autotask has no paid date for it
HOLD_REASONS = frozenset({SETTLING, NUMBER_PENDING, UNPAID})


@dataclass(frozen=True)
class InvoiceSource:
    """One Autotask invoice with all that was gathered for it.

    *currency* is the company's, None when Autotask has a single one. *payment_days* is the payment term's. *sites*
    are the names of other companies that its items are for. *card* is the customer's contact in Xero, if it has one.
    *numbers_seen_twice*: another Autotask invoice carries this number. *blank_number_waited*: the number has been
    blank for as long as a billing run may take. *insisted*: a person wants it although an option would leave it out.
    """

    invoice: Invoice
    items: tuple[BillingItem, ...]
    company: Company | None
    currency: str | None
    payment_days: int | None
    marker: str
    public_url: str
    revision: int = 1
    numbers_seen_twice: bool = False
    blank_number_waited: bool = False
    insisted: bool = False
    sites: Mapping[int, str] = field(default_factory=dict)
    work: Work = field(default_factory=Work)
    card: Contact | None = None


@dataclass(frozen=True)
class LedgerFacts:
    """What the organisation allows. *multi_currency*: Autotask keeps a currency per company."""

    accounts: Mapping[str, Account]
    currencies: frozenset[str]
    organisation: Organisation
    multi_currency: bool = False
    mappings: Mappings = field(default_factory=Mappings)
    tax_rates: Mapping[str, TaxRate] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """Where a value came from, for the document's page."""

    field: str
    value: str
    why: str


@dataclass(frozen=True)
class Predicted:
    """What Xero should say, in the draft's own sign; None where a tax rate is not known.

    *rounding* is the part of *net* that a rounding line adds to what Autotask billed.
    """

    net: Decimal
    tax: Decimal | None = None
    total: Decimal | None = None
    rounding: Decimal = Decimal(0)


@dataclass(frozen=True)
class Translated:
    draft: Draft
    target_kind: TargetKind
    predicted: Predicted
    notes: tuple[Note, ...] = ()
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Skipped:
    reason: str


@dataclass(frozen=True)
class Held:
    """Ends by itself. *problems* are the fault's reasons, all of them, should it not end in time."""

    reason: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Faulted:
    problems: tuple[Problem, ...]


Outcome = Translated | Skipped | Held | Faulted


@dataclass
class Findings:
    """Collects, while one document is translated, what its parts have to say."""

    notes: list[Note] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def note(self, where: str, value: str, why: str) -> None:
        self.notes.append(Note(where, value, why))

    def warn(self, code: str, where: str, **detail: str | int) -> None:
        self.warnings.append(Problem(code, where, detail))

    def refuse(self, code: str, where: str, **detail: str | int) -> None:
        self.problems.append(Problem(code, where, detail))
