"""Autotask's records of the work behind a billing item: who did it and when, for which ticket, with which files."""

from decimal import Decimal

from msgspec import Struct


class Resource(Struct, frozen=True):
    """Somebody who works for the customer's firm."""

    id: int
    first_name: str
    last_name: str
    is_active: bool = True


class TimeEntry(Struct, frozen=True):
    id: int
    resource_id: int | None = None
    ticket_id: int | None = None
    task_id: int | None = None
    date_worked: str | None = None
    start_date_time: str | None = None
    end_date_time: str | None = None
    hours_worked: Decimal | None = None
    hours_to_bill: Decimal | None = None
    summary_notes: str | None = None
    show_on_invoice: bool = True


class Ticket(Struct, frozen=True):
    id: int
    ticket_number: str | None = None
    title: str | None = None
    company_id: int | None = None
    company_location_id: int | None = None
    create_date: str | None = None
    purchase_order_number: str | None = None


class TicketCharge(Struct, frozen=True):
    id: int
    ticket_id: int | None = None
    name: str | None = None
    date_purchased: str | None = None


class Task(Struct, frozen=True):
    """A piece of a project."""

    id: int
    task_number: str | None = None
    title: str | None = None
    project_id: int | None = None
    create_date_time: str | None = None


class Attachment(Struct, frozen=True):
    """A file of a ticket, or of one of its notes or time entries, without its content."""

    id: int
    ticket_id: int | None = None
    parent_id: int | None = None
    ticket_note_id: int | None = None
    time_entry_id: int | None = None
    title: str | None = None
    full_path: str | None = None
    content_type: str | None = None
    file_size: int | None = None


class File(Struct, frozen=True):
    name: str
    content_type: str
    content: bytes
