"""Reads a query to its end without losing a row: walks by id, and falls back to Autotask's own page addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jobs.autotask.protocol import PAGE, Page
from jobs.plumbing.errors import Unreachable


@dataclass(frozen=True)
class Query:
    """How to ask: a page of ids *above* one, the page *at* an address, and *how_many* there are *up to* an id."""

    above: Callable[[int | None], Page]
    at: Callable[[str], Page]
    how_many: Callable[[int | None], int]


def read_all(query: Query) -> list[Any]:
    """Every record, in order of id. Raises Unreachable when Autotask counts more than it sends."""
    walked = _walk(query)
    if walked is not None and _whole(query, *walked):
        return walked[0]
    followed = _follow(query)
    if not _whole(query, *followed):
        raise Unreachable("Autotask counts more records than it sends")
    return followed[0]


def _walk(query: Query) -> tuple[list[Any], int] | None:
    """All pages by asking for ids above the last, as Autotask advises; None when a page is not in order of id."""
    found: list[Any] = []
    last: int | None = None
    pages = 0
    while True:
        page = query.above(last)
        pages += 1
        for record in page.records:
            # No order is promised; going on from the largest id would lose every smaller one still to come.
            if last is not None and record.id <= last:
                return None
            last = record.id
        found += page.records
        if page.next_url is None or not page.records:
            return found, pages


def _follow(query: Query) -> tuple[list[Any], int]:
    """All pages by the addresses Autotask gives, in whatever order they come."""
    found: dict[int, Any] = {}
    seen: set[str] = set()
    page = query.above(None)
    while True:
        found |= {record.id: record for record in page.records}
        if page.next_url is None or page.next_url in seen:
            return [found[id] for id in sorted(found)], len(seen) + 1
        seen.add(page.next_url)
        page = query.at(page.next_url)


def _whole(query: Query, found: list[Any], pages: int) -> bool:
    """Whether nothing was lost between pages; what appeared meanwhile has a larger id and does not count."""
    if pages == 1 and len(found) < PAGE:
        return True
    return query.how_many(found[-1].id if found else None) <= len(found)
