"""Reads Xero's organisation and its small lists into records, without I/O."""

from typing import Any

from jobs.xero import records
from jobs.xero.contacts import terms
from jobs.xero.elements import day, number, objects, text, truth


def account(element: dict[str, Any]) -> records.Account:
    return records.Account(
        id=element["AccountID"],
        name=text(element.get("Name")) or "",
        type=text(element.get("Type")) or "",
        code=text(element.get("Code")) or None,
        class_=text(element.get("Class")),
        status=text(element.get("Status")) or "ACTIVE",
        system_account=text(element.get("SystemAccount")) or None,
        tax_type=text(element.get("TaxType")),
    )


def tax_rate(element: dict[str, Any]) -> records.TaxRate:
    return records.TaxRate(
        name=text(element.get("Name")) or "",
        tax_type=element["TaxType"],
        status=text(element.get("Status")) or "ACTIVE",
        effective_rate=number(element.get("EffectiveRate")),
        can_apply_to_revenue=_may(element, "Revenue"),
        can_apply_to_expenses=_may(element, "Expenses"),
        can_apply_to_assets=_may(element, "Assets"),
        can_apply_to_liabilities=_may(element, "Liabilities"),
        can_apply_to_equity=_may(element, "Equity"),
    )


def _may(element: dict[str, Any], what: str) -> bool:
    """Only a clear no forbids: what is left out says nothing."""
    return element.get(f"CanApplyTo{what}") is not False


def currency(element: dict[str, Any]) -> records.Currency:
    return records.Currency(code=element["Code"], description=text(element.get("Description")))


def tracking_category(element: dict[str, Any]) -> records.TrackingCategory:
    return records.TrackingCategory(
        id=element["TrackingCategoryID"],
        name=text(element.get("Name")) or "",
        status=text(element.get("Status")) or "ACTIVE",
        options=tuple(
            records.TrackingOption(
                id=each["TrackingOptionID"],
                name=text(each.get("Name")) or "",
                status=text(each.get("Status")) or "ACTIVE",
            )
            for each in objects(element.get("Options"))
        ),
    )


def branding_theme(element: dict[str, Any]) -> records.BrandingTheme:
    order = number(element.get("SortOrder"))
    return records.BrandingTheme(
        id=element["BrandingThemeID"],
        name=text(element.get("Name")) or "",
        sort_order=int(order) if order is not None else 0,
    )


def organisation(element: dict[str, Any]) -> records.Organisation:
    due = element.get("PaymentTerms")
    return records.Organisation(
        id=element["OrganisationID"],
        name=text(element.get("Name")) or "",
        base_currency=element["BaseCurrency"],
        country_code=text(element.get("CountryCode")),
        class_=text(element.get("Class")),
        timezone=text(element.get("Timezone")),
        short_code=text(element.get("ShortCode")),
        is_demo_company=truth(element.get("IsDemoCompany")) or False,
        period_lock_date=day(element.get("PeriodLockDate")),
        end_of_year_lock_date=day(element.get("EndOfYearLockDate")),
        sales_terms=terms(due, "Sales"),
        bill_terms=terms(due, "Bills"),
    )
