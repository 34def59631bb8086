"""Every code has words, and every word a code."""

import re
from pathlib import Path

from jobs import wording
from jobs.translation import outcomes, problems
from jobs.wording.faults import FAULTS
from jobs.wording.log import LOG
from jobs.wording.problems import PROBLEMS
from jobs.wording.reasons import REASONS

TOP = Path(__file__).parent.parent


def used_codes() -> set[str]:
    """Every known code that the work or the pages write down."""
    found = set()
    for folder in ("jobs", "portal"):
        for path in (TOP / folder).rglob("*.py"):
            if not {"wording", "sandbox", "migrations"} & set(path.parts):
                text = path.read_text()
                found |= {code for code in wording.known_codes() if f'"{code}"' in text}
    return found


def test_every_problem_of_translation_has_words() -> None:
    assert set(PROBLEMS) == problems.FAULTS | problems.WARNINGS


def test_every_reason_of_translation_has_words() -> None:
    assert set(REASONS) | set(FAULTS) >= outcomes.SKIP_REASONS | outcomes.HOLD_REASONS


def test_every_word_has_a_code() -> None:
    known = used_codes() | problems.FAULTS | problems.WARNINGS | outcomes.SKIP_REASONS | outcomes.HOLD_REASONS
    made = {"XERO_UNREACHABLE", "AUTOTASK_UNREACHABLE"}  # put together from the vendor's name
    assert wording.known_codes() - known - made == set()


def test_words_never_fail_for_want_of_a_value() -> None:
    for code in FAULTS:
        assert wording.words(code, None).title
    for code in (*LOG, *REASONS):
        assert wording.sentence(code, {})


def test_amounts_read_as_people_write_them() -> None:
    title = wording.words("TOTALS_DIFFER", {"lines": "471.15", "total": "-1111.15"}).title
    assert title == "The lines add up to 471.15, the invoice says −1,111.15"
    assert wording.sentence("POSTED", {"number": "2026.01"}).startswith("In Xero as 2026.01,")  # a number is no amount


def test_words_blame_nobody_and_shout_at_nobody() -> None:
    for code, words in FAULTS.items():
        text = " ".join(part for part in words[:3])
        assert not re.search(r"!|oops|please|successfully|simply|invalid", text, re.IGNORECASE), code
