"""The options of a ledger that decide what Xero gets, each with its default."""

from dataclasses import dataclass, fields
from typing import Any, Literal, get_args, get_type_hints

from jobs.translation.line_template import DEFAULT as DEFAULT_TEMPLATE

ImportAs = Literal["draft", "awaiting_approval", "approved", "approved_and_sent"]
Numbering = Literal["xero", "autotask_id", "autotask_number"]
CreditNumbering = Literal["cn", "inv"]
DueDateFrom = Literal["autotask", "invoice_date"]
NoItems = Literal["fault", "skip"]
ZeroTotal = Literal["sync", "skip"]
DateShown = Literal["worked", "ticket"]
UnmappedCode = Literal["default", "stop"]
TrackingBy = Literal["none", "code", "territory", "line_of_business"]
TaxGuard = Literal["off", "warn", "draft", "fault"]


@dataclass(frozen=True)
class InvoiceOptions:
    """One ledger's choices for invoices and credit notes. Account codes and the currency come from set-up."""

    # What arrives in Xero, and when
    import_as: ImportAs = "draft"
    numbering: Numbering = "xero"
    credit_numbering: CreditNumbering = "cn"
    write_number_back: bool = False
    due_date_from: DueDateFrom = "autotask"
    due_date_from_card: bool = False
    po_number_to_reference: bool = True
    notes_to_reference: bool = False
    days_back: int = 3

    # Which invoices
    no_items: NoItems = "fault"
    zero_total: ZeroTotal = "sync"
    paid_only: bool = False
    minimum_value: str | None = None  # an amount as text, none by default
    minimum_hides_credits: bool = False
    skip_udf: str = "XeroNoSync"  # a field of the company, empty for none

    # Lines; of the page's switches for date, resource and time entries the template itself is the record
    line_template: str = DEFAULT_TEMPLATE
    resource_on_tasks: bool = False
    date_shown: DateShown = "worked"
    bundling: bool = True
    single_line: bool = False
    multi_site: bool = True
    hide_service_descriptions: bool = False
    service_adjustments: bool = True

    # Amounts
    four_decimals: bool = False
    tax_guard: TaxGuard = "off"
    tolerance: str | None = None  # an amount as text; none: five cents a line, at most 3.00
    rounding_line: bool = False
    rounding_account: str | None = None  # none: the account that Xero keeps for rounding

    # Contacts
    ignore_name_case: bool = False
    match_by_number: bool = False
    billing_contact_udf: str = "Position"
    billing_contact_value: str = "Accounts"

    # Accounts and currency
    default_sales_account: str | None = None
    default_cogs_account: str | None = None
    default_freight_account: str | None = None
    default_currency: str | None = None
    tax_from_card: bool = False

    # Mappings
    unmapped_code: UnmappedCode = "default"
    tax_mapping: bool = False
    tracking_one: TrackingBy = "none"
    tracking_one_category: str | None = None
    tracking_two: TrackingBy = "none"
    tracking_two_category: str | None = None

    @property
    def needs_cards(self) -> bool:
        """Whether the customer's card in Xero has a say in the document."""
        return self.due_date_from_card or self.tax_from_card


def read_options(stored: dict[str, Any]) -> InvoiceOptions:
    """Build the options from what is stored, defaults for the rest; names of other pages are left alone.

    Raises ValueError when a stored value is not one of its choices.
    """
    kinds = get_type_hints(InvoiceOptions)
    known = {field.name for field in fields(InvoiceOptions)}
    given = {name: value for name, value in stored.items() if name in known}
    for name, value in given.items():
        choices = get_args(kinds[name])
        if choices and isinstance(choices[0], str) and value not in choices:
            raise ValueError(f"{name} cannot be {value!r}")
    return InvoiceOptions(**given)
