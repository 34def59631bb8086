"""Accounts, rates, categories, themes and the organisation are read, whatever is missing."""

from decimal import Decimal

from jobs.xero import lists
from jobs.xero.records import BrandingTheme, PaymentTerm, TrackingCategory, TrackingOption


def test_an_account_may_have_neither_code_nor_system_account():
    read = lists.account(
        {"AccountID": "a-1", "Name": "Sales", "Type": "REVENUE", "Class": "REVENUE", "SystemAccount": ""}
    )
    assert (read.code, read.system_account, read.status) == (None, None, "ACTIVE")


def test_a_rate_applies_unless_xero_says_no():
    read = lists.tax_rate({"TaxType": "OUTPUT2", "EffectiveRate": Decimal("15.0000"), "CanApplyToExpenses": False})
    assert (read.effective_rate, read.can_apply_to_revenue, read.can_apply_to_expenses) == (Decimal(15), True, False)


def test_an_organisation_is_read_with_its_lock_dates():
    read = lists.organisation(
        {
            "OrganisationID": "o-1",
            "Name": "Harbourline",
            "BaseCurrency": "NZD",
            "PeriodLockDate": "/Date(1789344000000+0000)/",
            "PaymentTerms": {"Bills": {"Day": 7, "Type": "DAYSAFTERBILLDATE"}},
            "Timezone": "NEWZEALANDSTANDARDTIME",
        }
    )
    assert (read.base_currency, read.period_lock_date, read.end_of_year_lock_date) == ("NZD", "2026-09-14", None)
    assert read.bill_terms == PaymentTerm(7, "DAYSAFTERBILLDATE")


def test_a_tracking_category_is_read_with_its_options():
    read = lists.tracking_category(
        {
            "TrackingCategoryID": "t-1",
            "Name": "Department",
            "Status": "ACTIVE",
            "Options": [
                {"TrackingOptionID": "o-1", "Name": "Support"},
                {"TrackingOptionID": "o-2", "Name": "Old", "Status": "ARCHIVED"},
            ],
        }
    )
    options = (TrackingOption("o-1", "Support"), TrackingOption("o-2", "Old", "ARCHIVED"))
    assert read == TrackingCategory("t-1", "Department", "ACTIVE", options)
    assert lists.tracking_category({"TrackingCategoryID": "t-2", "Options": None}) == TrackingCategory("t-2", "")


def test_a_branding_theme_is_read_with_its_place():
    assert lists.branding_theme({"BrandingThemeID": "b-1", "Name": "Standard"}) == BrandingTheme("b-1", "Standard")
    assert lists.branding_theme({"BrandingThemeID": "b-2", "SortOrder": 3}).sort_order == 3
