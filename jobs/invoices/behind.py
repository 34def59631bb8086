"""Reads the work behind billing items, and of it only what the template of the lines shows."""

from collections.abc import Iterable

from jobs.autotask.client import Autotask
from jobs.autotask.records import BillingItem
from jobs.autotask.work import Resource, TimeEntry
from jobs.autotask.work import Ticket as TicketRead
from jobs.translation.line_template import placeholders_of
from jobs.translation.options import InvoiceOptions
from jobs.translation.work import Stint, Ticket, Work


def read_work(autotask: Autotask, items: Iterable[BillingItem], options: InvoiceOptions) -> Work:
    """Read time entries with their people, and tickets, in a few bulk queries; none for the plain template."""
    shown = placeholders_of(options.line_template)
    items = list(items)
    by_ticket = "date" in shown and options.date_shown == "ticket"
    return Work(
        stints=_stints(autotask, items) if shown & {"resource", "time_entries"} else {},
        tickets=_tickets(autotask, items) if by_ticket or shown & {"ticket_number", "ticket_title"} else {},
    )


def _stints(autotask: Autotask, items: list[BillingItem]) -> dict[int, Stint]:
    entries = autotask.query_among(
        TimeEntry, "id", sorted({each.time_entry_id for each in items if each.time_entry_id})
    )
    wanted = sorted({each.resource_id for each in entries if each.resource_id})
    names = {each.id: f"{each.first_name} {each.last_name}" for each in autotask.query_among(Resource, "id", wanted)}
    return {
        each.id: Stint(
            who=names.get(each.resource_id or 0, ""),
            worked_on=each.date_worked,
            hours=each.hours_to_bill if each.hours_to_bill is not None else each.hours_worked,
            notes=each.summary_notes or "" if each.show_on_invoice else "",
        )
        for each in entries
    }


def _tickets(autotask: Autotask, items: list[BillingItem]) -> dict[int, Ticket]:
    wanted = sorted({each.ticket_id for each in items if each.ticket_id})
    return {
        each.id: Ticket(each.ticket_number, each.title, each.create_date)
        for each in autotask.query_among(TicketRead, "id", wanted)
    }
