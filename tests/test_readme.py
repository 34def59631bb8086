"""The README names every setting, every command and every room, and none that is not there."""

import re
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

import app
from jobs.plumbing import config

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text()
RUN = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/tallystick demo"
TEST = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest -n 2"
# Settings that belong to the process rather than to the product carry its name.
OWN = {"data": "TALLYSTICK_DATA", "clock": "TALLYSTICK_CLOCK", "demo": "TALLYSTICK_DEMO"}
SETTING = re.compile(r"^\| `([A-Z_]+)`( †)? \| *(?:`([^`]*)`|none)? *\|", re.MULTILINE)


def section(title: str) -> str:
    """The text under one heading, up to the next of any level."""
    found = re.search(rf"^#+ {title}\n(.*?)(?=^#+ |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found is not None, title
    return found.group(1)


def test_both_lines_are_there_to_copy() -> None:
    assert f"```\n{RUN}\n```" in README
    assert f"```\n{TEST}\n```" in README


def test_ci_runs_the_line_of_the_readme() -> None:
    line = next(each for each in README.splitlines() if ".venv/bin/pytest" in each)  # as .ci/run finds it
    assert line == TEST


def test_every_setting_is_in_the_table_and_none_besides() -> None:
    ours = {OWN.get(each.name, each.name.upper()) for each in fields(config.Settings)}
    assert {name for name, _, _ in SETTING.findall(section("Settings"))} == ours


def test_every_default_in_the_table_is_the_real_one() -> None:
    told = {name: default for name, _, default in SETTING.findall(section("Settings")) if name not in OWN.values()}
    real = {
        each.name.upper(): "" if each.default in (MISSING, None) else str(each.default)
        for each in fields(config.Settings)
        if each.name not in OWN
    }
    assert told == real


def test_the_marked_settings_are_those_a_file_may_hold() -> None:
    assert {name for name, mark, _ in SETTING.findall(section("Settings")) if mark} == set(config.SECRETS)


def test_every_command_is_in_the_readme_and_none_besides(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        app.main(["--help"])
    listed = re.findall(r"^    (\w+)(?:  |$)", capsys.readouterr().out, re.MULTILINE)
    assert set(re.findall(r"\btallystick ([a-z]+)", README)) == set(listed)


def test_everything_in_the_plan_of_the_house_exists() -> None:
    missing = [each for each in plan() if not (TOP / each).exists()]
    assert missing == []


def test_every_room_is_in_the_plan_of_the_house() -> None:
    rooms = {f"jobs/{each.parent.name}/" for each in (TOP / "jobs").glob("*/__init__.py")}
    assert rooms - set(plan()) == set()


def test_every_file_named_in_the_text_exists() -> None:
    named = set(re.findall(r"`((?:jobs|portal|tests|\.ci)/[\w./]+)`", README))
    assert [each for each in sorted(named) if not (TOP / each).exists()] == []


def plan() -> list[str]:
    """The names in the drawing of the house, as paths."""
    found: list[str] = []
    room = ""
    for line in section("The house").split("```")[1].strip("\n").splitlines():
        indented = line.startswith("  ")
        names = [each for each in line.split() if re.fullmatch(r"[\w.]+(/|\.py)", each)]
        if not indented:
            room = names[0]
        found += [room + each if indented else each for each in names]
    return found
