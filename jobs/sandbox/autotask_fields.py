"""Our own tables of Autotask's entities: field, type, length, and whether it may be written or filtered."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """*kind*: int, decimal, text, bool, date, list (a pick list of ints) or udf."""

    name: str
    kind: str
    length: int = 0
    writable: bool = False
    filterable: bool = True
    required: bool = False


@dataclass(frozen=True)
class Entity:
    name: str
    fields: dict[str, Field]  # by name in lower case: Autotask's names ignore case
    udfs: bool = False

    def field(self, name: str) -> Field | None:
        return self.fields.get(name.lower())


def _entity(name: str, text: str, *, udfs: bool = False) -> Entity:
    """Read one entity's lines: name kind[:length] and marks (w writable, n not filterable, r required)."""
    fields = {}
    for line in text.strip().splitlines():
        words = line.split()
        kind, _, length = words[1].partition(":")
        marks = words[2] if len(words) > 2 else ""
        fields[words[0].lower()] = Field(words[0], kind, int(length or 0), "w" in marks, "n" not in marks, "r" in marks)
    return Entity(name, fields, udfs)


INVOICES = _entity(
    "Invoices",
    """
    id int
    batchID int
    comments text:2000
    companyID int
    createDateTime date
    creatorResourceID int
    dueDate date n
    fromDate date
    invoiceDateTime date r
    invoiceEditorTemplateID int
    invoiceNumber text:100 w
    invoiceStatus int
    invoiceTaxMethodExternalCode text:50
    invoiceTotal decimal
    isVoided bool
    orderNumber text:20
    paidDate date w
    paymentTerm list
    taxGroup list n
    taxRegionName text:200
    toDate date
    totalTaxValue decimal
    voidedByResourceID int
    voidedDate date
    webServiceDate date w
    """,
)
BILLING_ITEMS = _entity(
    "BillingItems",
    """
    id int
    accountManagerWhenApprovedID int
    billingCodeID int
    billingItemType list r
    companyID int
    configurationItemID int
    contractBlockID int
    contractChargeID int
    contractID int
    contractServiceAdjustmentID int
    contractServiceBundleAdjustmentID int
    contractServiceBundleID int
    contractServiceBundlePeriodID int
    contractServiceID int
    contractServicePeriodID int
    description text:2000
    expenseItemID int
    extendedPrice decimal
    internalCurrencyExtendedPrice decimal
    internalCurrencyRate decimal
    internalCurrencyTaxDollars decimal
    internalCurrencyTotalAmount decimal
    invoiceID int
    itemApproverID int
    itemDate date
    itemName text:255
    lineItemFullDescription text:8000 n
    lineItemGroupDescription text:8000 n
    milestoneID int
    nonBillable int r
    organizationalLevelAssociationID int
    ourCost decimal
    postedDate date
    postedOnTime date
    projectChargeID int
    projectID int
    purchaseOrderNumber text:50
    quantity decimal
    rate decimal
    roleID int
    serviceBundleID int
    serviceID int
    sortOrderID int
    subType list r
    taskID int
    taxCategoryID int
    taxDollars decimal
    ticketChargeID int
    ticketID int
    timeEntryID int
    totalAmount decimal
    vendorID int
    webServiceDate date w
    """,
)
COMPANIES = _entity(
    "Companies",
    """
    id int
    additionalAddressInformation text:100 w
    address1 text:150 w
    address2 text:150 w
    alternatePhone1 text:25 w
    alternatePhone2 text:25 w
    assetValue decimal wn
    billToAddressToUse list
    billToAttention text:50 w
    billToCity text:50
    billToCompanyLocationID int w
    billToCountryID int
    billToState text:128
    billToZipCode text:50
    billingAddress1 text:150
    billingAddress2 text:150
    city text:30 w
    companyCategoryID int
    companyName text:100 wr
    companyNumber text:50 w
    companyType list wr
    countryID int w
    createDate date
    currencyID int w
    fax text:25 w
    invoiceMethod list w
    invoiceNonContractItemsToParentCompany bool w
    invoiceTemplateID int w
    isActive bool w
    isTaxExempt bool w
    lastActivityDate date
    lastTrackedModifiedDateTime date
    ownerResourceID int wr
    parentCompanyID int w
    phone text:25 wr
    postalCode text:10 w
    sicCode text:32 wn
    state text:40 w
    stockMarket text:10 wn
    stockSymbol text:10 wn
    taxID text:50 w
    taxRegionID int w
    territoryID list w
    webAddress text:255 w
    """,
    udfs=True,
)
CONTACTS = _entity(
    "Contacts",
    """
    id int
    addressLine text:128
    addressLine1 text:128
    alternatePhone text:32
    billingContact bool
    city text:32
    companyID int r
    companyLocationID int
    countryID int
    emailAddress text:254
    emailAddress2 text:254
    externalID text:50
    faxNumber text:25
    firstName text:50 r
    isActive int r
    lastActivityDate date
    lastModifiedDate date
    lastName text:50 r
    mobilePhone text:25
    note text:50
    phone text:25
    primaryContact bool
    state text:40
    title text:50
    zipCode text:16
    """,
    udfs=True,
)
CURRENCIES = _entity(
    "Currencies",
    """
    id int
    currencyNegativeFormat text:10
    currencyPositiveFormat text:10
    description text:100
    displaySymbol list
    exchangeRate decimal w
    isActive bool
    isInternalCurrency bool
    lastModifiedDateTime date
    name text:3
    updateResourceId int
    """,
)
BILLING_CODES = _entity(
    "BillingCodes",
    """
    id int
    afterHoursWorkType int
    billingCodeType list
    department int
    description text:500
    externalNumber text:100
    generalLedgerAccount list
    isActive bool
    isExcludedFromNewContracts bool
    markupRate decimal
    name text:200
    taxCategoryID int
    unitCost decimal
    unitPrice decimal
    useType list
    """,
)
PAYMENT_TERMS = _entity(
    "PaymentTerms",
    """
    id int
    description text:2000 w
    isActive bool w
    name text:100 wr
    paymentDueInDays int w
    """,
)
COUNTRIES = _entity(
    "Countries",
    """
    id int
    countryCode text:2
    displayName text:100 w
    isActive bool w
    isDefaultCountry bool w
    name text:100
    """,
)

