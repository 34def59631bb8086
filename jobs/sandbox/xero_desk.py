"""What an organisation has, looked up often while one request is judged: accounts, taxes, currencies, contacts."""

from functools import cached_property

from jobs.sandbox.store import Row
from jobs.sandbox.xero_calls import Call
from jobs.sandbox.xero_kinds import Kind


def folded(text: str) -> str:
    return text.strip().casefold()


class Desk:
    """The look-ups of one request; what the request itself adds is noted at once."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self._numbers: dict[str, dict[str, str]] = {}

    @cached_property
    def organisation(self) -> Row:
        return self.call.organisation

    @cached_property
    def accounts(self) -> dict[str, Row]:
        """By code and by AccountID."""
        rows = list(self.call.rows("xero.accounts"))
        return {row["Code"]: row for row in rows if row.get("Code")} | {row["AccountID"]: row for row in rows}

    @cached_property
    def tax_rates(self) -> dict[str, Row]:
        return {row["TaxType"]: row for row in self.call.rows("xero.tax_rates") if row["Status"] == "ACTIVE"}

    @cached_property
    def currencies(self) -> set[str]:
        return {row["Code"] for row in self.call.rows("xero.currencies")} | {self.organisation["BaseCurrency"]}

    @cached_property
    def items(self) -> dict[str, Row]:
        return {row["Code"]: row for row in self.call.rows("xero.items")}

    @cached_property
    def themes(self) -> set[str]:
        return {row["BrandingThemeID"] for row in self.call.rows("xero.branding_themes")}

    @cached_property
    def usual_theme(self) -> str | None:
        """The theme of documents that name none."""
        rows = sorted(self.call.rows("xero.branding_themes"), key=lambda row: int(row.get("SortOrder", 0)))
        return rows[0]["BrandingThemeID"] if rows else None

    @cached_property
    def tracking(self) -> dict[tuple[str, str], Row]:
        """Category and option, by both names and by both ids, to what a line shows of them."""
        found: dict[tuple[str, str], Row] = {}
        for category in self.call.rows("xero.tracking_categories"):
            for option in category.get("Options", []):
                if option.get("Status", "ACTIVE") == "ACTIVE" and category.get("Status", "ACTIVE") == "ACTIVE":
                    shown = {
                        "Name": category["Name"],
                        "Option": option["Name"],
                        "TrackingCategoryID": category["TrackingCategoryID"],
                        "TrackingOptionID": option["TrackingOptionID"],
                    }
                    found[category["Name"], option["Name"]] = shown
                    found[category["TrackingCategoryID"], option["TrackingOptionID"]] = shown
        return found

    def contact(self, contact_id: str) -> Row | None:
        table = self.call.table("xero.contacts")
        row = table.get(contact_id) or table.get(contact_id.lower())
        return row if row is not None and row["TenantID"] == self.call.tenant else None

    def contact_by(self, member: str, value: str, *, active: bool = False) -> Row | None:
        """The contact with that name or number, without case; *active* passes over archived ones."""
        for row in self.call.rows("xero.contacts"):
            if folded(row.get(member) or "") == folded(value) and not (active and row["ContactStatus"] != "ACTIVE"):
                return row
        return None

    def numbers(self, kind: Kind) -> dict[str, str]:
        """Number → id of the sales documents; voided and deleted ones keep theirs."""
        if kind.table not in self._numbers:
            self._numbers[kind.table] = {
                folded(row[kind.number_name]): row[kind.id_name]
                for row in self.call.rows(kind.table)
                if row["Type"] == kind.sales and row.get(kind.number_name)
            }
        return self._numbers[kind.table]

    def next_number(self, kind: Kind) -> str:
        taken = self.numbers(kind)
        setting = f"next {kind.prefix}{self.call.tenant}"
        place = int(self.call.world.setting(setting).get("number", 0)) + 1
        while folded(f"{kind.prefix}{place:04d}") in taken:
            place += 1
        self.call.world.set(setting, number=place)
        return f"{kind.prefix}{place:04d}"
