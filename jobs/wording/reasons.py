"""Why a document is held, skipped or waiting: the words beside its disposition."""

REASONS: dict[str, str] = {
    "SETTLING": "Settling: Autotask is still adding lines",
    "NUMBER_PENDING": "Waiting for its Autotask number",
    "UNPAID": "Waiting to be paid in Autotask; only paid invoices go",
    "RATE_LIMITED": "Held until {until}: call limit of {vendor}",
    "VENDOR_DOWN": "Waiting for {vendor}",
    "CONTACT_PENDING": "Waiting until its contact is certain in Xero",
    "CONNECTION_LOST": "Waiting for {vendor} to be reconnected",
    "TRY_AGAIN": "Xero refused it; try {next} of 3 at {until}",
    "FINDING_OUT": "Finding out what became of it in Xero",
    "VOIDED": "Voided in Autotask",
    "STAMPED_BEFORE_US": "Stamped before us",
    "ALREADY_IN_XERO": "Already in Xero, as {by} marked",
    "ZERO_TOTAL": "Total is nil",
    "UNDER_MINIMUM": "Total is under the least value that goes to Xero",
    "NO_SYNC_FLAG": "A field of its company says that it stays out of Xero",
    "SKIPPED_NO_ITEMS": "No billing items and nil total",
    "SKIPPED_BY_PERSON": "Skipped by {by}",
}
