import pytest

from jobs.autotask.records import Contact, UserDefinedField
from jobs.translation.billing_people import billing_person
from jobs.translation.problems import BILLING_CONTACT_TWICE


def person(id, position=None, **more):
    fields = (UserDefinedField("Position", position),) if position else ()
    return Contact(id, 7, f"First{id}", f"Last{id}", user_defined_fields=fields, **more)


@pytest.fixture
def choose(options):
    return lambda *people, **option: billing_person(people, options(**option))


def test_the_person_whom_the_field_marks_goes_before_autotasks_own(choose):
    people = (person(1, billing_contact=True), person(2, "accounts "), person(3, "Director", primary_contact=True))
    assert choose(*people).id == 2
    assert choose(*people, billing_contact_udf="").id == 1
    assert choose(*people, billing_contact_value="Director").id == 3


def test_two_whom_the_field_marks_are_a_problem(choose):
    problem = choose(person(1, "Accounts"), person(2, "Accounts"))
    assert problem.code == BILLING_CONTACT_TWICE
    assert problem.detail == {"people": "First1 Last1, First2 Last2", "field": "Position", "value": "Accounts"}


def test_without_a_mark_autotasks_choice_counts_then_the_only_one_then_nobody(choose):
    assert choose(person(1), person(2, primary_contact=True)).id == 2
    assert choose(person(1)).id == 1
    assert choose(person(1), person(2)) is None
    assert choose() is None
