"""Walks Xero's pages to the end, and notices when a list moved under our hands; without I/O of its own."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar
from urllib.parse import quote_plus

from jobs.plumbing.errors import Unreachable
from jobs.xero import records
from jobs.xero.elements import elements

R = TypeVar("R")
Listed = TypeVar("Listed", records.Contact, records.Document)
Answer = dict[str, Any]

PAGE = 1000  # the most Xero gives (limits page, read 2026-11)
VALUES_A_CALL = 40  # longer lists have met a cap on the length of an address
LONGEST_LIST = 1600  # characters of it, as it is sent: a number may be as long as six ids
WALKS = 3  # how often a list is read from the start that changed meanwhile


def every_page(
    resource: str, as_record: Callable[[dict[str, Any]], Listed], read_page: Callable[[int], Answer]
) -> list[Listed]:
    """Every element, each once. Raises Unreachable when the list cannot be read as a whole."""
    for _ in range(WALKS):
        found, expected = _walk(resource, as_record, read_page)
        by_id = {each.id: each for each in found}
        if len(by_id) >= expected:
            return list(by_id.values())
        # Pages go by time of change: what is edited meanwhile moves to the end, and another slips past unseen.
    raise Unreachable(f"Xero's {resource} kept changing while they were read")


def _walk(
    resource: str, as_record: Callable[[dict[str, Any]], Listed], read_page: Callable[[int], Answer]
) -> tuple[list[Listed], int]:
    """All pages one after the other, and how many different elements there should be."""
    found: list[Listed] = []
    page = 1
    while True:
        answer = read_page(page)
        rows = all_records(resource, as_record, answer)
        found += rows
        told = answer.get("pagination")
        told = told if isinstance(told, dict) else {}
        pages, expected = told.get("pageCount"), told.get("itemCount")
        if page >= pages if isinstance(pages, int) else len(rows) < PAGE:
            # One page alone cannot have moved.
            return found, expected if isinstance(expected, int) and page > 1 else 0
        page += 1


def all_records(resource: str, as_record: Callable[[dict[str, Any]], R], answer: Answer) -> list[R]:
    """The elements of one answer. Raises Unreachable when they cannot be read."""
    try:
        return [as_record(each) for each in elements(resource, answer)]
    except (KeyError, TypeError, ValueError) as error:
        raise Unreachable(f"Xero's {resource} cannot be read ({error!r})") from error


def short_lists(values: Iterable[str]) -> Iterator[str]:
    """The values joined by commas, in order, as many together as an address can carry."""
    some: list[str] = []
    length = 0
    for value in values:
        takes = len(quote_plus(f"{value},"))
        if some and (len(some) == VALUES_A_CALL or length + takes > LONGEST_LIST):
            yield ",".join(some)
            some, length = [], 0
        some.append(value)
        length += takes
    if some:
        yield ",".join(some)
