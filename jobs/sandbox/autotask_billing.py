"""What Autotask bills: the fields of invoices and billing items, one a line."""

INVOICES = """
id int
batchID int
comments text:2000
companyID int >Companies
createDateTime date
creatorResourceID int >Resources
dueDate date n
fromDate date
invoiceDateTime date r
invoiceEditorTemplateID int >InvoiceTemplates
invoiceNumber text:100 w
invoiceStatus int
invoiceTaxMethodExternalCode text:4000
invoiceTotal decimal
isVoided bool
orderNumber text:20
paidDate date w
paymentTerm list
taxGroup list n
taxRegionName text:200
toDate date
totalTaxValue decimal
voidedByResourceID int >Resources
voidedDate date
webServiceDate date w
"""

BILLING_ITEMS = """
id int
accountManagerWhenApprovedID int >Resources
billingCodeID int >BillingCodes
billingItemType list r
companyID int >Companies
configurationItemID int >ConfigurationItems
contractBlockID int
contractChargeID int >ContractCharges
contractID int >Contracts
contractServiceAdjustmentID int
contractServiceBundleAdjustmentID int
contractServiceBundleID int
contractServiceBundlePeriodID int
contractServiceID int
contractServicePeriodID int
description text:2000
expenseItemID int >ExpenseItems
extendedPrice decimal
internalCurrencyExtendedPrice decimal
internalCurrencyRate decimal
internalCurrencyTaxDollars decimal
internalCurrencyTotalAmount decimal
invoiceID int >Invoices
itemApproverID int >Resources
itemDate date
itemName text:255
lineItemFullDescription text:8000 n
lineItemGroupDescription text:8000 n
milestoneID int >ContractMilestones
nonBillable int r
organizationalLevelAssociationID int >OrganizationalLevelAssociations
ourCost decimal
postedDate date
postedOnTime date
projectChargeID int >ProjectCharges
projectID int >Projects
purchaseOrderNumber text:50
quantity decimal
rate decimal
roleID int >Roles
serviceBundleID int >ServiceBundles
serviceID int >Services
sortOrderID int
subType list r
taskID int >Tasks
taxCategoryID int
taxDollars decimal
ticketChargeID int >TicketCharges
ticketID int >Tickets
timeEntryID int >TimeEntries
totalAmount decimal
vendorID int >Companies
webServiceDate date w
"""
