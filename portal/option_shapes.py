"""An option as a page shows it, its choices, and the section it is saved with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from jobs.translation.options import InvoiceOptions
from portal import option_template

DEFAULTS = InvoiceOptions()
# Names of today's product under which people will look for the whole page.
PAGE_ALSO = ("General settings", "Xero options", "Invoice settings", "Configuration")


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class Option:
    """One option as the page shows it. *also* are the names it has elsewhere; *warning* where money is at stake."""

    name: str
    label: str
    kind: Literal["choice", "switch", "days", "amount", "account", "currency", "name", "template", "in_template"]
    help: str = ""
    choices: Sequence[Choice] = ()
    warning: str = ""
    warns_at: tuple[Any, ...] = ()  # the warning stands only while one of these is chosen; empty: always
    also: Sequence[str] = ()
    purpose: str = ""  # sales, cogs, freight or rounding: which accounts suit
    most: Decimal | None = None  # of an amount

    @property
    def default(self) -> str:
        """The default in words."""
        if self.kind == "in_template":
            return "on" if option_template.ticked(DEFAULTS.line_template)[self.name] else "off"
        value = getattr(DEFAULTS, self.name)
        if self.kind == "switch":
            return "on" if value else "off"
        if self.kind == "days":
            return f"{value} days"
        if self.kind in ("amount", "name", "template"):
            return value or "none"
        return next((choice.label for choice in self.choices if choice.value == value), "")


@dataclass(frozen=True)
class Section:
    """Options that are saved together."""

    id: str
    title: str
    options: Sequence[Option]
    also: Sequence[str] = field(default=())

    def says(self, text: str) -> bool:
        """Whether *text* is in the section's words, or in a name by which people know it from elsewhere."""
        words = [self.title, *self.also]
        for option in self.options:
            words += [option.label, option.help, option.warning, *option.also]
            words += [word for choice in option.choices for word in (choice.label, choice.help)]
        return all(part in " ".join(words).lower() for part in text.lower().split())
