from hypothesis import given
from hypothesis import strategies as st

from jobs.translation import names
from jobs.translation.text import length

ANY_TEXT = st.text(st.characters(codec=None), max_size=300)


def test_an_ordinary_name_is_left_alone():
    assert names.contact_name("Harbour Dental Ltd.") == ("Harbour Dental Ltd.", ())


def test_a_name_is_tidied_and_what_was_done_is_said():
    name = names.contact_name("  Acme\u200b  <NZ> Cafe\u0301 ")
    assert name.text == "Acme NZ Caf\u00e9"
    assert name.changes == (
        names.INVISIBLE,
        names.ANGLE_BRACKETS,
        names.OUTER_SPACES,
        names.REPEATED_SPACES,
        names.COMPOSED,
    )


def test_a_name_over_255_is_shortened_and_said_so():
    name = names.contact_name("A" * 300)
    assert length(name.text) == 255
    assert name.changes == (names.SHORTENED,)


def test_a_name_of_nothing_usable_comes_out_empty():
    assert names.contact_name(" <\u200b> ").text == ""
    assert names.contact_name(None).text == ""


def test_spaces_and_invisible_characters_never_count():
    expected = names.comparison_key("Acme Ltd", False).key
    assert names.comparison_key(" Acme \u00a0 Ltd\ufeff", False).key == expected
    assert names.comparison_key(" Acme \u00a0 Ltd\ufeff", True).key == expected.lower()


def test_case_counts_unless_it_is_turned_off():
    assert names.comparison_key("ACME", False).key != names.comparison_key("Acme", False).key
    assert names.comparison_key("ACME", True).key == names.comparison_key("Acme", True).key


def test_names_that_only_look_related_stay_two():
    assert names.comparison_key("Stra\u00dfe", True).key != names.comparison_key("Strasse", True).key


@given(ANY_TEXT)
def test_a_name_made_for_xero_has_the_key_of_the_original(name):
    made = names.contact_name(name).text
    assert names.contact_name(made) == (made, ())
    assert names.comparison_key(made, True).key == names.comparison_key(name, True).key
    assert length(made) <= 255
