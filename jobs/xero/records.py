"""Xero's records: what we send (drafts, named by our own references) and what we read back."""

from decimal import Decimal

from msgspec import Struct


class Tracking(Struct, frozen=True):
    name: str
    option: str


class DraftLine(Struct, frozen=True):
    """One line to send; only *description* on a line of text alone."""

    description: str
    quantity: Decimal | None = None
    unit_amount: Decimal | None = None
    account_code: str | None = None
    tax_type: str | None = None
    item_code: str | None = None
    tracking: tuple[Tracking, ...] = ()


class Draft(Struct, frozen=True):
    """A document to create. *company_id* is Autotask's: delivery puts the ContactID in its place.

    *type*: ACCREC, ACCPAY, ACCRECCREDIT or ACCPAYCREDIT. *net* is what the lines sum to. *url* carries the
    marker (not on credit notes). Dates are YYYY-MM-DD. *number* None lets Xero choose.
    """

    type: str
    company_id: int
    date: str
    status: str
    currency_code: str
    net: Decimal
    lines: tuple[DraftLine, ...]
    due_date: str | None = None
    number: str | None = None
    reference: str | None = None
    url: str | None = None
    sent_to_contact: bool = False
    branding_theme_id: str | None = None
    line_amount_types: str = "Exclusive"


class Address(Struct, frozen=True):
    address_type: str
    attention_to: str | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    address_line3: str | None = None
    address_line4: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None


class Phone(Struct, frozen=True):
    phone_type: str
    phone_number: str
    phone_area_code: str | None = None
    phone_country_code: str | None = None


class ContactDraft(Struct, frozen=True):
    """A contact to create; *contact_number* is its marker."""

    company_id: int
    name: str
    contact_number: str
    account_number: str | None = None
    email_address: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    tax_number: str | None = None
    addresses: tuple[Address, ...] = ()
    phones: tuple[Phone, ...] = ()


class PaymentTerm(Struct, frozen=True):
    day: int
    type: str


class ContactPerson(Struct, frozen=True):
    first_name: str | None = None
    last_name: str | None = None
    email_address: str | None = None
    include_in_emails: bool = False


class ContactChange(Struct, frozen=True):
    """What to change of one contact: None leaves a member as it is, an empty text blanks it.

    Each list replaces the one that is there, and so do the terms: send the rest along. At most 5 *contact_persons*.
    """

    contact_id: str
    name: str | None = None
    account_number: str | None = None
    email_address: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    tax_number: str | None = None
    sales_tax_type: str | None = None
    sales_terms: PaymentTerm | None = None
    bill_terms: PaymentTerm | None = None
    addresses: tuple[Address, ...] | None = None
    phones: tuple[Phone, ...] | None = None
    contact_persons: tuple[ContactPerson, ...] | None = None


class Line(Struct, frozen=True):
    description: str | None = None
    quantity: Decimal | None = None
    unit_amount: Decimal | None = None
    line_amount: Decimal | None = None
    tax_amount: Decimal | None = None
    account_code: str | None = None
    tax_type: str | None = None
    item_code: str | None = None
    line_item_id: str | None = None
    tracking: tuple[Tracking, ...] = ()


class Document(Struct, frozen=True):
    """An invoice, bill or credit note as Xero tells it; *errors* and *warnings* in Xero's words."""

    id: str
    type: str
    status: str
    contact_id: str | None = None
    contact_name: str | None = None
    number: str | None = None
    reference: str | None = None
    url: str | None = None
    date: str | None = None
    due_date: str | None = None
    currency_code: str | None = None
    sub_total: Decimal | None = None
    total_tax: Decimal | None = None
    total: Decimal | None = None
    amount_due: Decimal | None = None
    amount_paid: Decimal | None = None
    amount_credited: Decimal | None = None
    fully_paid_on: str | None = None
    sent_to_contact: bool | None = None
    updated_at: str | None = None
    branding_theme_id: str | None = None
    lines: tuple[Line, ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Contact(Struct, frozen=True):
    id: str
    name: str
    status: str = "ACTIVE"
    contact_number: str | None = None
    account_number: str | None = None
    email_address: str | None = None
    merged_to_contact_id: str | None = None
    sales_terms: PaymentTerm | None = None
    bill_terms: PaymentTerm | None = None
    first_name: str | None = None
    last_name: str | None = None
    tax_number: str | None = None
    sales_tax_type: str | None = None
    addresses: tuple[Address, ...] = ()
    phones: tuple[Phone, ...] = ()
    contact_persons: tuple[ContactPerson, ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Account(Struct, frozen=True):
    id: str
    name: str
    type: str
    code: str | None = None
    class_: str | None = None
    status: str = "ACTIVE"
    system_account: str | None = None
    tax_type: str | None = None


class TaxRate(Struct, frozen=True):
    name: str
    tax_type: str
    status: str = "ACTIVE"
    effective_rate: Decimal | None = None
    can_apply_to_revenue: bool = True
    can_apply_to_expenses: bool = True
    can_apply_to_assets: bool = True
    can_apply_to_liabilities: bool = True
    can_apply_to_equity: bool = True


class TrackingOption(Struct, frozen=True):
    id: str
    name: str
    status: str = "ACTIVE"


class TrackingCategory(Struct, frozen=True):
    id: str
    name: str
    status: str = "ACTIVE"
    options: tuple[TrackingOption, ...] = ()


class BrandingTheme(Struct, frozen=True):
    id: str
    name: str
    sort_order: int = 0  # 0: the theme of a document that names none


class Currency(Struct, frozen=True):
    code: str
    description: str | None = None


class Organisation(Struct, frozen=True):
    id: str
    name: str
    base_currency: str
    country_code: str | None = None
    class_: str | None = None
    timezone: str | None = None
    short_code: str | None = None
    is_demo_company: bool = False
    period_lock_date: str | None = None
    end_of_year_lock_date: str | None = None
    sales_terms: PaymentTerm | None = None
    bill_terms: PaymentTerm | None = None


class Reply(Struct, frozen=True):
    """A write's answer: the elements it echoed, Xero's own time (HTTP Date) and its number for the call."""

    elements: tuple[Document | Contact, ...]
    xero_time: str | None = None
    correlation_id: str | None = None
