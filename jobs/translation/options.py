"""The options of a ledger that decide what Xero gets, each with its default."""

from dataclasses import dataclass, fields
from typing import Any, Literal, get_args, get_type_hints

ImportAs = Literal["draft", "awaiting_approval", "approved", "approved_and_sent"]
Numbering = Literal["xero", "autotask_id", "autotask_number"]
CreditNumbering = Literal["cn", "inv"]
DueDateFrom = Literal["autotask", "invoice_date"]
NoItems = Literal["fault", "skip"]
ZeroTotal = Literal["sync", "skip"]
DateShown = Literal["worked", "ticket"]
UnmappedCode = Literal["default", "stop"]
TaxGuard = Literal["off", "warn", "draft", "fault"]
TrackingBy = Literal["none", "code", "territory", "line_of_business"]


@dataclass(frozen=True)
class InvoiceOptions:
    """One ledger's choices for invoices and credit notes. Account codes and the currency come from set-up.

    Amounts a person typed are texts, None where nothing was chosen.
    """

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
    paid_only: bool = False
    no_items: NoItems = "fault"
    zero_total: ZeroTotal = "sync"
    minimum_value: str | None = None
    minimum_hides_credits: bool = False
    skip_udf: str = "XeroNoSync"

    # Lines: the switches of the page (resource, date, time entries) are what stands in the template
    line_template: str = "{description}"
    resource_on_tasks: bool = False
    date_shown: DateShown = "worked"
    hide_service_descriptions: bool = False
    bundling: bool = True
    single_line: bool = False
    multi_site: bool = True
    service_adjustments: bool = False

    # Amounts
    four_decimals: bool = False
    rounding_line: bool = False
    rounding_account: str | None = None
    tolerance: str | None = None  # None: five cents a line, at most 3.00
    multi_currency: bool = False

    # Contacts
    ignore_name_case: bool = False
    match_by_number: bool = False
    bill_to_parent: bool = False
    billing_contact_udf: str = "Position"
    billing_contact_value: str = "Accounts"
    people_value: str = "AccountsIncludedPerson"
    update_contacts: bool = False
    update_address: bool = True
    update_phones: bool = True
    update_email: bool = True
    update_names: bool = True
    update_tax_number: bool = True
    keep_filled: bool = True

    # Accounts, tax, tracking
    default_sales_account: str | None = None
    default_cogs_account: str | None = None
    default_freight_account: str | None = None
    default_currency: str | None = None
    unmapped_code: UnmappedCode = "default"
    tax_mapping: bool = False
    tax_from_card: bool = False
    tax_guard: TaxGuard = "off"
    tracking_one: TrackingBy = "none"
    tracking_one_category: str | None = None
    tracking_two: TrackingBy = "none"
    tracking_two_category: str | None = None

    # Files
    attach_ticket_pdfs: bool = False
    attach_invoice_pdf: bool = False


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
