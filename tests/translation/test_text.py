import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.translation import text

ANY_TEXT = st.text(st.characters(codec=None), max_size=300)


def test_control_and_invisible_characters_are_dropped_and_lines_kept():
    assert text.clean("a\x00b\u200b\ufeffc\r\nnext\tword \n\x07") == "abc\nnext word"
    assert text.clean("one\u2028two\x85three") == "one\ntwo\nthree"
    assert text.clean("lone \ud83d surrogate") == "lone  surrogate"
    assert text.clean(None) == ""


def test_characters_that_turn_the_reading_direction_are_dropped():
    assert text.clean("total \u202e00.1\u202c due") == "total 00.1 due"


def test_right_to_left_words_and_emoji_stay():
    assert (
        text.clean("\u05e9\u05dc\u05d5\u05dd \U0001f469\u200d\U0001f527")
        == "\u05e9\u05dc\u05d5\u05dd \U0001f469\u200d\U0001f527"
    )


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_and_leaves_no_control_characters(given_text):
    once = text.clean(given_text)
    assert text.clean(once) == once
    assert not any(text.is_invisible(char) for char in once if char not in "\n\u200c\u200d")
    once.encode("utf-8")


def test_one_line_has_single_blanks_only():
    assert text.one_line("  PO\n 12\u00a0 34 ") == "PO 12 34"


def test_length_counts_emoji_twice_as_xero_does():
    assert text.length("a\U0001f600\u00e9") == 4


def test_4001_characters_go_on_in_a_second_part():
    assert [len(part) for part in text.pages("x" * 4001)] == [4000, 1]
    assert text.pages("x" * 4000) == ["x" * 4000]
    assert text.pages("") == []


def test_long_text_is_cut_at_a_line_break_before_a_blank():
    words = "first line of some words\nand a second one"
    assert text.pages(words, 30) == ["first line of some words", "and a second one"]
    assert text.pages("aaaa bbbb cccc", 10) == ["aaaa bbbb", "cccc"]


@given(ANY_TEXT.map(text.clean), st.integers(2, 40))
def test_no_part_is_too_long_and_no_word_is_lost(given_text, limit):
    parts = text.pages(given_text, limit)
    assert all(0 < text.length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(given_text.split())


def test_long_names_are_shortened_always_alike_and_never_made_equal():
    one, other = "x" * 300, "x" * 299 + "y"
    assert text.shorten(one) == text.shorten(one)
    assert text.shorten(one) != text.shorten(other)
    assert len(text.shorten(one)) == 255
    assert text.shorten("x" * 255) == "x" * 255


@given(st.text(min_size=1, max_size=400))
def test_a_shortened_name_fits_also_with_emoji(name):
    assert text.length(text.shorten(name + "\U0001f600" * 200)) <= 255


def test_references_are_cut_at_a_word():
    assert text.shorten_at_word("word " * 60) == ("word " * 51).rstrip()
    assert text.shorten_at_word("short") == "short"


@pytest.mark.parametrize(
    ("given_text", "spelt"),
    [
        ("Caf\u00e9 \u2013 n\u00ba 5", "Cafe - no 5"),
        ("Stra\u00dfe \u0141\u00f3d\u017a", "Strasse Lodz"),
        ("\u6771\u4eac 7", "7"),
        ("A\nB", "A B"),
    ],
)
def test_numbers_are_spelt_in_printable_ascii(given_text, spelt):
    assert text.to_ascii(given_text) == spelt


@given(ANY_TEXT)
def test_what_was_spelt_in_ascii_is_printable_ascii(given_text):
    assert text.is_printable_ascii(text.to_ascii(given_text))
