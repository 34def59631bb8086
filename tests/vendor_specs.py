"""Compares our field tables, and every request the tests recorded, with the vendors' own API descriptions.

Run by the check of a checkout, not by pytest: `VENDOR_SPECS=<folder> python tests/vendor_specs.py <recorded requests>`.
The descriptions belong to the vendors and are no part of this repository.
"""

import os
import sys
from pathlib import Path

import vendor_requests
from vendor_descriptions import Autotask, Member, Xero

from jobs.sandbox import autotask_fields, xero_fields

# Where the live service is known to differ from its description, and why; anything else that differs is our mistake.
DRIFT = {
    "Xero Invoice.DateString": "the readable twin that replies carry",
    "Xero Invoice.DueDateString": "the readable twin that replies carry",
    "Xero CreditNote.DateString": "the readable twin that replies carry",
    "Xero CreditNote.DueDateString": "the readable twin that replies carry",
    "Xero Invoice.RoundingAmount": "a remedy that Xero's help offers for totals that are a cent apart",
    "Xero Invoice.CreditNoteID": "what a payment pays is one table of ours",
    "Xero CreditNote.InvoiceID": "what a payment pays is one table of ours",
    "Autotask TicketAttachments": "the description at hand leaves attachments out; the help pages have them",
    "Autotask AttachmentInfo": "the description at hand leaves attachments out; the help pages have them",
}
XERO_KINDS = {"text": "string", "date": "string", "number": "number", "whole": "integer", "flag": "boolean"}
AUTOTASK_KINDS = {
    "text": "string", "date": "string", "decimal": "number", "int": "integer", "list": "integer", "bool": "boolean",
}  # fmt: skip
ROOTS = ("Invoice", "CreditNote", "Contact", "Payment", "HistoryRecord")


def main(arguments: list[str]) -> int:
    folder = Path(os.environ["VENDOR_SPECS"])
    xero, autotask = Xero(folder), Autotask(folder)
    fields = Findings()
    compare_xero(xero, fields)
    compare_autotask(autotask, fields)
    for known in DRIFT.keys() - fields.met:
        fields.found.append(f"{known} agrees with its description: take it off the list of known differences.")
    requests = Findings()
    for recorded in vendor_requests.read(Path(arguments[0])) if arguments else ():
        requests.checked += 1
        for problem in vendor_requests.problems(recorded, xero, autotask):
            requests.wrong(f"{recorded['method']} {recorded['path']}: {problem}")
    if arguments and not requests.checked:
        requests.wrong("The test run recorded no requests.")
    found = sorted({*fields.found, *requests.found})
    print(*found, sep="\n", end="\n" * bool(found))
    print(f"{requests.checked} requests, {fields.checked} fields checked, {len(found)} do not agree")
    return 1 if found else 0


class Findings:
    """What was looked at, and what does not agree."""

    def __init__(self) -> None:
        self.checked = 0
        self.found: list[str] = []
        self.met: set[str] = set()

    def wrong(self, sentence: str) -> None:
        known = [each for each in DRIFT if sentence.startswith(f"{each} ")]
        self.met.update(known)
        if not known:
            self.found.append(sentence)


def compare_xero(xero: Xero, told: Findings) -> None:
    """Walk our tables from the elements that are sent, beside the description's."""
    waiting = [(name, name) for name in ROOTS]
    seen: set[tuple[str, str]] = set()
    while waiting:
        ours, theirs = pair = waiting.pop()
        if pair in seen:
            continue
        seen.add(pair)
        for name, field in xero_fields.ENTITIES[ours].items():
            told.checked += 1
            member = xero.member(theirs, name)
            where = f"Xero {theirs}.{name}"
            if member is None:
                told.wrong(f"{where} is not in the description.")
            elif member.element:
                waiting.append((field.kind.strip("[]"), member.element))
                if field.kind.startswith("[") != member.is_list:
                    told.wrong(f"{where} is {'a list' if member.is_list else 'one element'} in the description.")
            else:
                _compare_xero_value(where, field, member, told)
    for name in xero_fields.ENTITIES.keys() - {ours for ours, _ in seen}:
        told.wrong(f"Our table {name} is reached from no element that is sent.")


def _compare_xero_value(where: str, field: xero_fields.Field, member: Member, told: Findings) -> None:
    if XERO_KINDS.get(field.kind) != member.type:
        told.wrong(f"{where} is {field.kind} with us, {member.type} in the description.")
    if field.longest and member.longest and field.longest != member.longest:
        told.wrong(f"{where} takes {field.longest} characters with us, {member.longest} in the description.")
    if unknown := set(field.choices) - set(member.choices):
        told.wrong(f"{where} cannot be {', '.join(sorted(unknown))} in the description.")
    if field.write == xero_fields.YES and member.read_only:
        told.wrong(f"{where} is read-only in the description.")


def compare_autotask(autotask: Autotask, told: Findings) -> None:
    """Each entity of ours beside the model that a query of it answers with; names are read whatever their case."""
    for entity in autotask_fields.ENTITIES.values():
        if entity.name not in autotask.entities:
            told.wrong(f"Autotask {entity.name} is not in the description.")
            continue
        members = autotask.members(entity.name)
        for field in entity.fields.values():
            told.checked += 1
            where = f"Autotask {entity.name}.{field.name}"
            member = members.get(field.name.lower())
            if member is None:
                told.wrong(f"{where} is not in the description.")
            else:
                _compare_autotask_value(where, field, member, told)


def _compare_autotask_value(where: str, field: autotask_fields.Field, member: Member, told: Findings) -> None:
    if AUTOTASK_KINDS[field.kind] != member.type:
        told.wrong(f"{where} is {field.kind} with us, {member.type} in the description.")
    if field.length and member.longest and field.length != member.longest:
        told.wrong(f"{where} takes {field.length} characters with us, {member.longest} in the description.")
    # What may be set on create alone is reported as read-only.
    if member.read_only is not None and member.read_only == field.writable:
        told.wrong(f"{where} is {'read-only' if member.read_only else 'writable'} in the description.")
    if member.filterable is not None and member.filterable != field.filterable:
        told.wrong(f"{where} is {'filterable' if member.filterable else 'not filterable'} in the description.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
