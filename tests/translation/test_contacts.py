import pytest

from jobs.autotask.records import Company
from jobs.translation import names, problems
from jobs.translation.contacts import match
from jobs.xero.records import Contact

CI = 4000123


@pytest.fixture
def run(options):
    def matched(companies, contacts, links=None, **option):
        return match(companies, contacts, options(**option), links or {}, ci=CI)

    return matched


def company(id=7, name="Harbour Dental", account=None):
    return Company(id=id, company_name=name, company_number=account)


def contact(id="c1", name="Harbour Dental", status="ACTIVE", number=None, merged=None, account=None):
    return Contact(id, name, status, contact_number=number, merged_to_contact_id=merged, account_number=account)


def codes(matches):
    return {company_id: [problem.code for problem in found] for company_id, found in matches.problems.items()}


def test_a_company_is_matched_by_its_exact_name(run):
    matches = run([company()], [contact("c0", "Other"), contact()])
    assert matches.linked[7].contact.id == "c1"
    assert (matches.linked[7].how, matches.linked[7].notes) == ("name", ())
    assert not matches.create
    assert not matches.problems


def test_a_company_without_a_contact_is_to_be_created(run):
    matches = run([company(name="New  <Co>")], [contact()])
    assert matches.create == {7}
    assert matches.notes == {7: (names.ANGLE_BRACKETS, names.REPEATED_SPACES)}


def test_a_company_named_twice_in_the_list_is_one(run):
    assert run([company(), company()], []).create == {7}


def test_spaces_and_invisible_characters_do_not_count_and_are_told(run):
    match_ = run([company(name=" Harbour\u200b Dental")], [contact(name="Harbour  Dental")]).linked[7]
    assert match_.notes == (names.INVISIBLE, names.OUTER_SPACES, f"in Xero: {names.REPEATED_SPACES}")


def test_a_stored_link_wins_over_names_and_numbers(run):
    others = [contact("c1"), contact("c2", "Else", number=f"AT-{CI}-7"), contact("c3", "Third")]
    matches = run([company()], others, {7: "c3"})
    assert (matches.linked[7].contact.id, matches.linked[7].how) == ("c3", "link")


def test_our_own_number_wins_over_names(run):
    matches = run([company()], [contact("c1"), contact("c2", "Renamed", number=f"AT-{CI}-7")])
    assert (matches.linked[7].contact.id, matches.linked[7].how) == ("c2", "marker")


def test_case_counts_unless_turned_off(run):
    spelt = [contact(name="HARBOUR DENTAL")]
    faulted = run([company()], spelt)
    assert codes(faulted) == {7: [problems.NAME_DIFFERS_BY_CASE]}
    assert faulted.problems[7][0].detail["contacts"] == [{"contact_id": "c1", "name": "HARBOUR DENTAL"}]
    assert run([company()], spelt, ignore_name_case=True).linked[7].contact.id == "c1"


def test_two_companies_of_one_name_fault_and_nothing_is_created(run):
    matches = run([company(7), company(8, "Harbour  Dental"), company(9, "Other")], [contact()])
    assert codes(matches) == {7: [problems.SAME_NAME_TWICE], 8: [problems.SAME_NAME_TWICE]}
    assert matches.problems[7][0].detail["companies"] == [{"company_id": 8, "name": "Harbour  Dental"}]
    assert matches.create == {9}


def test_two_new_companies_that_differ_by_case_alone_fault_because_xero_takes_only_one(run):
    companies = [company(7), company(8, "HARBOUR DENTAL")]
    assert codes(run(companies, [])) == {7: [problems.NAME_DIFFERS_BY_CASE], 8: [problems.NAME_DIFFERS_BY_CASE]}
    assert codes(run(companies, [], ignore_name_case=True)) == {
        7: [problems.SAME_NAME_TWICE],
        8: [problems.SAME_NAME_TWICE],
    }
    one_there = run(companies, [contact()])
    assert one_there.linked[7].contact.id == "c1"
    assert codes(one_there) == {8: [problems.NAME_DIFFERS_BY_CASE]}


def test_a_linked_company_does_not_make_its_namesake_a_guess(run):
    matches = run([company(7), company(8)], [contact()], {7: "c1"})
    assert matches.linked[7].how == "link"
    assert codes(matches) == {8: [problems.CONTACT_TAKEN]}
    assert matches.problems[8][0].detail["other_company"] == 7


def test_a_contact_numbered_for_another_company_is_taken_and_a_strangers_number_is_not(run):
    assert codes(run([company()], [contact(number=f"AT-{CI}-99")])) == {7: [problems.CONTACT_TAKEN]}
    for number in ("AT-1-99", "CUST-001", f"AT-{CI}-x"):
        assert run([company()], [contact(number=number)]).linked[7].contact.id == "c1"


