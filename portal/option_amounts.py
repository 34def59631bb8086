"""The options about amounts: how fine prices are."""

from portal.option_shapes import PAGE_ALSO, Option, Section

AMOUNTS = Section(
    "amounts",
    "Amounts",
    (
        Option(
            "four_decimals",
            "Prices with four decimals",
            "switch",
            help="For prices such as 0.0425. A line's amount is the same to the cent either way. Without this, a price "
            "that two decimals cannot hold goes as 1 times the amount, with the quantity in its text.",
            also=("4-decimal amounts", "4-decimal rounding", "Four decimal places"),
        ),
    ),
    also=PAGE_ALSO,
)
