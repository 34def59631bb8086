import pytest

from jobs.autotask.records import Company, UserDefinedField
from jobs.translation.invoices import translate
from jobs.translation.outcomes import NO_SYNC_FLAG, Skipped, Translated


@pytest.fixture
def outcome(source, options, facts):
    def run(*fields, company=True, **option):
        marked = Company(id=7, company_name="Harbour Dental", user_defined_fields=fields)
        return translate(source("1.00", company=marked if company else None), options(**option), facts())

    return run


@pytest.mark.parametrize("value", ["true", "Yes", " TRUE ", "1"])
def test_a_companys_field_keeps_its_invoices_out(outcome, value):
    assert outcome(UserDefinedField("xeronosync", value)) == Skipped(NO_SYNC_FLAG)


@pytest.mark.parametrize("value", ["false", "No", "", None, "truely"])
def test_any_other_value_lets_them_through(outcome, value):
    assert isinstance(outcome(UserDefinedField("XeroNoSync", value)), Translated)


def test_the_field_is_the_one_that_was_chosen(outcome):
    own = UserDefinedField("KeepOut", "true")
    assert isinstance(outcome(own), Translated)
    assert outcome(own, skip_udf="KeepOut") == Skipped(NO_SYNC_FLAG)
    assert isinstance(outcome(UserDefinedField("XeroNoSync", "true"), skip_udf=""), Translated)
    assert isinstance(outcome(UserDefinedField("", "true"), skip_udf=""), Translated)
