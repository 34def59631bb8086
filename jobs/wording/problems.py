"""Problems that translation finds before anything is sent: what happened, why, what to do, and which button ends it."""

# code: (what happened, why, what to do, remedy)
PROBLEMS: dict[str, tuple[str, str, str, str | None]] = {
    # The invoice itself
    "NO_BILLING_ITEMS": (
        "Autotask shows no billing items for this invoice",
        "The invoice says {total} but its lines cannot be read. Most often the API user lacks a line of business, or the "
        "billing run was broken off.",
        "Give the Autotask API user every line of business, then retry.",
        "retry",
    ),
    "TOTALS_DIFFER": (
        "The lines add up to {lines}, the invoice says {total}",
        "Some lines are missing or were changed. Most often the API user lacks a line of business.",
        "Give the Autotask API user every line of business, then retry. Nothing was sent to Xero.",
        "retry",
    ),
    "DATE_MISSING": (
        "The invoice has no date in Autotask",
        "Xero needs the date the invoice is made out on.",
        "Check the invoice in Autotask, then retry.",
        "retry",
    ),
    "COMPANY_MISSING": (
        "The company of this invoice cannot be read",
        "Autotask does not show company {company_id} to the API user.",
        "Give the API user access to the company in Autotask, then retry.",
        "retry",
    ),
    "AMOUNT_TOO_LARGE": (
        "An amount on this invoice is larger than Xero accepts",
        "{where} is {amount}; Xero takes at most 9,999,999,999.99 on a line.",
        "Split the invoice in Autotask, then retry.",
        "retry",
    ),
    "SERVICE_ADJUSTMENT": (
        "A line has a negative quantity and still adds to the invoice",
        "On this invoice, {where} has quantity {quantity} and amount {amount}. Xero takes no negative quantity, and the "
        "options say that such an invoice stops.",
        "Turn on Send adjustments of services as one piece under Invoice options, or correct the line in Autotask, then "
        "retry.",
        "retry",
    ),
    # Money and dates
    "CURRENCY_UNKNOWN": (
        "The currency of {company} is not known",
        "Autotask keeps the currency on the company, and this one names a currency that cannot be read.",
        "Set the company's currency in Autotask, then retry.",
        "retry",
    ),
    "CURRENCY_NOT_ENABLED": (
        "Xero does not have {currency} switched on",
        "{company} is billed in {currency}, which your Xero organisation does not use yet.",
        "Add {currency} in Xero under Settings, Currencies, then retry.",
        "retry",
    ),
    "LOCKED_PERIOD": (
        "The invoice date {date} lies in a locked period in Xero",
        "Xero is locked up to {locked_to}.",
        "Move the lock date in Xero or import as draft, then retry.",
        "retry",
    ),
    # Tax
    "TAX_DIFFERS": (
        "Xero's tax and Autotask's are {difference} apart",
        "Xero will make it {xero}, Autotask has {autotask}; Tax Guard allows {tolerance}. It went as Tax Guard says.",
        "Compare the tax of the lines in both systems. Most often an account's tax rate in Xero is not the one meant.",
        "dismiss",
    ),
    "TAX_DIFFERS_DRAFT": (
        "Went as a draft: the taxes are {difference} apart",
        "Xero will make it {xero}, Autotask has {autotask}; Tax Guard allows {tolerance} and keeps the rest as drafts.",
        "Compare the tax of the lines in both systems, then approve the draft in Xero.",
        "dismiss",
    ),
    "TAX_DIFFERS_STOPPED": (
        "Not sent: the taxes are {difference} apart",
        "Xero would make it {xero}, Autotask has {autotask}; Tax Guard allows {tolerance} and stops the rest.",
        "Correct the tax rate of the account in Xero or the tax in Autotask, then retry.",
        "retry",
    ),
    "TAX_UNMAPPED": (
        "No tax rate is linked to region {region} and tax category {category}",
        "Tax mapping is on, so {where} may only go with a rate that someone chose. A region that was renamed in Autotask "
        "counts as another one.",
        "Link region and category to a tax rate, and the invoice goes by itself.",
        "retry",
    ),
    "TAX_RATE_GONE": (
        "Tax rate {rate} is not active in Xero",
        "It is linked to the tax region and category of {where}.",
        "Link the region and category to another rate, then retry.",
        "retry",
    ),
    "TAX_RATE_UNSUITABLE": (
        "Tax rate {rate} cannot be used with account {account}",
        "In Xero it is not meant for accounts of that kind, and {where} has both.",
        "Link the region and category to another rate, or the billing code to another account, then retry.",
        "retry",
    ),
    "GROUP_RATES_DIFFER": (
        "{group} has several tax rates",
        "It would be one line in Xero, which takes one rate for a line: {rates}.",
        "Correct the tax categories in Autotask, or turn off Keep lines together or Send the whole invoice as one line "
        "under Invoice options, then retry.",
        "retry",
    ),
    "CARD_TAX_UNUSABLE": (
        "Tax rate {rate} of {company}'s card cannot be used",
        "In Xero it is archived or deleted, or it may not be used for sales.",
        "Choose another sales tax on the contact in Xero, then retry.",
        "retry",
    ),
    "NO_ROUNDING_ACCOUNT": (
        "There is no account for the rounding line",
        "The options ask for one, none is chosen for it, and Xero shows no account of its own for rounding.",
        "Choose a rounding account under Invoice options, then retry.",
        "retry",
    ),
    # Accounts and numbers
    "NO_SALES_ACCOUNT": (
        "No default sales account is chosen",
        "Every line needs an account in Xero.",
        "Choose the default sales account under Invoice options, then retry.",
        "choose_account",
    ),
    "ACCOUNT_UNKNOWN": (
        "Account {account} is not in Xero",
        "The organisation has no account with that code.",
        "Choose another default sales account, then retry.",
        "choose_account",
    ),
    "ACCOUNT_ARCHIVED": (
        "Account {account} is archived or gone in Xero",
        "Lines can only go to an active account.",
        "Choose another default sales account, or restore this one in Xero, then retry.",
        "choose_account",
    ),
    "ACCOUNT_UNSUITABLE": (
        "Account {account} cannot take invoice lines",
        "It is a bank or a system account in Xero.",
        "Choose another default sales account, then retry.",
        "choose_account",
    ),
    "ACCOUNT_UNMAPPED": (
        "Billing code {key} has no account",
        "On this invoice, {where} has a billing code that is linked to no Xero account, and the options say that such an "
        "invoice stops.",
        "Link the billing code to an account, and the invoice goes by itself.",
        "retry",
    ),
    "TRACKING_ONE_UNMAPPED": (
        "There is no tracking option in {category} for {by} {key}",
        "{where} is tracked by its {by}, and this one is linked to no option.",
        "Link it to an option, and the invoice goes by itself.",
        "retry",
    ),
    "TRACKING_TWO_UNMAPPED": (
        "There is no tracking option in {category} for {by} {key}",
        "{where} is tracked by its {by} in the second category too, and this one is linked to no option.",
        "Link it to an option, and the invoice goes by itself.",
        "retry",
    ),
    "NUMBER_NOT_USABLE": (
        "Invoice number {number} cannot be used in Xero",
        "It contains a comma or a character that Xero does not take in a number.",
        "Change the number in Autotask, or let Xero number invoices, then retry.",
        "retry",
    ),
    "NUMBER_USED_TWICE": (
        "Two Autotask invoices have the number {number}",
        "Xero keeps each number once, so neither was sent.",
        "Change one of the numbers in Autotask, then retry.",
        "retry",
    ),
    # Contacts
    "SAME_NAME_TWICE": (
        "Two Autotask companies are called {name}",
        "By name alone nobody can tell which Xero contact is meant.",
        "Rename one of them in Autotask, then retry.",
        "retry",
    ),
    "SAME_NUMBER_TWICE": (
        "Two Autotask companies have the account number {number}",
        "Contacts are matched by account number, and by this one nobody can tell which company is meant.",
        "Change one of the numbers in Autotask, then retry.",
        "retry",
    ),
    "BILLING_CONTACT_TWICE": (
        "Two people of {company} are marked to get its bills",
        "{people}: each has {value} in the field {field}, and a Xero contact has one billing person.",
        "Leave the mark on one of them in Autotask, then retry.",
        "retry",
    ),
    "NAME_DIFFERS_BY_CASE": (
        "{company} is {xero_name} in Xero",
        "The names differ only in capital letters, and matching counts them. Xero would refuse a second contact of that name.",
        "Link it to {xero_name}, or turn off contact name case sensitivity under Invoice options.",
        "link_contact",
    ),
    "CONTACT_AMBIGUOUS": (
        "Several Xero contacts are called {name}",
        "Once spaces and invisible characters are left out, their names are the same.",
        "Link the one that is meant, or rename one of them in Xero and retry.",
        "link_contact",
    ),
    "CONTACT_TAKEN": (
        "{xero_name} stands for another Autotask company already",
        "Two companies would be billed to one Xero contact.",
        "Link it all the same, or rename the company in Autotask or the contact in Xero and retry.",
        "link_contact",
    ),
    "NAME_NOT_USABLE": (
        "The company's name cannot be used in Xero",
        "Nothing is left of it once characters are taken out that Xero refuses.",
        "Give the company a name in Autotask, then retry.",
        "retry",
    ),
    "CONTACT_ARCHIVED": (
        "{xero_name} is archived in Xero",
        "Xero makes no new documents for an archived contact.",
        "Restore the contact in Xero, then retry.",
        "retry",
    ),
    "CONTACT_GONE": (
        "The Xero contact of {company} was merged or deleted",
        "The stored link leads to a contact that Xero no longer uses.",
        "Link {company} to the contact that is used now, then retry.",
        "retry",
    ),
    # Text and shape
    "LINE_WITHOUT_TEXT": (
        "A line has no text in Autotask",
        "On this invoice, {where} has no description, so its number stands there instead.",
        "Nothing to do, unless the customer should read more.",
        "dismiss",
    ),
    "VALUE_CUT": (
        "A value was too long for Xero and was cut",
        "{where} went as: {sent}",
        "Nothing is lost: the whole text is in Autotask.",
        "dismiss",
    ),
}
