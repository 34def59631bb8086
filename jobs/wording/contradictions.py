"""Why two options cannot both be saved: the sentence beside their fields."""

CONTRADICTIONS: dict[str, str] = {
    "NUMBER_NOT_OF_XERO": "Xero's number can be written back only where Xero gives the number. Choose Xero's numbers, or "
    "turn writing back off.",
    "NOTHING_TO_KEEP_TOGETHER": "One line for the whole invoice leaves nothing to keep together. Turn one of the two off.",
    "TWO_SOURCES_OF_TAX": "The tax of a line comes from the customer's card or from the tax mapping. Turn one of the two "
    "off.",
    "TRACKING_WITHOUT_CATEGORY": "Choose the tracking category of Xero that the lines go into.",
    "CATEGORY_TWICE": "Both are the same tracking category, and Xero takes each once on a line. Choose another one.",
}
