"""Options that exclude each other, so that no two such are saved."""

from typing import NamedTuple

from jobs.translation.options import InvoiceOptions


class Contradiction(NamedTuple):
    """*field* cannot be as it is while *other* is as it is; *code* stands for the sentence."""

    field: str
    other: str
    code: str


def contradictions(options: InvoiceOptions) -> list[Contradiction]:
    """Name every pair that excludes each other."""
    pairs = (
        (options.write_number_back and options.numbering != "xero",
         Contradiction("write_number_back", "numbering", "NUMBER_NOT_OF_XERO")),
        (options.single_line and options.bundling,
         Contradiction("single_line", "bundling", "NOTHING_TO_KEEP_TOGETHER")),
        (options.tax_from_card and options.tax_mapping,
         Contradiction("tax_from_card", "tax_mapping", "TWO_SOURCES_OF_TAX")),
        (options.tracking_one != "none" and not options.tracking_one_category,
         Contradiction("tracking_one", "tracking_one_category", "TRACKING_WITHOUT_CATEGORY")),
        (options.tracking_two != "none" and not options.tracking_two_category,
         Contradiction("tracking_two", "tracking_two_category", "TRACKING_WITHOUT_CATEGORY")),
        (options.tracking_one_category is not None and options.tracking_one_category == options.tracking_two_category,
         Contradiction("tracking_two_category", "tracking_one_category", "CATEGORY_TWICE")),
    )  # fmt: skip
    return [named for excludes, named in pairs if excludes]
