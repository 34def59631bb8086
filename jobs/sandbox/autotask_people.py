"""Whom Autotask bills and who works there: the fields of companies, sites, contacts and resources, one a line."""

COMPANIES = """
id int
additionalAddressInformation text:100 w
address1 text:150 w
address2 text:150 w
alternatePhone1 text:25 w
alternatePhone2 text:25 w
apiVendorID list
assetValue decimal wn
billingAddress1 text:150
billingAddress2 text:150
billToAdditionalAddressInformation text:100
billToAddressToUse list
billToAttention text:50 w
billToCity text:50
billToCompanyLocationID int w >CompanyLocations
billToCountryID int >Countries
billToState text:128
billToZipCode text:50
city text:30 w
classification list w
companyCategoryID int
companyName text:100 wr
companyNumber text:50 w
companyType list wr
competitorID list w
countryID int w >Countries
createDate date
createdByResourceID int >Resources
currencyID int w >Currencies
fax text:25 w
impersonatorCreatorResourceID int >Resources
invoiceEmailMessageID int w
invoiceMethod list w
invoiceNonContractItemsToParentCompany bool w
invoiceTemplateID int w >InvoiceTemplates
isActive bool w
isClientPortalActive bool
isEnabledForComanaged bool w
isSample bool
isTaskFireActive bool
isTaxExempt bool w
lastActivityDate date
lastTrackedModifiedDateTime date
marketSegmentID list w
ownerResourceID int wr >Resources
parentCompanyID int w >Companies
phone text:25 wr
postalCode text:10 w
purchaseOrderTemplateID list w
quoteEmailMessageID int w
quoteTemplateID int w >QuoteTemplates
sicCode text:32 wn
state text:40 w
stockMarket text:10 wn
stockSymbol text:10 wn
surveyCompanyRating decimal
taxID text:50 w
taxRegionID int w >TaxRegions
territoryID list w
webAddress text:255 w
"""

CONTACTS = """
id int
additionalAddressInformation text:100 w
addressLine text:128 w
addressLine1 text:128 w
alternatePhone text:32 w
apiVendorID list
billingContact bool
bulkEmailOptOutTime date
city text:32 w
companyID int cr >Companies
companyLocationID int w >CompanyLocations
countryID int w >Countries
createDate date
emailAddress text:254 w
emailAddress2 text:254 w
emailAddress3 text:254 w
extension text:10 w
externalID text:50 w
facebookUrl text:200 w
faxNumber text:25 w
firstName text:50 wr
impersonatorCreatorResourceID int >Resources
isActive int wr
isOptedOutFromBulkEmail bool wn
lastActivityDate date
lastModifiedDate date
lastName text:50 wr
linkedInUrl text:200 w
middleInitial text:50 w
mobilePhone text:25 w
namePrefix list w
nameSuffix list w
note text:50 w
phone text:25 w
primaryContact bool w
receivesEmailNotifications bool w
roomNumber text:50 w
solicitationOptOut bool n
solicitationOptOutTime date
state text:40 w
surveyOptOut bool n
title text:50 w
twitterUrl text:200 w
zipCode text:16 w
"""

COMPANY_LOCATIONS = """
id int
address1 text:128 w
address2 text:128 w
alternatePhone1 text:25 w
alternatePhone2 text:25 w
city text:50 w
companyID int r >Companies
countryID int w >Countries
description text:500 w
fax text:25 w
isActive bool w
isPrimary bool w
isTaxExempt bool w
overrideCompanyTaxSettings bool w
name text:100 wr
phone text:25 w
postalCode text:20 w
roundtripDistance decimal w
state text:25 w
taxRegionID int w >TaxRegions
"""

RESOURCES = """
id int
accountingReferenceID text:100 w
dateFormat text
defaultServiceDeskRoleID int wn >Roles
email text:254 wr
email2 text:254 w
email3 text:254 w
emailTypeCode text wr
emailTypeCode2 text w
emailTypeCode3 text w
firstName text:50 wr
gender text w
greeting list w
hireDate date r
homePhone text:25 w
initials text:32 w
internalCost decimal
isActive bool wr
lastName text:50 wr
licenseType list r
locationID list r
middleName text:50 w
mobilePhone text:25 w
numberFormat text wr
officeExtension text:10 w
officePhone text:25 w
payrollType list wr
resourceType text wr
suffix list w
surveyResourceRating decimal
timeFormat text
title text:50 w
travelAvailabilityPct text w
userName text:32 wr
userType list r
"""
