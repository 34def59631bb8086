"""Document numbers: Xero's own, or ours by the chosen rule, and when one cannot be used."""

from collections import Counter
from collections.abc import Mapping

from jobs.translation.options import InvoiceOptions
from jobs.translation.outcomes import Findings, InvoiceSource, TargetKind
from jobs.translation.problems import NUMBER_NOT_USABLE, NUMBER_USED_TWICE
from jobs.translation.text import NAME_LENGTH, is_printable_ascii


def comparison_key(number: str) -> str:
    """Build the key numbers are compared by: Xero knows neither case nor outer blanks in them."""
    return number.strip().lower()


def used_twice(numbers: Mapping[int, str | None]) -> frozenset[int]:
    """Find the Autotask invoices (id → number) whose number another one carries too; a blank one goes by its id."""
    keys = {id_: comparison_key(number or "") or comparison_key(f"INV:{id_}") for id_, number in numbers.items()}
    counts = Counter(keys.values())
    return frozenset(id_ for id_, key in keys.items() if counts[key] > 1)


def is_pending(source: InvoiceSource, options: InvoiceOptions) -> bool:
    """Tell whether the number is still to come: only who wants Autotask's numbers has to wait for one."""
    blank = not (source.invoice.invoice_number or "").strip()
    return options.numbering == "autotask_number" and blank and not source.blank_number_waited


def choose_number(
    source: InvoiceSource, options: InvoiceOptions, target_kind: TargetKind, findings: Findings
) -> str | None:
    """Choose the number to send; None lets Xero choose."""
    if options.numbering == "xero":
        return None
    number, why = _from_id(source.invoice.id, options, target_kind), "Autotask's id"
    if options.numbering == "autotask_number":
        given = (source.invoice.invoice_number or "").strip()
        number, why = (given, "Autotask's number") if given else (number, "Autotask's id, because the number is blank")
        _check(number, source, findings)
    number = _revised(number, source.revision)
    findings.note("number", number, why)
    return number


def _from_id(autotask_id: int, options: InvoiceOptions, target_kind: TargetKind) -> str:
    as_credit = target_kind == "credit_note" and options.credit_numbering == "cn"
    return f"{'CN' if as_credit else 'INV'}:{autotask_id}"


def _revised(number: str, revision: int) -> str:
    return number if revision == 1 else f"{number}-{revision}"


def _check(number: str, source: InvoiceSource, findings: Findings) -> None:
    # Xero: InvoiceNumber is printable ASCII, at most 255; its InvoiceNumbers= filter splits at commas.
    if "," in number or not is_printable_ascii(number) or len(_revised(number, source.revision)) > NAME_LENGTH:
        findings.refuse(NUMBER_NOT_USABLE, "number", number=number)
    if source.numbers_seen_twice:
        findings.refuse(NUMBER_USED_TWICE, "number", number=number)
