import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.autotask.records import Company, Contact
from jobs.translation.contact_drafts import contact_draft, country_name, email_address
from jobs.xero.records import Address, Phone


def test_a_company_and_its_person_become_a_contact():
    company = Company(
        id=232,
        company_name="Harbour <Dental>",
        phone="09 555 0100",
        fax="09 555 0101",
        address1="1 Quay St",
        address2="Level 2",
        city="Auckland",
        state="AKL",
        postal_code="1010",
        tax_id="123-456-789",
    )
    person = Contact(1, 232, "Mere", "Ngata", "mere@harbour.example", mobile_phone="021 555 0102", phone="1")
    draft = contact_draft(company, 4000123, person, "New Zealand")
    assert (draft.company_id, draft.name, draft.contact_number) == (232, "Harbour Dental", "AT-4000123-232")
    assert (draft.first_name, draft.last_name, draft.email_address) == ("Mere", "Ngata", "mere@harbour.example")
    assert draft.addresses == (
        Address(
            "POBOX",
            address_line1="1 Quay St",
            address_line2="Level 2",
            city="Auckland",
            region="AKL",
            postal_code="1010",
            country="New Zealand",
        ),
    )
    assert draft.phones == (
        Phone("DEFAULT", "09 555 0100"),
        Phone("MOBILE", "021 555 0102"),
        Phone("FAX", "09 555 0101"),
    )
    assert draft.tax_number == "123-456-789"
    assert draft.account_number is None


def test_a_bare_company_is_enough():
    draft = contact_draft(Company(id=1, company_name="A"), 2, None, None)
    assert (draft.addresses, draft.phones, draft.email_address, draft.first_name) == ((), (), None, None)


def test_what_is_too_long_is_cut_only_where_half_of_it_is_still_true():
    company = Company(id=1, company_name="A", address1="x" * 600, phone="5" * 51, tax_id="9" * 51)
    draft = contact_draft(company, 2, Contact(1, 1, phone="77"), None)
    assert len(draft.addresses[0].address_line1) == 500
    assert draft.phones == ()
    assert draft.tax_number is None


def test_the_persons_numbers_stand_in_for_the_companys():
    draft = contact_draft(Company(id=1, company_name="A"), 2, Contact(1, 1, phone="77", fax_number="78"), None)
    assert draft.phones == (Phone("DEFAULT", "77"), Phone("FAX", "78"))


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "",
        "none",
        "a@b",
        "a b@c.example",
        "a@b.example, c@d.example",
        "ü@b.example",
        "a..b@c.example",
        ".a@b.example",
        "a.@b.example",
        "x" * 250 + "@b.example",
        "a@-b.example",
    ],
)
def test_a_doubtful_e_mail_address_is_left_out(wrong):
    assert email_address(wrong) is None


def test_a_plausible_e_mail_address_is_kept():
    assert email_address(" Accounts+nz@sub.harbour-dental.co.nz\u200b") == "Accounts+nz@sub.harbour-dental.co.nz"


@pytest.mark.parametrize(
    ("given_name", "spelt"),
    [
        ("Côte d'Ivoire", "Cote d Ivoire"),
        ("Korea (South)", "Korea South"),
        ("日本", None),
        ("x" * 51, None),
        (None, None),
    ],
)
def test_countries_are_spelt_with_letters_and_blanks(given_name, spelt):
    assert country_name(given_name) == spelt


@given(st.text(max_size=700))
def test_no_text_makes_a_contact_xero_cannot_hold(text):
    company = Company(1, text, phone=text, fax=text, address1=text, city=text, postal_code=text, tax_id=text)
    draft = contact_draft(company, 2, Contact(1, 1, text, text, text), text)
    assert len(draft.name) <= 255
    assert all(len(address.postal_code or "") <= 50 for address in draft.addresses)
    assert all(len(phone.phone_number) <= 50 for phone in draft.phones)


def test_the_companys_number_goes_along_only_where_numbers_are_matched():
    numbered = Company(id=1, company_name="A", company_number=" CUST-001 ")
    assert contact_draft(numbered, 2, None, None).account_number is None
    assert contact_draft(numbered, 2, None, None, with_number=True).account_number == "CUST-001"
