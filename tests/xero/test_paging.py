"""A list is read to its end, and read again when it moved."""

import pytest

from jobs.plumbing.errors import Unreachable
from jobs.xero import contacts, lists, paging


def pager(*walks):
    """Each walk is a list of pages, each page a text of one letter for each contact; tells which pages were asked."""
    asked = []
    left = [iter(pages) for pages in walks]
    sizes = [(len(pages), len(set("".join(pages)))) for pages in walks]

    def read_page(page):
        asked.append(page)
        walk = asked.count(1) - 1
        count, items = sizes[walk]
        return {
            "pagination": {"page": page, "pageSize": 2, "pageCount": count, "itemCount": items},
            "Contacts": [{"ContactID": letter} for letter in next(left[walk])],
        }

    return read_page, asked


def ids(found):
    return [each.id for each in found]


def read(read_page):
    return paging.every_page("Contacts", contacts.contact, read_page)


def test_every_page_is_read_once_and_in_order():
    read_page, asked = pager(["ab", "cd", "e"])
    assert ids(read(read_page)) == ["a", "b", "c", "d", "e"]
    assert asked == [1, 2, 3]


def test_an_empty_list_costs_one_page():
    assert read(lambda page: {"pagination": {"pageCount": 0, "itemCount": 0}, "Contacts": []}) == []


def test_an_element_seen_on_two_pages_counts_once():
    read_page, _ = pager(["ab", "bc"])
    assert ids(read(read_page)) == ["a", "b", "c"]


def test_a_list_that_moved_while_it_was_read_is_read_again():
    # *a* was edited after page 1, moved to the end, and *c* slipped from page 2 to page 1.
    moved = iter(["ab", "da"])
    still = iter(["bc", "da"])
    asked = []

    def read_page(page):
        asked.append(page)
        letters = next(moved if len(asked) <= 2 else still)
        found = [{"ContactID": letter} for letter in letters]
        return {"pagination": {"pageCount": 2, "itemCount": 4}, "Contacts": found}

    assert sorted(ids(read(read_page))) == ["a", "b", "c", "d"]
    assert asked == [1, 2, 1, 2]


def test_a_list_that_never_stands_still_is_never_taken_for_whole():
    with pytest.raises(Unreachable, match="kept changing"):
        read(lambda page: {"pagination": {"pageCount": 2, "itemCount": 9}, "Contacts": [{"ContactID": str(page)}]})


@pytest.mark.parametrize("pagination", [None, [], {}, {"pageCount": None}])
def test_without_page_counts_a_short_page_is_the_last(pagination):
    full = [{"ContactID": str(number)} for number in range(paging.PAGE)]
    pages = {1: full, 2: [{"ContactID": "last"}]}
    assert len(read(lambda page: {"pagination": pagination, "Contacts": pages[page]})) == paging.PAGE + 1


def test_an_answer_without_the_list_is_no_empty_list():
    with pytest.raises(Unreachable, match="cannot be read"):
        read(lambda page: {"Status": "OK"})


def test_an_element_that_cannot_be_read_is_named():
    with pytest.raises(Unreachable, match="AccountID"):
        paging.all_records("Accounts", lists.account, {"Accounts": [{"Name": "no id"}]})
