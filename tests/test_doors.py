"""The house's own rules: who may import what, where dangers have their one door, how large a file may grow."""

import ast
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
FILES = sorted(
    path for folder in ("portal", "jobs") for path in (TOP / folder).rglob("*.py") if "migrations" not in path.parts
)
ROOMS = [TOP / "app.py", *FILES]
LARGEST = 300


def name_of(path: Path) -> str:
    return path.relative_to(TOP).with_suffix("").as_posix().removesuffix("/__init__")


def imports(path: Path) -> set[str]:
    """Every module a file imports, in full; `from a import b` counts as a and as a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
            found.update(f"{node.module}.{each.name}" for each in node.names)
    return found


def reaches(found: set[str], *rooms: str) -> set[str]:
    return {each for each in found for room in rooms if each == room or each.startswith(room + ".")}


IMPORTS = {name_of(path): imports(path) for path in ROOMS}


def offenders(inside: str, *forbidden: str, but: tuple[str, ...] = ()) -> dict[str, set[str]]:
    """Files of a room that import what they must not."""
    return {
        name: wrong
        for name, found in IMPORTS.items()
        if (name == inside or name.startswith(inside + "/"))
        and not any(name == each or name.startswith(each + "/") for each in but)
        and (wrong := reaches(found, *forbidden))
    }


def test_jobs_never_reach_up_to_pages() -> None:
    assert offenders("jobs", "app", "portal") == {}


def test_jobs_need_no_flask() -> None:
    flask = ("flask", "flask_sqlalchemy", "flask_login", "flask_wtf", "flask_htmx", "flask_limiter", "flask_bootstrap")
    assert offenders("jobs", *flask, but=("jobs/plumbing/db", "jobs/sandbox")) == {}


def test_translation_is_pure() -> None:
    allowed = ("jobs.translation", "jobs.autotask.records", "jobs.xero.records")
    for name, found in IMPORTS.items():
        if name.startswith("jobs/translation"):
            ours = {each for each in found if each.startswith("jobs")}
            strangers = {each for each in ours if not reaches({each}, *allowed)} - {"jobs.autotask", "jobs.xero"}
            assert strangers == set(), name
            third = {each.split(".")[0] for each in found} & {"msgspec", "sqlalchemy", "requests", "redis", "flask"}
            assert third == set(), name


def test_translation_never_asks_the_time() -> None:
    for path in FILES:
        if "translation" in path.parts:
            calls = {
                node.func.attr
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            }
            assert not calls & {"now", "today", "utcnow", "time"}, path


def test_records_are_shapes_alone() -> None:
    for vendor in ("autotask", "xero"):
        tree = ast.parse((TOP / "jobs" / vendor / "records.py").read_text())
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda)]
        assert reaches(IMPORTS[f"jobs/{vendor}/records"], "jobs", "sqlalchemy", "requests") == set()


def test_connectors_know_neither_each_other_nor_the_database() -> None:
    others = ("jobs.models", "jobs.delivery", "jobs.invoices", "jobs.contacts", "jobs.translation", "jobs.queues")
    assert offenders("jobs/autotask", "jobs.xero", *others) == {}
    assert offenders("jobs/xero", "jobs.autotask", *others) == {}


def test_plumbing_knows_no_room_above_it() -> None:
    above = ("jobs.models", "jobs.autotask", "jobs.xero", "jobs.delivery", "jobs.invoices", "jobs.translation")
    assert offenders("jobs/plumbing", *above, "jobs.queues", "jobs.schedule") == {}


def test_sandbox_imports_nothing_of_ours() -> None:
    for name, found in IMPORTS.items():
        if name.startswith("jobs/sandbox"):
            strangers = {each for each in found if each.startswith(("jobs.", "portal", "app"))}
            assert {each for each in strangers if not each.startswith("jobs.sandbox")} == set(), name


def test_only_the_composition_root_starts_the_sandbox() -> None:
    users = {name for name, found in IMPORTS.items() if reaches(found, "jobs.sandbox")}
    assert {name for name in users if not name.startswith("jobs/sandbox")} == set()


@pytest.mark.parametrize(
    ("danger", "doors"),
    [
        ("requests", ("jobs/plumbing/http",)),
        ("urllib3", ("jobs/plumbing/http",)),
        ("urllib.request", ()),
        ("http.client", ("jobs/plumbing/deadlines",)),  # under the HTTP door: it only watches the clock
        ("authlib.integrations.requests_client", ("jobs/plumbing/http",)),
        ("rq", ("jobs/queues",)),
        ("redis", ("jobs/plumbing/redis", "jobs/plumbing/budget", "jobs/queues")),
        ("smtplib", ("jobs/plumbing/mail",)),
    ],
)
def test_each_danger_has_one_door(danger: str, doors: tuple[str, ...]) -> None:
    users = {name for name, found in IMPORTS.items() if reaches(found, danger)}
    assert users - set(doors) - {name for name in users if name.startswith("jobs/sandbox")} == set()


def _calls(path: Path) -> set[str]:
    return {ast.unparse(node) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}


def test_the_environment_is_read_in_one_place() -> None:
    users = {name_of(path) for path in ROOMS if {"os.environ", "os.getenv"} & _calls(path)}
    assert users == {"jobs/plumbing/config"}


def test_the_time_is_asked_in_one_place() -> None:
    asked = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic"}
    users = {name_of(path) for path in ROOMS if asked & _calls(path)}
    assert {name for name in users if not name.startswith("jobs/sandbox")} <= {"jobs/plumbing/clock"}


@pytest.mark.parametrize("path", ROOMS, ids=name_of)
def test_every_file_can_be_seen_whole_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= LARGEST
    assert ast.get_docstring(ast.parse(text)), "opens with one sentence"
    assert not {"utils", "helpers", "common", "misc", "base", "manager", "core"} & set(path.relative_to(TOP).parts)
    assert path.stem not in {"utils", "helpers", "common", "misc", "base", "manager", "core"}


def test_the_top_level_is_fixed() -> None:
    given = {"app.py", "pyproject.toml", "portal", "jobs", "static", "templates", "tests", "README.md"}
    there = {path.name for path in TOP.iterdir() if not path.name.startswith(".")}
    assert {name for name in there if not name.endswith(".egg-info")} <= given | {"__pycache__", "test-results"}
