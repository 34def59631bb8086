"""What stands for what: a ledger's mappings from Autotask's names to Xero's, as people made them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TaxKey = tuple[str, int | None]  # tax region's name, casefolded; tax category, None where a line has none


def tax_key(region: str, category_id: int | None) -> str:
    """Region and category as one text, as stored mappings and faults name them; the region's case does not count."""
    return f"{category_id or ''}|{region.casefold()}"


@dataclass(frozen=True)
class Mappings:
    """*accounts*: billing code → account code. *taxes*: region and category → Xero's tax type.

    *tracking_one*, *tracking_two*: the key of whatever the category goes by (billing code, territory, line of
    business) → the option's name. *themes*: invoice template → branding theme.
    """

    accounts: Mapping[int, str] = field(default_factory=dict)
    taxes: Mapping[TaxKey, str] = field(default_factory=dict)
    tracking_one: Mapping[int, str] = field(default_factory=dict)
    tracking_two: Mapping[int, str] = field(default_factory=dict)
    themes: Mapping[int, str] = field(default_factory=dict)
