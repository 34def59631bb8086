from datetime import date

import pytest

from jobs.translation import problems
from jobs.translation.ledger_checks import check_open_period, choose_account, choose_currency
from jobs.translation.outcomes import Findings


@pytest.fixture
def findings():
    return Findings()


def codes(findings):
    return [problem.code for problem in findings.problems]


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (None, problems.NO_SALES_ACCOUNT),
        ("", problems.NO_SALES_ACCOUNT),
        ("999", problems.ACCOUNT_UNKNOWN),
        ("201", problems.ACCOUNT_ARCHIVED),
        ("090", problems.ACCOUNT_UNSUITABLE),
        ("610", problems.ACCOUNT_UNSUITABLE),
    ],
)
def test_an_account_that_xero_would_refuse_faults_before_sending(options, facts, findings, code, problem):
    choose_account(options(default_sales_account=code), facts(), findings)
    assert codes(findings) == [problem]


def test_a_suitable_account_is_taken(options, facts, findings):
    assert choose_account(options(), facts(), findings) == "200"
    assert codes(findings) == []


def test_the_companys_currency_is_taken_when_the_organisation_has_it(source, options, facts, findings):
    assert choose_currency(source("1", currency="usd "), options(), facts(multi_currency=True), findings) == "USD"
    assert codes(findings) == []


def test_a_currency_the_organisation_does_not_use_faults(source, options, facts, findings):
    choose_currency(source("1", currency="EUR"), options(), facts(), findings)
    assert codes(findings) == [problems.CURRENCY_NOT_ENABLED]


def test_without_currencies_in_autotask_the_default_is_taken(source, options, facts, findings):
    assert choose_currency(source("1"), options(default_currency="USD"), facts(), findings) == "USD"
    assert choose_currency(source("1"), options(), facts(currencies=frozenset()), findings) == "NZD"
    assert codes(findings) == []


@pytest.mark.parametrize("currency", [None, "", "US Dollar", "12E"])
def test_a_company_without_a_known_currency_faults_where_there_are_several(source, options, facts, findings, currency):
    given = source("1", currency=currency)
    assert choose_currency(given, options(default_currency="USD"), facts(multi_currency=True), findings) == ""
    assert codes(findings) == [problems.CURRENCY_UNKNOWN]


@pytest.mark.parametrize(("status", "refused"), [("AUTHORISED", True), ("DRAFT", False), ("SUBMITTED", False)])
def test_only_what_posts_is_kept_out_of_a_locked_period(facts, findings, status, refused):
    locked = facts(period_lock_date="2026-10-31", end_of_year_lock_date="2026-03-31T00:00:00")
    check_open_period(date(2026, 10, 31), status, locked, findings)
    assert codes(findings) == ([problems.LOCKED_PERIOD] if refused else [])


def test_the_day_after_the_lock_is_open(facts, findings):
    check_open_period(date(2026, 11, 1), "AUTHORISED", facts(period_lock_date="2026-10-31"), findings)
    check_open_period(date(2020, 1, 1), "AUTHORISED", facts(), findings)
    assert codes(findings) == []
