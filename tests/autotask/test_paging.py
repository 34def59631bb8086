"""No row is lost between pages, whatever order they come in."""

from types import SimpleNamespace

import pytest

from jobs.autotask.paging import Query, read_all
from jobs.autotask.protocol import Page
from jobs.plumbing.errors import Unreachable


class Table:
    """Rows served a few a page, in a given order; remembers what was asked."""

    def __init__(self, ids, size=500, hidden=()):
        self.ids, self.size, self.hidden = list(ids), size, set(hidden)
        self.asked = []

    def query(self):
        return Query(self.above, self.at, self.how_many)

    def above(self, last):
        self.asked.append(("above", last))
        return self._page([id for id in self.ids if last is None or id > last], 0)

    def at(self, url):
        self.asked.append(("at", url))
        return self._page(self.ids, int(url))

    def how_many(self, up_to):
        self.asked.append(("count", up_to))
        return sum(up_to is None or id <= up_to for id in self.ids)

    def _page(self, ids, start):
        end = start + self.size
        rows = [SimpleNamespace(id=id) for id in ids[start:end] if id not in self.hidden]
        return Page(rows, str(end) if end < len(ids) else None)


def ids_of(table):
    return [record.id for record in read_all(table.query())]


def test_one_short_page_costs_one_call():
    table = Table(range(1, 31))
    assert ids_of(table) == list(range(1, 31))
    assert table.asked == [("above", None)]


def test_an_empty_answer_is_no_record_and_one_call():
    table = Table([])
    assert ids_of(table) == []
    assert table.asked == [("above", None)]


def test_several_pages_are_walked_by_id_and_counted_once():
    table = Table(range(1, 1201))
    assert ids_of(table) == list(range(1, 1201))
    assert table.asked == [("above", None), ("above", 500), ("above", 1000), ("count", 1200)]


def test_exactly_one_full_page_is_counted():
    table = Table(range(1, 501))
    assert len(ids_of(table)) == 500
    assert table.asked == [("above", None), ("count", 500)]


def test_pages_out_of_order_are_followed_by_their_addresses():
    ids = [id for pair in zip(range(2, 1202, 2), range(1, 1201, 2), strict=True) for id in pair]
    table = Table(ids)
    assert ids_of(table) == sorted(ids)
    assert table.asked == [("above", None), ("above", None), ("at", "500"), ("at", "1000"), ("count", 1200)]


def test_order_broken_between_pages_is_noticed_too():
    class Slipping(Table):
        def above(self, last):
            page = super().above(last)
            return page if last is None else Page([SimpleNamespace(id=3), *page.records], page.next_url)

    table = Slipping(range(1, 1001))
    assert ids_of(table) == list(range(1, 1001))
    assert ("at", "500") in table.asked


def test_rows_missing_from_a_walk_are_found_by_following():
    table = Table(range(1, 1001))
    walk = table.above

    def losing(last):
        page = walk(last)
        return Page(page.records[10:], page.next_url) if last == 500 else page

    found = read_all(Query(losing, table.at, table.how_many))
    assert len(found) == 1000


def test_rows_that_never_come_are_an_error_not_a_short_list():
    table = Table(range(1, 1001), hidden={7, 800})
    with pytest.raises(Unreachable, match="counts more"):
        ids_of(table)


def test_pages_smaller_than_asked_for_are_read_to_the_end():
    table = Table(range(1, 251), size=100)
    assert ids_of(table) == list(range(1, 251))
    assert table.asked[-1] == ("count", 250)


def test_rows_that_vanish_during_the_walk_are_no_loss():
    table = Table(range(1, 1001))
    query = Query(table.above, table.at, lambda up_to: 990)
    assert len(read_all(query)) == 1000


def test_an_address_that_leads_back_to_itself_ends():
    rows = [SimpleNamespace(id=2), SimpleNamespace(id=1)]
    query = Query(lambda last: Page(rows, "again"), lambda url: Page(rows, "again"), lambda up_to: 2)
    assert [record.id for record in read_all(query)] == [1, 2]
