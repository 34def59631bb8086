"""Reads Xero's contacts, accounts, tax rates, currencies and organisation into records, without I/O."""

from typing import Any

from jobs.xero import records
from jobs.xero.replies import day, number, problems


def contact(element: dict[str, Any]) -> records.Contact:
    errors, warnings = problems(element)
    terms = element.get("PaymentTerms")
    return records.Contact(
        id=element.get("ContactID") or "",
        name=element.get("Name") or "",
        status=element.get("ContactStatus") or "ACTIVE",
        contact_number=element.get("ContactNumber") or None,
        account_number=element.get("AccountNumber") or None,
        email_address=element.get("EmailAddress") or None,
        merged_to_contact_id=element.get("MergedToContactID") or None,
        sales_terms=_terms(terms, "Sales"),
        bill_terms=_terms(terms, "Bills"),
        errors=errors,
        warnings=warnings,
    )


def account(element: dict[str, Any]) -> records.Account:
    return records.Account(
        id=element["AccountID"],
        name=element.get("Name") or "",
        type=element.get("Type") or "",
        code=element.get("Code") or None,
        class_=element.get("Class"),
        status=element.get("Status") or "ACTIVE",
        system_account=element.get("SystemAccount") or None,
        tax_type=element.get("TaxType"),
    )


def tax_rate(element: dict[str, Any]) -> records.TaxRate:
    return records.TaxRate(
        name=element.get("Name") or "",
        tax_type=element["TaxType"],
        status=element.get("Status") or "ACTIVE",
        effective_rate=number(element.get("EffectiveRate")),
        can_apply_to_revenue=bool(element.get("CanApplyToRevenue", True)),
        can_apply_to_expenses=bool(element.get("CanApplyToExpenses", True)),
        can_apply_to_assets=bool(element.get("CanApplyToAssets", True)),
        can_apply_to_liabilities=bool(element.get("CanApplyToLiabilities", True)),
        can_apply_to_equity=bool(element.get("CanApplyToEquity", True)),
    )


def currency(element: dict[str, Any]) -> records.Currency:
    return records.Currency(code=element["Code"], description=element.get("Description"))


def organisation(element: dict[str, Any]) -> records.Organisation:
    terms = element.get("PaymentTerms")
    return records.Organisation(
        id=element["OrganisationID"],
        name=element.get("Name") or "",
        base_currency=element["BaseCurrency"],
        country_code=element.get("CountryCode"),
        class_=element.get("Class"),
        timezone=element.get("Timezone"),
        short_code=element.get("ShortCode"),
        is_demo_company=bool(element.get("IsDemoCompany")),
        period_lock_date=day(element.get("PeriodLockDate")),
        end_of_year_lock_date=day(element.get("EndOfYearLockDate")),
        sales_terms=_terms(terms, "Sales"),
        bill_terms=_terms(terms, "Bills"),
    )


def _terms(terms: Any, side: str) -> records.PaymentTerm | None:
    """Unset terms come as an empty object, or as an empty array."""
    found = terms.get(side) if isinstance(terms, dict) else None
    if not isinstance(found, dict) or not found.get("Type") or found.get("Day") is None:
        return None
    return records.PaymentTerm(day=int(found["Day"]), type=found["Type"])
