"""Autotask's small lists: currencies, billing codes, terms, countries, taxes, templates, divisions, own fields."""

CURRENCIES = """
id int
currencyNegativeFormat text:10 r
currencyPositiveFormat text:10 r
description text:100 r
displaySymbol list r
exchangeRate decimal wr
isActive bool r
isInternalCurrency bool r
lastModifiedDateTime date w
name text:3 r
updateResourceId int >Resources
"""

BILLING_CODES = """
id int
afterHoursWorkType int >BillingCodes
billingCodeType list
department int
description text:500
externalNumber text:100
generalLedgerAccount list
isActive bool r
isExcludedFromNewContracts bool
markupRate decimal
name text:200
taxCategoryID int >TaxCategories
unitCost decimal r
unitPrice decimal r
useType list
"""

PAYMENT_TERMS = """
id int
description text:2000 w
isActive bool w
name text:100 wr
paymentDueInDays int w
"""

COUNTRIES = """
id int
addressFormatID list wr
countryCode text:2
displayName text:100 wr
invoiceTemplateID int w >InvoiceTemplates
isActive bool w
isDefaultCountry bool w
name text:50
purchaseOrderTemplateID list w
quoteTemplateID int w >QuoteTemplates
"""

TAX_REGIONS = """
id int
isActive bool w
name text:200 wr
"""

TAX_CATEGORIES = """
id int
description text:200 w
isActive bool w
name text:200 wr
"""

TAXES = """
id int
isCompounded bool w
taxCategoryID int cr >TaxCategories
taxName text:100 wr
taxRate decimal wr
taxRegionID int cr >TaxRegions
"""

INVOICE_TEMPLATES = """
id int
coveredByBlockRetainerContractLabel text:50
coveredByRecurringServiceFixedPricePerTicketContractLabel text:50
currencyNegativeFormat text:10 r
currencyPositiveFormat text:10 r
dateFormat list r
displayFixedPriceContractLabor bool r
displayRecurringServiceContractLabor bool r
displaySeparateLineItemForEachTax bool r
displayTaxCategory bool r
displayTaxCategorySuperscripts bool r
displayZeroAmountRecurringServicesAndBundles bool r
groupBy list r
itemizeItemsInEachGroup list r
itemizeServicesAndBundles bool r
name text:50 r
nonBillableLaborLabel text:50
numberFormat list r
pageLayout list r
pageNumberFormat list r
paymentTerms int r >PaymentTerms
rateCostExpression text:50
showGridHeader bool r
showVerticalGridLines bool r
sortBy list r
timeFormat list r
"""

# Of both levels, which have the same fields.
ORGANIZATIONAL_LEVELS = """
id int
description text:400 w
isActive bool w
name text:50 wr
"""

ORGANIZATIONAL_LEVEL_ASSOCIATIONS = """
id int
isActive bool w
organizationalLevel1ID int r >OrganizationalLevel1s
organizationalLevel2ID int r >OrganizationalLevel2s
"""

UDF_DEFINITIONS = """
id int
createDate date
crmToProjectUdfId int w
dataType list wr
description text:128 w
displayFormat list w
isActive bool w
isEncrypted bool w
isFieldMapping bool
isPrivate bool w
isProtected bool w
isRequired bool w
isVisibleToClientPortal bool w
mergeVariableName text:100 w
name text:45 wr
numberOfDecimalPlaces int w
sortOrder int w
udfType list wr
"""

UDF_LIST_ITEMS = """
id int
createDate date
isActive bool w
udfFieldId int wr >UserDefinedFieldDefinitions
valueForDisplay text:128 wr
valueForExport text:128 wr
"""
