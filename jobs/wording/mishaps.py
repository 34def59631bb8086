"""Mishaps at the vendors, on a connection or in our own work: what happened, why, what to do, and which button ends it."""

# code: (what happened, why, what to do, remedy)
MISHAPS: dict[str, tuple[str, str, str, str | None]] = {
    # Reading Autotask
    "INVOICE_UNREADABLE": (
        "Autotask no longer shows this invoice",
        "Invoice {id} was there and cannot be read now. Most often the API user lost a line of business.",
        "Give the Autotask API user every line of business, then retry.",
        "retry",
    ),
    "MOVED_SINCE_PREVIEW": (
        "It is no longer what the preview showed",
        "You pressed post exactly this, and since then the invoice, a contact or an option changed. Nothing was sent.",
        "Preview it again to see what is different, or retry to send it as it is now.",
        "retry",
    ),
    # Xero's answer
    "NET_DIFFERS": (
        "Xero holds {xero_net}, Autotask says {net}",
        "The document is in Xero, but its net total is not the one we sent.",
        "Open it in Xero, put it right, then compare again. It will not be sent a second time.",
        "compare",
    ),
    "NUMBER_TAKEN": (
        "Number {number} is already used in Xero",
        "The invoice there is for {xero_contact}, dated {xero_date}, {xero_total}; it was not made by us and is never overwritten.",
        "Change the number in Autotask or in Xero, or let Xero number invoices, then retry.",
        "retry",
    ),
    "CONTACT_REFUSED": (
        "Xero refused to create the contact {name}",
        "Xero says: {said}",
        "Put it right in Autotask or Xero, then retry.",
        "retry",
    ),
    "XERO_REFUSED": (
        "Xero refused this document three times",
        "Xero says: {said}",
        "Put right what Xero names, then retry.",
        "retry",
    ),
    "XERO_MAY_HAVE_IT": (
        "Xero may have this document already",
        "We heard nothing certain after sending, and {count} documents there look the same.",
        "Open them in Xero. Choose *It is this one* or *None of these, send it*.",
        "choose_candidate",
    ),
    "XERO_ELSEWHERE": (
        "This document was sent to another Xero organisation",
        "It went to {was} before that was disconnected, and its outcome there is not known.",
        "Connect {was} again to find out, or check there by hand.",
        "reconnect_xero",
    ),
    "XERO_CHANGED": (
        "The document in Xero is not as we sent it",
        "A person changed it: {what}.",
        "Nothing is overwritten. Dismiss this when it is as it should be.",
        "dismiss",
    ),
    "XERO_WARNED": (
        "Xero took the document with a warning",
        "Xero says: {said}",
        "Look at the document in Xero.",
        "dismiss",
    ),
    # Writing back
    "STAMP_REFUSED": (
        "Autotask refused the web service date",
        "Autotask says: {said}. The document is in Xero.",
        "Give the API user the right to edit invoices, then stamp again.",
        "stamp_again",
    ),
    "DATE_CLEARED": (
        "The web service date was cleared, and Xero has the document",
        "Somebody cleared the date in Autotask. The invoice is not sent again by itself.",
        "Stamp it again, or resync if its document in Xero was deleted or voided.",
        "stamp_again",
    ),
    "STAMPED_ELSEWHERE": (
        "Another program stamped this invoice while we were posting it",
        "The web service date in Autotask is not ours. The document is in Xero.",
        "Check that it is not in Xero twice, then dismiss this.",
        "dismiss",
    ),
    # Connections
    "AUTOTASK_REFUSED": (
        "Autotask no longer accepts our log-in",
        "The user name or secret was changed, or the user is locked. No more calls are made, so that it is not locked further.",
        "Check the API user in Autotask, then save its log-in again. Documents wait and will go by themselves.",
        "reconnect_autotask",
    ),
    "XERO_REFUSED_CONNECTION": (
        "Xero stopped accepting our connection",
        "Xero says: {said}",
        "Reconnect and choose the same organisation; options and links are kept. Documents wait and will go by themselves.",
        "reconnect_xero",
    ),
    "AUTOTASK_UNREACHABLE": (
        "Autotask has not answered for an hour",
        "{said}",
        "Nothing is lost. It is tried again every minute.",
        None,
    ),
    "XERO_UNREACHABLE": (
        "Xero has not answered for an hour",
        "{said}",
        "Nothing is lost. It is tried again every minute.",
        None,
    ),
    "AUTOTASK_RIGHTS": (
        "Autotask refused a request",
        "Autotask says: {said}",
        "Check the rights of the API user in Autotask. It is tried again every minute.",
        None,
    ),
    "SETTINGS_WRONG": (
        "Tallystick is not set up to talk to Xero",
        "Xero says: {said}",
        "Ask whoever runs Tallystick to check its Xero client id and secret.",
        None,
    ),
    # Us
    "OUR_BUG": (
        "Something went wrong inside Tallystick",
        "This document met a fault of ours; the details are kept for support.",
        "Retry. If it comes again, tell support; the other documents are not affected.",
        "retry",
    ),
    "POISON": (
        "Work stopped three times at this document",
        "The program handling it was ended each time. It was set aside so that the others can go on.",
        "Tell support. Retry tries it once more, alone.",
        "retry",
    ),
}
