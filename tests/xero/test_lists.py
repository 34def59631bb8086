"""Contacts, accounts, rates, currencies and the organisation are read, whatever is missing."""

from decimal import Decimal

import pytest

from jobs.xero import lists
from jobs.xero.records import Contact, PaymentTerm


def test_a_contact_is_read_with_its_terms_and_its_successor():
    read = lists.contact(
        {
            "ContactID": "c-1",
            "Name": "Rimu Cafe",
            "ContactStatus": "ARCHIVED",
            "ContactNumber": "AT-48211-501",
            "MergedToContactID": "c-2",
            "PaymentTerms": {"Sales": {"Day": 20, "Type": "OFFOLLOWINGMONTH"}, "Bills": []},
        }
    )
    assert (read.status, read.contact_number, read.merged_to_contact_id) == ("ARCHIVED", "AT-48211-501", "c-2")
    assert (read.sales_terms, read.bill_terms) == (PaymentTerm(20, "OFFOLLOWINGMONTH"), None)


def test_a_stub_of_a_contact_is_read_too():
    assert lists.contact({"ContactID": "c-1"}) == Contact("c-1", "")


@pytest.mark.parametrize("terms", [None, {}, [], {"Sales": None}, {"Sales": {}}, {"Sales": {"Day": None, "Type": "X"}}])
def test_terms_that_are_not_set_are_no_terms(terms):
    assert lists.contact({"ContactID": "c-1", "PaymentTerms": terms}).sales_terms is None


def test_day_zero_is_a_term():
    terms = {"Sales": {"Day": 0, "Type": "DAYSAFTERBILLDATE"}}
    assert lists.contact({"PaymentTerms": terms}).sales_terms == PaymentTerm(0, "DAYSAFTERBILLDATE")


def test_a_refused_contact_tells_why():
    message = "The contact name X is already assigned to another contact."
    read = lists.contact({"HasValidationErrors": True, "ValidationErrors": [{"Message": message}]})
    assert read.errors == (message,)


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
