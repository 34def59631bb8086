"""Reads Xero's contacts, accounts, tax rates, currencies and organisation into records, without I/O."""

from typing import Any

from jobs.xero import records
from jobs.xero.elements import day, number, problems, text, truth


def contact(element: dict[str, Any]) -> records.Contact:
    errors, warnings = problems(element)
    terms = element.get("PaymentTerms")
    return records.Contact(
        id=text(element.get("ContactID")) or "",
        name=text(element.get("Name")) or "",
        status=text(element.get("ContactStatus")) or "ACTIVE",
        contact_number=text(element.get("ContactNumber")) or None,
        account_number=text(element.get("AccountNumber")) or None,
        email_address=text(element.get("EmailAddress")) or None,
        merged_to_contact_id=text(element.get("MergedToContactID")) or None,
        sales_terms=_terms(terms, "Sales"),
        bill_terms=_terms(terms, "Bills"),
        errors=errors,
        warnings=warnings,
    )


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


def organisation(element: dict[str, Any]) -> records.Organisation:
    terms = element.get("PaymentTerms")
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
        sales_terms=_terms(terms, "Sales"),
        bill_terms=_terms(terms, "Bills"),
    )


def _terms(terms: Any, side: str) -> records.PaymentTerm | None:
    """Unset terms come as an empty object, or as an empty array."""
    found = terms.get(side) if isinstance(terms, dict) else None
    if not isinstance(found, dict) or not text(found.get("Type")) or number(found.get("Day")) is None:
        return None
    return records.PaymentTerm(day=int(found["Day"]), type=found["Type"])