ENTITIES = {
    each.name.lower(): each
    for each in (INVOICES, BILLING_ITEMS, COMPANIES, CONTACTS, CURRENCIES, BILLING_CODES, PAYMENT_TERMS, COUNTRIES)
}

PICKLISTS = {
    ("billingitems", "billingitemtype"): (
        "Labor", "Project Cost", "Ticket Cost", "Expense", "Subscription", "Setup Fee", "Recurring Services",
        "Recurring Services Adjustment", "Recurring Service Bundle", "Recurring Service Bundle Adjustment",
        "Milestone",
        "Contract Block", "Contract Retainer", "Contract Cost", "Contract Incident",
    ),
    ("billingitems", "subtype"): (
        "Labor", "Milestone Labor", "Project Cost Deductions", "Project Cost", "Ticket Cost Deductions",
        "Ticket Cost", "Expense", "Expense Deductions", "Subscription", "Subscription Cost", "Setup Fee",
        "Recurring Services",
        "Recurring Services Adjustment", "Recurring Service Bundle", "Recurring Service Bundle Adjustment",
        "Milestones", "Block Purchase", "Retainer Purchase",
    ),
    ("companies", "companytype"): (
        "Customer", "Lead", "Prospect", "Dead", "Inactive", "Cancellation", "Vendor", "Partner",
    ),
    ("companies", "territoryid"): ("North Island", "South Island", "Overseas"),
    ("billingcodes", "generalledgeraccount"): ("4000 Services", "4100 Recurring", "4200 Hardware", "4300 Licences"),
    ("billingcodes", "usetype"): (
        "Work Type", "Expense Category", "Internal", "Material", "Recurring Contract Service", "Milestone", "Product",
    ),
    ("billingcodes", "billingcodetype"): ("Normal", "System", "Non-Billable"),
    ("invoices", "paymentterm"): (),  # ids of the payment terms
    ("invoices", "taxgroup"): (),  # ids of the tax regions
}  # fmt: skip
