import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.translation import markers

PARTS = st.text(max_size=80)


def test_a_marker_is_made_of_autotasks_numbers_only():
    assert markers.marker(4000123, "invoice", 48211) == "ts-4000123-invoice-48211"
    assert markers.marker(4000123, "invoice", 48211, revision=2) == "ts-4000123-invoice-48211-r2"
    assert markers.marker(1, "purchase_order", 5, "V1001", 3) == "ts-1-purchase_order-5-V1001-r3"
    assert markers.contact_number(4000123, 232) == "AT-4000123-232"


def test_a_part_that_looks_like_a_revision_is_not_one():
    assert markers.marker(1, "invoice", 5, "r2") != markers.marker(1, "invoice", 5, revision=2)


def test_no_marker_has_xeros_name_in_it():
    assert "xero" not in markers.marker(1, "purchase_order", 5, "Xero-xeroXERO").lower()


@given(PARTS, PARTS, st.integers(1, 3), st.integers(1, 3))
def test_two_parts_or_revisions_never_share_a_marker(part, other, revision, other_revision):
    one = markers.marker(1, "purchase_order", 5, part, revision)
    two = markers.marker(1, "purchase_order", 5, other, other_revision)
    assert (one == two) == ((part, revision) == (other, other_revision))


@given(PARTS, st.integers(1, 3))
def test_a_marker_is_read_back_from_its_address_and_fits_its_column(part, revision):
    marker = markers.marker(999_999_999, "purchase_order", 2**40, part, revision)
    assert markers.marker_in(markers.url("https://tally.example/", marker)) == marker
    assert len(marker) <= 120


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "https://tally.example",
        "https://shop.example/orders/48211",
        "https://tally.example/d/ts-1-invoice",
        "https://tally.example/d/xts-1-invoice-5",
        "http://[broken/d/ts-1-invoice-5",
    ],
)
def test_an_address_without_our_marker_has_none(url):
    assert markers.marker_in(url) is None


def test_a_marker_is_found_whatever_the_host_and_what_follows():
    assert markers.marker_in("http://old.example/d/ts-1-invoice-5/?a=b#c") == "ts-1-invoice-5"
