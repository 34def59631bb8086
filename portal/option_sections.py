"""What the invoice options page offers: every option with its help, its default and the names people know it by."""

from portal.option_amounts import AMOUNTS
from portal.option_lines import LINES
from portal.option_selection import SELECTION
from portal.option_shapes import PAGE_ALSO, Choice, Option, Section

SECTIONS: tuple[Section, ...] = (
    Section(
        "arrival",
        "Arriving in Xero",
        (
            Option(
                "import_as",
                "Import invoices as",
                "choice",
                choices=(
                    Choice("draft", "Draft", "A person approves each one in Xero. Recommended to begin with."),
                    Choice("awaiting_approval", "Awaiting approval", "Waits in Xero for someone allowed to approve."),
                    Choice("approved", "Approved", "Counts in your reports at once."),
                    Choice(
                        "approved_and_sent",
                        "Approved and marked as sent",
                        "Only the mark is set. Xero sends no e-mail.",
                    ),
                ),
                warning="An approved invoice is in your books at once and cannot be deleted, only voided. "
                "It is refused when its date lies before Xero's lock date.",
                warns_at=("approved", "approved_and_sent"),
                also=("Invoices import as", "Invoice status", "Approved and set as sent"),
            ),
            Option(
                "numbering",
                "Invoice numbers",
                "choice",
                choices=(
                    Choice("xero", "Xero gives the next number", "No clash is possible. Recommended."),
                    Choice(
                        "autotask_id",
                        "INV: and the Autotask id, such as INV:48211",
                        "Leads straight back to the Autotask record; clashes are unlikely.",
                    ),
                    Choice(
                        "autotask_number",
                        "The Autotask invoice number, such as AT-10508",
                        "Both systems show the same number. An invoice without a number waits ten minutes for the "
                        "billing run, then goes as INV: and its id.",
                    ),
                ),
                warning="If a number already exists in Xero, that invoice stops with a fault. "
                "We never write over an invoice that we did not create.",
                warns_at=("autotask_number", "autotask_id"),
                also=("Use Xero invoice numbers", "Use Autotask ID number", "Use Autotask invoice numbers"),
            ),
            Option(
                "credit_numbering",
                "Credit note numbers with the Autotask id",
                "choice",
                help="Used only where the number is made of the Autotask id.",
                choices=(
                    Choice("cn", "CN: and the id, such as CN:48212"),
                    Choice("inv", "INV: and the id, the same as invoices"),
                ),
                also=("Credit notes",),
            ),
            Option(
                "write_number_back",
                "Write Xero's number to Autotask",
                "switch",
                help="After Xero has given its number, the Autotask invoice gets the same one.",
                warning="This replaces the number that the Autotask invoice has now. "
                "It cannot be taken back from here.",
                warns_at=(True,),
                also=("Update Autotask invoice number",),
            ),
            Option(
                "po_number_to_reference",
                "Put the customer's purchase order number into the reference",
                "switch",
                help="Xero shows it on the invoice, and customers search for it.",
                also=("PO number to Reference",),
            ),
            Option(
                "notes_to_reference",
                "Put the invoice's notes into the reference",
                "switch",
                help="Used only where there is no purchase order number to put there.",
                also=("Invoice notes to Reference",),
            ),
        ),
        also=PAGE_ALSO,
    ),
    LINES,
    AMOUNTS,
    Section(
        "dates",
        "Dates and window",
        (
            Option(
                "due_date_from",
                "Where the due date comes from",
                "choice",
                choices=(
                    Choice(
                        "autotask",
                        "The Autotask invoice",
                        "Follows the payment terms of the company in Autotask. Terms that were changed only in Xero "
                        "are not used.",
                    ),
                    Choice("invoice_date", "The invoice date", "Every invoice is due on the day it is dated."),
                ),
                also=("Invoice due date", "Autotask due date", "Invoice generated date"),
            ),
            Option(
                "due_date_from_card",
                "Use the payment terms of the customer's card in Xero",
                "switch",
                help="Terms on the contact in Xero go before everything else. A contact without terms falls back on "
                "the choice above. The document's page says which rule gave the date.",
                also=("Override due date with Xero card", "Override with the Xero customer card"),
            ),
            Option(
                "days_back",
                "Days back",
                "days",
                help="How many days after its creation in Autotask an unstamped invoice is still collected. "
                "Start small; 14 is right after the first week, so that an outage loses nothing. At most 90.",
                warning="A longer window collects older invoices that have no web service date. Those that another "
                "program has already put into Xero would arrive there a second time: skip them first.",
                also=("How many days back", "History", "History window"),
            ),
        ),
        also=PAGE_ALSO,
    ),
    Section(
        "contacts",
        "Contacts",
        (
            Option(
                "ignore_name_case",
                "Turn off contact name case sensitivity",
                "switch",
                help="With this on, ACME Ltd and Acme Ltd are the same contact. Recommended: Xero itself refuses a "
                "second contact whose name differs only in capital letters. Stored links always win over names.",
                also=("Turn off contact name case sensitivity between Autotask and Xero", "Match by name"),
            ),
            Option(
                "match_by_number",
                "Match by account number before the name",
                "switch",
                help="The company's number in Autotask and the contact's account number in Xero; capital letters "
                "count. Without a number on both sides the name decides. New contacts get the number.",
                also=("Match by account number", "Account number mapping"),
            ),
            Option(
                "billing_contact_udf",
                "Field of a person that marks who gets the bills",
                "name",
                help="A user-defined field of Autotask's contacts. Used when a contact is created in Xero. Empty: "
                "Autotask's billing contact, else its primary one, else the only one.",
                also=("Position", "UDF to pick the contact", "Accounts contact"),
            ),
            Option(
                "billing_contact_value",
                "What that field says",
                "name",
                help="Two people of one company who both have it stop the company's invoices with a fault.",
                also=("Accounts",),
            ),
        ),
        also=PAGE_ALSO,
    ),
    SELECTION,
    Section(
        "accounts",
        "Accounts and currency",
        (
            Option(
                "default_sales_account",
                "Default sales account",
                "account",
                help="Every invoice line is booked here.",
                warning="Lines already in Xero keep their account. Only documents not yet sent use the new one.",
                also=("Default sales code",),
                purpose="sales",
            ),
            Option(
                "default_cogs_account",
                "Default cost of goods sold account",
                "account",
                help="Kept for purchases.",
                also=("COGS",),
                purpose="cogs",
            ),
            Option(
                "default_freight_account",
                "Default freight account",
                "account",
                help="Kept for courier and delivery costs.",
                also=("Courier", "Shipping"),
                purpose="freight",
            ),
            Option(
                "tax_from_card",
                "Use the sales tax of the customer's card in Xero",
                "switch",
                help="Every line then has the tax that is set on the contact. Without one, each account's own tax "
                "applies.",
                warning="It goes before the tax rates of your accounts, on every line of the customer.",
                warns_at=(True,),
                also=("Override tax from Xero card", "Override from customer card"),
            ),
            Option(
                "default_currency",
                "Default currency",
                "currency",
                help="Used where Autotask names no currency for a company.",
                also=("Multi-currency",),
            ),
        ),
        also=PAGE_ALSO,
    ),
)


def find_section(section_id: str) -> Section | None:
    return next((section for section in SECTIONS if section.id == section_id), None)


def matching(text: str) -> tuple[Section, ...]:
    """The sections that *text* is found in; all of them for an empty text."""
    return tuple(section for section in SECTIONS if section.says(text))
