"""Every flow that a bell can ask for, by name."""

from collections.abc import Callable

from jobs import invoices
from jobs.invoices.find import find_one
from jobs.invoices.outside import fill_back, list_outside

FLOWS: dict[str, Callable[..., None]] = {
    invoices.FLOW: invoices.sweep,
    "find_invoice": find_one,
    "list_outside": list_outside,
    "fill_back": fill_back,
}
