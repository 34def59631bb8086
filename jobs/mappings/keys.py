"""How the Autotask side of a mapping is written in a row: an id, or a tax category's id and a region's name."""

from jobs.translation.mappings import TaxKey, tax_key

__all__ = ["tax_key", "tax_key_of"]


def tax_key_of(text: str) -> TaxKey:
    """What `tax_key` made, taken apart again."""
    category_id, _, region = text.partition("|")
    return region, int(category_id) if category_id else None
