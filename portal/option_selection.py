"""The options that decide which invoices go to Xero."""

from portal.option_shapes import PAGE_ALSO, Choice, Option, Section

SELECTION = Section(
    "selection",
    "Which invoices",
    (
        Option(
            "no_items",
            "An invoice without billing items",
            "choice",
            choices=(
                Choice("fault", "Stops with a fault", "Recommended: an empty invoice nearly always means trouble."),
                Choice("skip", "Is skipped when its total is nil too", "One with a total always stops with a fault."),
            ),
            also=("Fault sync if no billing items attached", "Fault if no billing items"),
        ),
        Option(
            "zero_total",
            "An invoice whose total is nil",
            "choice",
            choices=(
                Choice("sync", "Goes to Xero", "Keeps number sequences complete."),
                Choice("skip", "Is skipped", "It stays in the list as skipped, and can be un-skipped."),
            ),
            also=("Zero value invoices", "Do not sync zero invoices"),
        ),
        Option(
            "skip_udf",
            "Field of a company that keeps its invoices out",
            "name",
            help="The name of a user-defined field in Autotask. Where it says true or yes, the company's invoices "
            "are skipped and stay in the list as skipped. Empty: no field does.",
            also=("XeroNoSync", "Skip a company", "No sync flag"),
        ),
        Option(
            "paid_only",
            "Only invoices that are paid in Autotask",
            "switch",
            help="An unpaid one is held and looked at again every hour, until it has a paid date.",
            warning="Xero will not show what customers owe you: what is unpaid never gets there.",
            warns_at=(True,),
            also=("Paid invoices only", "Only sync paid invoices"),
        ),
        Option(
            "minimum_value",
            "Least net total",
            "amount",
            help="An invoice below it is skipped and stays in the list as skipped. Empty: every invoice goes.",
            also=("Do not sync under value", "Minimum invoice value"),
        ),
        Option(
            "minimum_hides_credits",
            "Leave out small credit notes too",
            "switch",
            help="Without this, the least net total is asked of invoices alone.",
            also=("Minimum value for credit notes",),
        ),
    ),
    also=PAGE_ALSO,
)
