"""The words of one line: what Autotask prints for its billing items, set into the chosen template."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jobs.autotask.records import BillingItem
from jobs.translation import dates, money, text
from jobs.translation.entries import Entry
from jobs.translation.line_template import fill, placeholders_of
from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import Findings
from jobs.translation.problems import LINE_WITHOUT_TEXT
from jobs.translation.work import Stint, Ticket, Work


@dataclass(frozen=True)
class LineText:
    """What the texts of one document's lines are made from. *country* decides how a day is written."""

    options: InvoiceOptions
    work: Work
    country: str | None

    def describe(self, entry: Entry, place: int, quantity: Decimal | None, findings: Findings) -> str:
        """Write the text; *quantity* is named in it where the line itself cannot carry it."""
        printed = entry.group or self._printed(entry.items[0])
        if not printed:
            printed = f"Billing item {entry.items[0].id}"
            findings.warn(LINE_WITHOUT_TEXT, f"line {place}", item_id=entry.items[0].id)
        template = self.options.line_template
        values = {name: self._value(name, entry, printed) for name in placeholders_of(template)}
        described = fill(template, values) or printed
        return f"{described} (quantity {_spell(quantity)})" if quantity is not None else described

    def _printed(self, item: BillingItem) -> str:
        name = text.clean(item.item_name)
        if self.options.hide_service_descriptions and name and _is_service(item):
            return name
        return text.clean(item.line_item_full_description) or text.clean(item.description) or name

    def _value(self, name: str, entry: Entry, printed: str) -> str:
        match name:
            case "description":
                return printed
            case "date":
                return self._days(filter(None, (self._day(item) for item in entry.items)))
            case "resource":
                return _listed(stint.who for stint in self._stints(entry))
            case "time_entries":
                return "\n".join(map(self._told, self._stints(entry)))
            case "ticket_number":
                return _listed(ticket.number for ticket in self._tickets(entry))
            case "ticket_title":
                return _listed(ticket.title for ticket in self._tickets(entry))
            case "item_name":
                return _listed(item.item_name for item in entry.items)
            case "quantity":
                return _listed(_spell(item.quantity) for item in entry.items if item.quantity is not None)
        return ""

    def _day(self, item: BillingItem) -> date | None:
        """The day of work or of a charge; a recurring service has only the beginning of its period."""
        if not (item.time_entry_id or item.ticket_id or item.task_id or item.project_id or item.expense_item_id):
            return None
        ticket = self.work.tickets.get(item.ticket_id or 0)
        opened_on = dates.calendar_day(ticket.opened_on) if ticket and self.options.date_shown == "ticket" else None
        stint = self.work.stints.get(item.time_entry_id or 0)
        return opened_on or dates.calendar_day(stint.worked_on if stint else None) or dates.calendar_day(item.item_date)

    def _days(self, days: Iterable[date]) -> str:
        """One day, or the first and the last of a group's."""
        ordered = sorted(set(days))
        return " to ".join(dates.spell(day, self.country) for day in (*ordered[:1], *ordered[1:][-1:]))

    def _stints(self, entry: Entry) -> Iterator[Stint]:
        for item in entry.items:
            stint = self.work.stints.get(item.time_entry_id or 0)
            if stint and (item.ticket_id or self.options.resource_on_tasks):
                yield stint

    def _told(self, stint: Stint) -> str:
        worked_on = dates.calendar_day(stint.worked_on)
        day = dates.spell(worked_on, self.country) if worked_on else ""
        hours = f"{_spell(stint.hours)} h" if stint.hours is not None else ""
        return ": ".join(filter(None, (", ".join(filter(None, (day, hours))), text.clean(stint.notes))))

    def _tickets(self, entry: Entry) -> Iterator[Ticket]:
        for item in entry.items:
            if ticket := self.work.tickets.get(item.ticket_id or 0):
                yield ticket


def _listed(values: Iterable[str | None]) -> str:
    """Each once, in the order of the items."""
    return ", ".join(dict.fromkeys(filter(None, map(text.one_line, values))))


def _is_service(item: BillingItem) -> bool:
    """A recurring service or bundle of a contract: the pointers tell, the numbers of the types are not fixed."""
    pointers = (item.contract_service_id, item.contract_service_bundle_id, item.service_id, item.service_bundle_id)
    return any(pointers)


def _spell(quantity: Decimal) -> str:
    return str(quantity) if money.is_too_large(quantity) else format(money.plain(quantity), "f")
