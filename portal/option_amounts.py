"""The options about amounts: how fine prices are, and what becomes of a difference in tax."""

from jobs.translation.tax import LARGEST_TOLERANCE
from portal.option_shapes import PAGE_ALSO, Choice, Option, Section

AMOUNTS = Section(
    "amounts",
    "Amounts",
    (
        Option(
            "four_decimals",
            "Prices with four decimals",
            "switch",
            help="For prices such as 0.0425. A line's amount is the same to the cent either way. Without this, a price "
            "that two decimals cannot hold goes as 1 times the amount, with the quantity in its text.",
            also=("4-decimal amounts", "4-decimal rounding", "Four decimal places"),
        ),
        Option(
            "tax_guard",
            "Tax Guard: when Xero's tax will differ from Autotask's",
            "choice",
            help="Net amounts always agree to the cent. This compares the tax that Xero will work out before anything "
            "is sent, and acts when it is further from Autotask's than the tolerance below.",
            choices=(
                Choice("off", "Show the difference on the document"),
                Choice("warn", "Send it and warn"),
                Choice("draft", "Send it as a draft and warn", "A person looks before it is approved. Recommended."),
                Choice("fault", "Do not send it", "It stops with a fault until one of the taxes is corrected."),
            ),
            also=("Tax Guard",),
        ),
        Option(
            "tolerance",
            "Tolerance for tax",
            "amount",
            help="In the document's currency, at most 3.00. Empty: 0.05 for each line, at most 3.00. Net amounts have "
            "no tolerance.",
            also=("Amount tolerance",),
            most=LARGEST_TOLERANCE,
        ),
        Option(
            "rounding_line",
            "Add a line that closes a difference in tax",
            "switch",
            help="For cents that appear because Xero rounds the tax of each line. Only a difference within the "
            "tolerance is closed. Try four decimals first.",
            warning="The rounding line is part of the invoice that the customer sees.",
            warns_at=(True,),
            also=("Rounding adjustment line",),
        ),
        Option(
            "rounding_account",
            "Rounding account",
            "account",
            help="Where rounding lines are booked. None: the account that Xero keeps for rounding.",
            also=("Rounding adjustment account",),
            purpose="rounding",
        ),
    ),
    also=PAGE_ALSO,
)
