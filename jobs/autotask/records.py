"""Autotask's records as we read them: names as in the REST API, written our way; money exact, times as sent."""

from decimal import Decimal

from msgspec import Struct


class UserDefinedField(Struct, frozen=True):
    name: str
    value: str | None = None


class Zone(Struct, frozen=True):
    zone_name: str
    url: str
    web_url: str
    ci: int


class Threshold(Struct, frozen=True):
    external_request_threshold: int
    request_threshold_timeframe: int
    current_timeframe_request_count: int


class PicklistValue(Struct, frozen=True):
    value: str
    label: str
    is_active: bool = True


class Field(Struct, frozen=True):
    name: str
    data_type: str = ""
    length: int | None = None
    is_required: bool = False
    is_read_only: bool = False
    is_queryable: bool = True
    is_pick_list: bool = False
    picklist_values: tuple[PicklistValue, ...] | None = None


class EntityAccess(Struct, frozen=True):
    """Level of rights: 0 none, 1 all, 2 restricted."""

    name: str
    user_access_for_query: int = 0
    user_access_for_update: int = 0
    user_access_for_create: int = 0


class Invoice(Struct, frozen=True):
    id: int
    company_id: int
    invoice_total: Decimal
    invoice_date_time: str
    invoice_number: str | None = None
    total_tax_value: Decimal | None = None
    create_date_time: str | None = None
    due_date: str | None = None
    paid_date: str | None = None
    voided_date: str | None = None
    web_service_date: str | None = None
    is_voided: bool = False
    order_number: str | None = None
    comments: str | None = None
    batch_id: int | None = None
    payment_term: int | None = None
    tax_group: int | None = None
    tax_region_name: str | None = None
    invoice_editor_template_id: int | None = None
    from_date: str | None = None
    to_date: str | None = None


class BillingItem(Struct, frozen=True):
    id: int
    invoice_id: int | None = None
    company_id: int | None = None
    billing_code_id: int | None = None
    billing_item_type: int | None = None
    sub_type: int | None = None
    item_name: str | None = None
    description: str | None = None
    line_item_full_description: str | None = None
    line_item_group_description: str | None = None
    item_date: str | None = None
    quantity: Decimal | None = None
    rate: Decimal | None = None
    extended_price: Decimal | None = None
    total_amount: Decimal | None = None
    tax_dollars: Decimal | None = None
    tax_category_id: int | None = None
    sort_order_id: int | None = None
    non_billable: int | None = None
    role_id: int | None = None
    ticket_id: int | None = None
    task_id: int | None = None
    project_id: int | None = None
    contract_id: int | None = None
    contract_block_id: int | None = None
    time_entry_id: int | None = None
    ticket_charge_id: int | None = None
    project_charge_id: int | None = None
    contract_charge_id: int | None = None
    expense_item_id: int | None = None
    milestone_id: int | None = None
    service_id: int | None = None
    service_bundle_id: int | None = None
    contract_service_id: int | None = None
    contract_service_bundle_id: int | None = None
    configuration_item_id: int | None = None
    vendor_id: int | None = None
    organizational_level_association_id: int | None = None
    purchase_order_number: str | None = None


class Company(Struct, frozen=True):
    id: int
    company_name: str
    company_number: str | None = None
    company_type: int | None = None
    is_active: bool = True
    phone: str | None = None
    fax: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country_id: int | None = None
    currency_id: int | None = None
    tax_id: str | None = None
    tax_region_id: int | None = None
    territory_id: int | None = None
    parent_company_id: int | None = None
    invoice_template_id: int | None = None
    invoice_non_contract_items_to_parent_company: bool | None = None
    user_defined_fields: tuple[UserDefinedField, ...] = ()


class Contact(Struct, frozen=True):
    id: int
    company_id: int
    first_name: str | None = None
    last_name: str | None = None
    email_address: str | None = None
    is_active: int = 1
    phone: str | None = None
    mobile_phone: str | None = None
    fax_number: str | None = None
    primary_contact: bool | None = None
    billing_contact: bool | None = None
    user_defined_fields: tuple[UserDefinedField, ...] = ()


class Currency(Struct, frozen=True):
    id: int
    name: str
    is_internal_currency: bool = False
    is_active: bool = True


class Country(Struct, frozen=True):
    id: int
    country_code: str | None = None
    name: str | None = None
    display_name: str | None = None


class BillingCode(Struct, frozen=True):
    id: int
    name: str
    billing_code_type: int | None = None
    use_type: int | None = None
    external_number: str | None = None
    general_ledger_account: int | None = None
    tax_category_id: int | None = None
    is_active: bool = True


class PaymentTerm(Struct, frozen=True):
    id: int
    name: str
    payment_due_in_days: int | None = None
    is_active: bool = True


class InvoiceTemplate(Struct, frozen=True):
    id: int
    name: str
    payment_terms: int | None = None
    group_by: int | None = None


class TaxRegion(Struct, frozen=True):
    id: int
    name: str
    is_active: bool = True


class TaxCategory(Struct, frozen=True):
    id: int
    name: str
    description: str | None = None
    is_active: bool = True


class Tax(Struct, frozen=True):
    """One tax of a region and category; whether *tax_rate* is 15 or 0.15 differs between Autotask's own interfaces."""

    id: int
    tax_name: str
    tax_rate: Decimal
    tax_region_id: int
    tax_category_id: int
    is_compounded: bool = False


class OrganizationalLevel1(Struct, frozen=True):
    id: int
    name: str
    is_active: bool = True


class OrganizationalLevel2(Struct, frozen=True):
    id: int
    name: str
    is_active: bool = True


class OrganizationalLevelAssociation(Struct, frozen=True):
    """A line of business: the two levels that a billing item belongs to."""

    id: int
    organizational_level1_id: int
    organizational_level2_id: int
    is_active: bool = True
