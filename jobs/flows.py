"""Every flow that a bell can ask for, by name."""

from collections.abc import Callable

from jobs import invoices
from jobs.invoices.find import find_one

FLOWS: dict[str, Callable[..., None]] = {
    invoices.FLOW: invoices.sweep,
    "find_invoice": find_one,
}
