"""A New Zealand provider's accounts, tax rates, currencies, themes and tracking, as both organisations have them."""

# code, name, type, class, tax type, system account, status
ACCOUNTS: tuple[tuple[str | None, str, str, str, str, str, str], ...] = (
    (None, "Harbourline Cheque Account", "BANK", "ASSET", "NONE", "", "ACTIVE"),
    (None, "Harbourline Savings", "BANK", "ASSET", "NONE", "", "ACTIVE"),
    ("200", "Sales", "REVENUE", "REVENUE", "OUTPUT2", "", "ACTIVE"),
    ("205", "Managed services", "REVENUE", "REVENUE", "OUTPUT2", "", "ACTIVE"),
    ("210", "Hardware sales", "SALES", "REVENUE", "OUTPUT2", "", "ACTIVE"),
    ("215", "Licence sales", "SALES", "REVENUE", "OUTPUT2", "", "ACTIVE"),
    ("220", "Old consulting income", "REVENUE", "REVENUE", "OUTPUT2", "", "ARCHIVED"),
    ("260", "Other revenue", "OTHERINCOME", "REVENUE", "OUTPUT2", "", "ACTIVE"),
    ("270", "Interest income", "OTHERINCOME", "REVENUE", "NONE", "", "ACTIVE"),
    ("310", "Cost of goods sold", "DIRECTCOSTS", "EXPENSE", "INPUT2", "", "ACTIVE"),
    ("315", "Subcontractors", "DIRECTCOSTS", "EXPENSE", "INPUT2", "", "ACTIVE"),
    ("400", "Advertising", "EXPENSE", "EXPENSE", "INPUT2", "", "ACTIVE"),
    ("404", "Bank fees", "EXPENSE", "EXPENSE", "NONE", "", "ACTIVE"),
    ("425", "Freight and courier", "EXPENSE", "EXPENSE", "INPUT2", "", "ACTIVE"),
    ("429", "General expenses", "EXPENSE", "EXPENSE", "INPUT2", "", "ACTIVE"),
    ("449", "Motor vehicle expenses", "EXPENSE", "EXPENSE", "INPUT2", "", "ACTIVE"),
    ("461", "Printing and stationery", "EXPENSE", "EXPENSE", "INPUT2", "", "ACTIVE"),
    ("469", "Rent", "OVERHEADS", "EXPENSE", "INPUT2", "", "ACTIVE"),
    ("477", "Salaries", "EXPENSE", "EXPENSE", "NONE", "", "ACTIVE"),
    ("485", "Subscriptions", "EXPENSE", "EXPENSE", "INPUT2", "", "ACTIVE"),
    ("489", "Telephone and internet", "EXPENSE", "EXPENSE", "INPUT2", "", "ACTIVE"),
    ("497", "Bank revaluations", "EXPENSE", "EXPENSE", "NONE", "BANKCURRENCYGAIN", "ACTIVE"),
    ("498", "Unrealised currency gains", "EXPENSE", "EXPENSE", "NONE", "UNREALISEDCURRENCYGAIN", "ACTIVE"),
    ("499", "Realised currency gains", "EXPENSE", "EXPENSE", "NONE", "REALISEDCURRENCYGAIN", "ACTIVE"),
    ("610", "Accounts receivable", "CURRENT", "ASSET", "NONE", "DEBTORS", "ACTIVE"),
    ("620", "Prepayments", "CURRENT", "ASSET", "NONE", "", "ACTIVE"),
    ("630", "Inventory", "INVENTORY", "ASSET", "INPUT2", "", "ACTIVE"),
    ("710", "Office equipment", "FIXED", "ASSET", "INPUT2", "", "ACTIVE"),
    ("720", "Computer equipment", "FIXED", "ASSET", "INPUT2", "", "ACTIVE"),
    ("800", "Accounts payable", "CURRLIAB", "LIABILITY", "NONE", "CREDITORS", "ACTIVE"),
    ("820", "GST", "CURRLIAB", "LIABILITY", "NONE", "GST", "ACTIVE"),
    ("825", "PAYE payable", "CURRLIAB", "LIABILITY", "NONE", "", "ACTIVE"),
    ("840", "Historical adjustment", "CURRLIAB", "LIABILITY", "NONE", "HISTORICAL", "ACTIVE"),
    ("850", "Customer prepayments", "CURRLIAB", "LIABILITY", "OUTPUT2", "", "ACTIVE"),
    ("860", "Rounding", "CURRLIAB", "LIABILITY", "NONE", "ROUNDING", "ACTIVE"),
    ("960", "Retained earnings", "EQUITY", "EQUITY", "NONE", "RETAINEDEARNINGS", "ACTIVE"),
    ("970", "Owner's funds introduced", "EQUITY", "EQUITY", "NONE", "", "ACTIVE"),
)
Parts = tuple[tuple[str, str, bool], ...]
# name, tax type, whether for revenue, whether for expenses, status, parts (name, percent, whether on top of the others)
TAX_RATES: tuple[tuple[str, str, bool, bool, str, Parts], ...] = (
    ("15% GST on Income", "OUTPUT2", True, False, "ACTIVE", (("GST", "15.0", False),)),
    ("15% GST on Expenses", "INPUT2", False, True, "ACTIVE", (("GST", "15.0", False),)),
    ("Zero Rated", "ZERORATED", True, True, "ACTIVE", (("GST", "0", False),)),
    ("GST on Imports", "GSTONIMPORTS", False, True, "ACTIVE", (("GST", "0", False),)),
    ("No GST", "NONE", True, True, "ACTIVE", (("No GST", "0", False),)),
    ("GST and levy", "TAX001", True, False, "ACTIVE", (("GST", "15.0", False), ("Levy", "2.0", True))),
    ("12.5% GST on Income", "OUTPUT", True, False, "ARCHIVED", (("GST", "12.5", False),)),
)
# The first is the one of documents that name none.
THEMES = ("Standard", "Harbourline blue", "Overseas, no GST number")
# Category, its options; a name in brackets is archived.
TRACKING = (
    ("Department", ("Support", "Projects", "Managed Services", "Hardware and Licences", "(Consulting)")),
    ("Region", ("North Island", "South Island", "Overseas")),
    ("(Branch)", ("Wellington",)),
)
CURRENCIES = (("NZD", "New Zealand Dollar"), ("USD", "United States Dollar"), ("AUD", "Australian Dollar"))
