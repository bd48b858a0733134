"""Guards of the house's own rules. They read the tree, so nobody has to keep them up."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, visitor
from fluent.syntax import ast as ftl

from bot.settings import Settings

ROOT = Path(__file__).parents[1]
ROOMS = ["bot", "handlers", "models", "sandbox", "scheduler", "tests", "views"]
LANGUAGES = sorted((ROOT / "views" / "texts").glob("*.ftl"))


def files_of_the_repository() -> list[Path]:
    """Tracked files, and new ones that will be."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = (ROOT / name for name in listing.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- rooms ---


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_a_package(room: str) -> None:
    assert (ROOT / room / "__init__.py").is_file()


@pytest.mark.parametrize("name", ["alembic/env.py", "pyproject.toml", ".env.example"])
def test_what_has_a_fixed_name_is_there(name: str) -> None:
    assert (ROOT / name).is_file()


def test_the_folder_of_migrations_does_not_hide_the_library() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()


def test_no_python_file_is_above_400_lines() -> None:
    sources = [path for path in files_of_the_repository() if path.suffix == ".py"]
    lengths = {relative(path): len(path.read_text("utf8").splitlines()) for path in sources}
    assert {name: length for name, length in lengths.items() if length > 400} == {}
    assert "tests/test_house.py" in lengths


def imported_roots(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module, "rules import by full names"
            yield node.module


def test_the_rules_import_the_standard_library_only() -> None:
    rules = sorted((ROOT / "models" / "rules").rglob("*.py"))
    names = {name for path in rules for name in imported_roots(ast.parse(path.read_text("utf8")))}
    outside = {name for name in names if name.split(".")[0] not in sys.stdlib_module_names}
    assert {name for name in outside if not f"{name}.".startswith("models.rules.")} == set()
    assert "datetime" in names


# --- settings ---

ASSIGNMENT = re.compile(r"#?([A-Z][A-Z0-9_]*)=")


def lines_of_the_example() -> list[str]:
    return (ROOT / ".env.example").read_text("utf8").splitlines()


def test_the_example_names_every_setting_once_and_nothing_else() -> None:
    named = [match[1] for line in lines_of_the_example() if (match := ASSIGNMENT.match(line))]
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


def test_each_setting_of_the_example_is_explained_on_the_line_above() -> None:
    lines = ["", *lines_of_the_example()]
    assert [
        line for above, line in pairwise(lines) if ASSIGNMENT.match(line) and above[:2] != "# "
    ] == []


def test_the_example_holds_only_comments_and_settings() -> None:
    odd = [line for line in lines_of_the_example() if not re.match(r"# |#?[A-Z0-9_]+=|\s*$", line)]
    assert odd == []


def test_the_example_can_be_copied_to_env_as_it_is() -> None:
    Settings(_env_file=ROOT / ".env.example")


# --- texts ---


class Variables(visitor.Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.names.add(node.id.name)


def variables_of(pattern: ftl.Pattern | None) -> set[str]:
    found = Variables()
    if pattern is not None:
        found.visit(pattern)
    return found.names


def messages_of(path: Path) -> dict[str, set[str]]:
    """Every message and attribute of a language, with the variables it takes."""
    texts: dict[str, set[str]] = {}
    for entry in FluentParser().parse(path.read_text("utf8")).body:
        assert not isinstance(entry, ftl.Junk), f"{path.name}: not Fluent: {entry.content}"
        if isinstance(entry, ftl.Message):
            assert entry.id.name not in texts, f"{path.name}: {entry.id.name} stands twice"
            texts[entry.id.name] = variables_of(entry.value)
            for attribute in entry.attributes:
                texts[f"{entry.id.name}.{attribute.id.name}"] = variables_of(attribute.value)
    return texts


def test_there_are_russian_and_english_texts() -> None:
    assert {path.stem for path in LANGUAGES} >= {"ru", "en"}


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_every_language_has_the_same_messages_with_the_same_variables(path: Path) -> None:
    texts = messages_of(path)
    assert texts
    assert texts == messages_of(ROOT / "views" / "texts" / "ru.ftl")


# --- commands ---


def commands_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "CommandStart":
                yield "start"
            elif node.func.id == "Command":
                words = (arg.value for arg in node.args if isinstance(arg, ast.Constant))
                yield from (word for word in words if isinstance(word, str))


def test_the_readme_names_every_command_that_is_handled() -> None:
    handlers = (ROOT / "handlers").rglob("*.py")
    commands = {
        name for path in handlers for name in commands_in(ast.parse(path.read_text("utf8")))
    }
    readme = (ROOT / "README.md").read_text("utf8")
    assert {"start", "stats", "broadcast"} <= commands
    assert {name for name in commands if not re.search(rf"/{name}\b", readme)} == set()


# --- locks ---

INDEX = re.compile(
    rb"py[p]i\.|python[h]osted|npm[j]s\.|npm[m]irror|index-u[r]l|find-l[i]nks|://[^\s\"')]*/simp[l]e\b"
)


def test_no_file_names_the_address_of_a_package_index() -> None:
    named = [
        relative(path) for path in files_of_the_repository() if INDEX.search(path.read_bytes())
    ]
    assert named == []


def pinned(lock: str) -> set[str]:
    return set(re.findall(r"^[a-z0-9-]+==\S+", (ROOT / lock).read_text("utf8"), re.MULTILINE))


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.split(r"[\[<>=~! ]", line)[0].lower().replace(".", "-") for line in wanted}
    held = {pin.split("==")[0] for pin in pinned("requirements-dev.lock")}
    assert len(names) > 10
    assert names - held == set()


def test_tests_run_with_the_very_versions_that_the_bot_runs_with() -> None:
    assert pinned("requirements.lock") < pinned("requirements-dev.lock")
