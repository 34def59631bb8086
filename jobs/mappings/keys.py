"""How the Autotask side of a mapping is written in a row: an id, or a tax category's id and a region's name."""

from jobs.translation.mappings import TaxKey


def tax_key(region: str, category_id: int | None) -> str:
    """Region and category as one text; the region's case does not count."""
    return f"{category_id or ''}|{region.casefold()}"


def tax_key_of(text: str) -> TaxKey:
    """What `tax_key` made, taken apart again."""
    category_id, _, region = text.partition("|")
    return region, int(category_id) if category_id else None
