"""The options about an invoice's lines: which there are, and what they say."""

from jobs.translation.line_template import PLACEHOLDERS
from portal.option_shapes import PAGE_ALSO, Choice, Option, Section

LINES = Section(
    "lines",
    "Lines",
    (
        Option(
            "show_date",
            "Show the date",
            "in_template",
            help="Writes the day in front of the text of work and charges; of a group, its first and last day.",
            also=("Show date in description",),
        ),
        Option(
            "show_resource",
            "Show who did the work",
            "in_template",
            help="Adds the technician's name in brackets behind the text of labour on tickets.",
            also=("Show resource", "Show resource on invoices"),
        ),
        Option(
            "show_time_entries",
            "Show time entries",
            "in_template",
            help="Adds each time entry of a ticket's labour with its day, hours and the notes customers may see.",
            also=("Show time entries in description",),
        ),
        Option(
            "line_template",
            "Text of each line",
            "template",
            help="The three boxes above edit this text, and you can write it yourself. What can be shown: "
            + ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            + ". What a line does not have is left out with its brackets.",
            also=("Line template", "Description format"),
        ),
        Option(
            "date_shown",
            "Which date is shown",
            "choice",
            choices=(
                Choice("worked", "The day of the work or the charge"),
                Choice("ticket", "The day the ticket was opened", "Lines without a ticket show the day of the work."),
            ),
            also=("Ticket date",),
        ),
        Option(
            "resource_on_tasks",
            "Show people and time entries of project tasks too",
            "switch",
            help="Without this only labour on tickets shows them.",
            also=("Project labour",),
        ),
        Option(
            "bundling",
            "Keep lines together that Autotask prints as one",
            "switch",
            help="A group on the Autotask invoice is one line in Xero, with the group's text and sum. Its items "
            "stay apart where their accounts or taxes differ, because Xero takes one of each for a line.",
            also=("Bundling of grouped lines", "Grouped lines"),
        ),
        Option(
            "single_line",
            "Send the whole invoice as one line",
            "switch",
            help="For firms that bill from Autotask and only reconcile in Xero. The line carries the invoice's "
            "number and its net total, on the default sales account.",
            warning="Xero then cannot report by what was sold.",
            warns_at=(True,),
            also=("Single-line summary",),
        ),
        Option(
            "multi_site",
            "Give each site its own heading and subtotal",
            "switch",
            help="For an invoice that bills several companies to their parent. Other invoices look as always.",
            also=("Multi-site grouping", "Parent and child companies"),
        ),
        Option(
            "hide_service_descriptions",
            "Show recurring services by their name alone",
            "switch",
            help="Leaves the long text of the contract out. The name stays, as Xero needs a description.",
            also=("Hide service-contract descriptions", "Hide service contract descriptions"),
        ),
        Option(
            "service_adjustments",
            "Send adjustments of services as one piece",
            "switch",
            help="Xero takes no negative quantity. A line that has one and yet adds to the invoice goes as 1 times "
            "its amount, with the quantity in its text. Without this, such an invoice stops with a fault.",
            also=("Service-adjustment support", "Negative quantity"),
        ),
    ),
    also=PAGE_ALSO,
)
