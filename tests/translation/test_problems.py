import inspect
import re
from pathlib import Path

import pytest

from jobs.translation import outcomes, problems
from jobs.translation.options import InvoiceOptions, read_options
from jobs.translation.problems import Problem

CODES = {name: value for name, value in vars(problems).items() if name.isupper() and isinstance(value, str)}


def test_every_code_is_upper_snake_named_as_it_reads_and_in_one_list():
    assert all(name == code and re.fullmatch(r"[A-Z]+(_[A-Z]+)*", code) for name, code in CODES.items())
    assert set(CODES.values()) == problems.FAULTS | problems.WARNINGS
    assert not problems.FAULTS & problems.WARNINGS


def test_every_code_is_imported_and_raised_somewhere():
    room = Path(inspect.getfile(problems)).parent
    files = [file.read_text() for file in room.glob("*.py") if file.name not in ("problems.py", "__init__.py")]
    assert [code for code in CODES if not any(len(re.findall(rf"\b{code}\b", file)) > 1 for file in files)] == []


def test_reasons_are_upper_snake():
    assert all(re.fullmatch(r"[A-Z_]+", reason) for reason in outcomes.SKIP_REASONS | outcomes.HOLD_REASONS)


def test_a_problem_can_be_counted():
    assert len({Problem("A", "invoice", {"x": 1}), Problem("A", "invoice", {"x": 1})}) == 1


def test_stored_options_are_read_with_defaults_and_wrong_ones_refused():
    assert read_options({"import_as": "approved", "of_another_page": 1}) == InvoiceOptions(import_as="approved")
    with pytest.raises(ValueError, match="import_as cannot be 'later'"):
        read_options({"import_as": "later"})
