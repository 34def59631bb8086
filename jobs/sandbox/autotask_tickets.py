"""Where Autotask's billing items come from: the fields of tickets, charges, tasks, time entries and files."""

TICKETS = """
id int
apiVendorID list
assignedResourceID int w >Resources
assignedResourceRoleID int w >Roles
billingCodeID int w >BillingCodes
changeApprovalBoard list w
changeApprovalStatus list w
changeApprovalType list w
changeInfoField1 text:8000 w
changeInfoField2 text:8000 w
changeInfoField3 text:8000 w
changeInfoField4 text:8000 w
changeInfoField5 text:8000 w
companyID int wr >Companies
companyLocationID int w >CompanyLocations
completedByResourceID int >Resources
completedDate date
configurationItemID int w >ConfigurationItems
contactID int w >Contacts
contractID int w >Contracts
contractServiceBundleID int w >ContractServiceBundles
contractServiceID int w >ContractServices
createDate date
createdByContactID int w >Contacts
creatorResourceID int >Resources
creatorType list n
currentServiceThermometerRating list
description text:8000 w
dueDateTime date w
estimatedHours decimal w
externalID text:50 w
firstResponseAssignedResourceID int
firstResponseDateTime date
firstResponseDueDateTime date
firstResponseInitiatingResourceID int
hoursToBeScheduled decimal
impersonatorCreatorResourceID int >Resources
isAssignedToComanaged bool w
issueType list w
isVisibleToComanaged bool w
lastActivityDate date
lastActivityPersonType list n
lastActivityResourceID int >Resources
lastCustomerNotificationDateTime date
lastCustomerVisibleActivityDateTime date
lastTrackedModificationDateTime date
monitorID int w
monitorTypeID list w
opportunityID int w >Opportunities
organizationalLevelAssociationID int w >OrganizationalLevelAssociations
previousServiceThermometerRating list
priority list wr
problemTicketId int w >Tickets
projectID int w >Projects
purchaseOrderNumber text:50 w
queueID list w
resolution text:32000 w
resolutionPlanDateTime date
resolutionPlanDueDateTime date
resolvedDateTime date
resolvedDueDateTime date
rmaStatus list w
rmaType list w
rmmAlertID text:50
serviceLevelAgreementHasBeenMet bool
serviceLevelAgreementID list w
serviceLevelAgreementPausedNextEventHours decimal n
serviceThermometerTemperature int
source list w
status list wr
subIssueType list w
ticketCategory list w
ticketNumber text:50 w
ticketType list w
title text:255 wr
"""

TICKET_CHARGES = """
id int
billableAmount decimal
billingCodeID int w >BillingCodes
chargeType list wr
contractServiceBundleID int w >ContractServiceBundles
contractServiceID int w >ContractServices
createDate date
creatorResourceID int >Resources
datePurchased date wr
description text:8000 w
extendedCost decimal
internalCurrencyBillableAmount decimal
internalCurrencyUnitPrice decimal
internalPurchaseOrderNumber text:50 w
isBillableToCompany bool w
isBilled bool
name text:100 wr
notes text:2000 w
organizationalLevelAssociationID int >OrganizationalLevelAssociations
productID int w >Products
purchaseOrderNumber text:50 w
status list
statusLastModifiedBy int
statusLastModifiedDate date
ticketID int wr >Tickets
unitCost decimal w
unitPrice decimal w
unitQuantity decimal wr
"""

TASKS = """
id int
assignedResourceID int w >Resources
assignedResourceRoleID int w >Roles
billingCodeID int w >BillingCodes
canClientPortalUserCompleteTask bool w
companyLocationID int w >CompanyLocations
completedByResourceID int >Resources
completedByType list
completedDateTime date
createDateTime date
creatorResourceID int >Resources
creatorType list
departmentID list w
description text:8000 w
endDateTime date w
estimatedHours decimal w
externalID text:50 w
hoursToBeScheduled decimal
isTaskBillable bool
isVisibleInClientPortal bool w
lastActivityDateTime date
lastActivityPersonType list
lastActivityResourceID int >Resources
phaseID int w >Phases
priority int w
priorityLabel list w
projectID int wr >Projects
purchaseOrderNumber text:50 w
remainingHours decimal wn
startDateTime date w
status list wr
taskCategoryID list w
taskNumber text:50
taskType list wr
title text:255 wr
"""

TIME_ENTRIES = """
id int
billingApprovalDateTime date w
billingApprovalLevelMostRecent int
billingApprovalResourceID int w >Resources
billingCodeID int w >BillingCodes
contractID int w >Contracts
contractServiceBundleID int w >ContractServiceBundles
contractServiceID int w >ContractServices
createDateTime date
creatorUserID int
dateWorked date w
endDateTime date w
hoursToBill decimal
hoursWorked decimal w
impersonatorCreatorResourceID int >Resources
impersonatorUpdaterResourceID int >Resources
internalBillingCodeID int w >BillingCodes
internalNotes text:32000 w
isInternalNotesVisibleToComanaged bool w
isNonBillable bool w
lastModifiedDateTime date
lastModifiedUserID int
offsetHours decimal w
resourceID int wr >Resources
roleID int w >Roles
showOnInvoice bool w
startDateTime date w
summaryNotes text:32000 w
taskID int w >Tasks
ticketID int w >Tickets
timeEntryType list
"""

# The description at hand leaves these out; the fields are those that the help pages name (read 2026-11).
ATTACHMENTS = """
id int
attachDate date
attachmentType text:50
contentType text:100
creatorType list n
data text n
fileSize int n
fullPath text:255
parentID int
publish list
ticketID int >Tickets
ticketNoteID int
timeEntryID int >TimeEntries
title text:255
"""
