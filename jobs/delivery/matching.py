"""Pure: which element of a reply or a list is which of ours, by marker, else by evidence, never by place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jobs.translation.markers import marker_in
from jobs.xero.records import Contact, Document

NOBODY = "00000000-0000-0000-0000-000000000000"  # the id of an element that was not created

Element = Document | Contact
NumberKey = tuple[str, str]


@dataclass(frozen=True)
class Wanted:
    """One thing we sent: its marker, and the evidence by which it is known without one.

    *evidence*: type, contact_id, date, currency, net, lines (text, net), url (whether the marker stands there) and our
    own *number* of a document; name of a contact; *not*: look-alikes that a person said are none of ours.
    """

    id: int
    marker: str
    evidence: dict[str, Any]


@dataclass
class Matched:
    """*found* by id of what was wanted; *doubtful*: more candidates than we miss, so a person must say."""

    found: dict[int, Element] = field(default_factory=dict)
    doubtful: dict[int, list[Document]] = field(default_factory=dict)


def match_reply(wanted: Sequence[Wanted], elements: Sequence[Element]) -> dict[int, Element]:
    """Each wanted thing's element in a write's reply; what cannot be told is left out."""
    found = _by_marker(wanted, elements)
    left = [each for each in wanted if each.id not in found]
    loose = [each for each in elements if not any(each is taken for taken in found.values())]
    for each in list(left):
        same = [one for one in loose if _same_evidence(each, one)]
        if same:
            found[each.id] = same[0]  # equal ones are interchangeable: each element is given once
            loose.remove(same[0])
            left.remove(each)
    if len(left) == 1 and len(loose) == 1 and len(wanted) == 1:
        found[left[0].id] = loose[0]  # asked one thing, got one answer
    return found


def match_list(wanted: Sequence[Wanted], listed: Iterable[Element], ours: frozenset[str]) -> Matched:
    """What of *wanted* is in a list read after silence. *ours*: Xero ids that other rows of ours already hold."""
    rows = [each for each in listed if each.id not in ours]
    matched = Matched(found=_by_marker(wanted, rows))
    left = [each for each in wanted if each.id not in matched.found and not _carries_marker(each)]
    taken = {each.id for each in matched.found.values()}
    for group in _alike(left):
        same = [
            one
            for one in rows
            if isinstance(one, Document)
            and one.id not in taken
            and one.id not in group[0].evidence.get("not", ())
            and marker_in(one.url or "") is None
            and _same_evidence(group[0], one)
        ]
        if len(same) <= len(group):
            matched.found.update({each.id: one for each, one in zip(group, same, strict=False)})
            taken.update(one.id for one in same)
        else:
            matched.doubtful.update({each.id: same for each in group})
    return matched


def number_key(type: str, number: str) -> NumberKey:
    """What no two documents of Xero share: a number is unique among sales alone, so a purchase never holds it."""
    return type, number.strip().casefold()


def as_sent(wanted: Wanted, element: Element) -> bool:
    """Whether the element still has the contact, currency and net that were sent, and lives."""
    if isinstance(element, Contact):
        return True
    if element.status in ("VOIDED", "DELETED"):
        return False
    return _same_party(wanted, element) and element.sub_total == Decimal(wanted.evidence["net"])


def is_certain(wanted: Wanted, element: Element) -> bool:
    """Whether a reply's element tells for certain that this very thing was created."""
    if not element.id or element.id == NOBODY:
        return False
    return isinstance(element, Contact) or _same_party(wanted, element)


def _same_party(wanted: Wanted, element: Document) -> bool:
    # Xero may leave members out of an echo: what is absent says nothing.
    contact, currency = wanted.evidence["contact_id"], wanted.evidence["currency"]
    return element.contact_id in (None, contact) and element.currency_code in (None, currency)


def _carries_marker(wanted: Wanted) -> bool:
    return bool(wanted.evidence.get("number")) or wanted.evidence.get("url", True)


def _by_marker(wanted: Iterable[Wanted], elements: Iterable[Element]) -> dict[int, Element]:
    by_marker: dict[str, Element] = {}
    by_number: dict[NumberKey, Element] = {}
    for element in elements:
        if isinstance(element, Contact):
            if element.contact_number:
                by_marker.setdefault(element.contact_number, element)
            continue
        carried = marker_in(element.url or "")
        if carried:
            by_marker.setdefault(carried, element)
        elif element.number:
            by_number.setdefault(number_key(element.type, element.number), element)
    found: dict[int, Element] = {}
    for each in wanted:
        number = each.evidence.get("number")
        hit = by_marker.get(each.marker)
        if hit is None and number:
            # A number is the marker only where no Url can be carried; elsewhere it may be a stranger's.
            kinds = (each.evidence["type"], "")  # an echo may leave its type out
            candidate = next((by_number[key] for kind in kinds if (key := number_key(kind, number)) in by_number), None)
            if candidate is not None and (not each.evidence.get("url", True) or _is_refusal(candidate)):
                hit = candidate
        if hit is not None:
            found[each.id] = hit
    return found


def _is_refusal(element: Element) -> bool:
    return bool(element.errors) or element.id in ("", NOBODY)


def _same_evidence(wanted: Wanted, element: Element) -> bool:
    if isinstance(element, Contact):
        return element.name.casefold() == str(wanted.evidence.get("name", "")).casefold()
    sent = wanted.evidence
    return (
        element.type in ("", sent["type"])
        and element.contact_id == sent["contact_id"]
        and element.date == sent["date"]
        and element.currency_code in (None, sent["currency"])
        and (element.sub_total is None or element.sub_total == Decimal(sent["net"]))
        and [_line_key(line.description, line.line_amount) for line in element.lines]
        == [_line_key(text, Decimal(net) if net is not None else None) for text, net in sent["lines"]]
    )


def _line_key(text: str | None, net: Decimal | None) -> tuple[str, Decimal]:
    return (" ".join((text or "").split()), net or Decimal(0))


def _alike(wanted: Sequence[Wanted]) -> list[list[Wanted]]:
    """Group what cannot be told apart by evidence."""
    groups: dict[str, list[Wanted]] = {}
    for each in wanted:
        groups.setdefault(repr(sorted(each.evidence.items(), key=str)), []).append(each)
    return list(groups.values())