def test_several_contacts_of_one_name_are_not_guessed_between(run):
    matches = run([company()], [contact("c1"), contact("c2", "Harbour  Dental")])
    assert codes(matches) == {7: [problems.CONTACT_AMBIGUOUS]}
    assert len(matches.problems[7][0].detail["contacts"]) == 2


def test_an_archived_contact_is_never_doubled(run):
    archived = contact(status="ARCHIVED")
    assert codes(run([company()], [archived])) == {7: [problems.CONTACT_ARCHIVED]}
    assert codes(run([company()], [archived], {7: "c1"})) == {7: [problems.CONTACT_ARCHIVED]}
    numbered = contact(name="Renamed", status="ARCHIVED", number=f"AT-{CI}-7")
    assert codes(run([company()], [numbered])) == {7: [problems.CONTACT_ARCHIVED]}


def test_an_archived_namesake_does_not_disturb_an_active_contact(run):
    assert run([company()], [contact("c0", status="ARCHIVED"), contact()]).linked[7].contact.id == "c1"


@pytest.mark.parametrize("links", [{7: "c1"}, {}])
def test_a_merge_made_in_xero_is_followed(run, links):
    book = [
        contact(status="ARCHIVED", merged="c2"),
        contact("c2", "Step", "ARCHIVED", merged="c3"),
        contact("c3", "Harbour Group"),
    ]
    found = run([company()], book, links).linked[7]
    assert found.contact.id == "c3"
    assert found.notes == ("merged in Xero into Harbour Group",)


def test_the_survivor_of_a_merge_is_not_given_to_a_second_company(run):
    book = [contact(status="ARCHIVED", merged="c3"), contact("c3", "Harbour Group")]
    matches = run([company(), company(8, "Harbour Group")], book, {7: "c1"})
    assert matches.linked[7].contact.id == "c3"
    assert codes(matches) == {8: [problems.CONTACT_TAKEN]}


def test_merges_in_a_circle_or_into_nothing_are_archived(run):
    circle = [contact(status="ARCHIVED", merged="c2"), contact("c2", "Two", "ARCHIVED", merged="c1")]
    assert codes(run([company()], circle)) == {7: [problems.CONTACT_ARCHIVED]}
    assert codes(run([company()], [contact(status="ARCHIVED", merged="gone")])) == {7: [problems.CONTACT_ARCHIVED]}


def test_a_linked_contact_that_is_gone_faults_instead_of_being_made_again(run):
    assert codes(run([company()], [contact()], {7: "c9"})) == {7: [problems.CONTACT_GONE]}


def test_a_name_of_nothing_usable_faults(run):
    assert codes(run([company(name="<\u200b>"), company(8, " ")], [])) == {
        7: [problems.NAME_NOT_USABLE],
        8: [problems.NAME_NOT_USABLE],
    }


# By account number


def test_the_account_number_goes_before_the_name_where_chosen(run):
    contacts = [contact(), contact("c2", "Old name", account="CUST-001 ")]
    numbered = [company(account=" CUST-001")]
    assert run(numbered, contacts).linked[7].contact.id == "c1"
    by_number = run(numbered, contacts, match_by_number=True).linked[7]
    assert (by_number.contact.id, by_number.how) == ("c2", "number")


@pytest.mark.parametrize("number", ["cust-001", "", None, "CUST-002"])
def test_without_that_very_number_the_name_decides(run, number):
    contacts = [contact(), contact("c2", "Other", account="CUST-001")]
    assert run([company(account=number)], contacts, match_by_number=True).linked[7].contact.id == "c1"


def test_a_stored_link_goes_before_the_number(run):
    contacts = [contact(), contact("c2", "Other", account="N1")]
    assert run([company(account="N1")], contacts, {7: "c1"}, match_by_number=True).linked[7].how == "link"


def test_two_companies_of_one_number_are_refused(run):
    twins = [company(account="N1"), company(8, "Other", "N1"), company(9, "Third", "N2")]
    found = run(twins, [contact("c2", "X", account="N1")], match_by_number=True)
    assert codes(found) == {7: [problems.SAME_NUMBER_TWICE], 8: [problems.SAME_NUMBER_TWICE]}
    assert found.create == {9}


def test_a_number_on_an_archived_contact_is_never_doubled(run):
    found = run([company(account="N1")], [contact("c2", "X", "ARCHIVED", account="N1")], match_by_number=True)
    assert codes(found) == {7: [problems.CONTACT_ARCHIVED]}


def test_a_number_on_another_companys_contact_is_refused(run):
    numbered = [contact("c2", "X", account="N1")]
    found = run([company(account="N1")], numbered, {8: "c2"}, match_by_number=True)
    assert codes(found) == {7: [problems.CONTACT_TAKEN]}
