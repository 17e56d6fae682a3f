"""The documents and the program say the same."""

from __future__ import annotations

import ast
import re
import shlex
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

import click
import pytest

import dev
from filters.codes import CODES
from gateway.cli.command import optwarden
from gateway.config.lines import key_lines
from gateway.config.models import Config
from gateway.config.section import Section
from gateway.credentials import ROLES
from gateway.http.openapi import path_of
from gateway.http.table import every_route
from tests.long.figures import FIGURES, Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("filters", "gateway", "suppression")
PAGES: Final = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
ENTRY: Final = ROOT / "docs" / "operate.md"
BACKUP: Final = (ROOT / "docs" / "backup.md").read_text(encoding="utf-8")
LOG: Final = (ROOT / "docs" / "log.md").read_text(encoding="utf-8")
FLOW: Final = (ROOT / "docs" / "flow.md").read_text(encoding="utf-8")
PROMISES: Final = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
SHIPPED: Final = (ROOT / "config.toml").read_text(encoding="utf-8")

BLOCK: Final = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK: Final = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE: Final = re.compile(r"`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`")
FAMILIES: Final = {name.partition("_")[0] for name in CODES}
COMMENTED_OUT: Final = re.compile(r"^# (?=\w+ = |\[\[)", re.MULTILINE)
OUR_MACHINES: Final = re.compile(
    r"/(?:work|root|home|tmp)/|localdomain|index-url|pypi", re.IGNORECASE
)
NUMBERED: Final = re.compile(r"([A-G]?\d+(?:\.\d+)*(?:, [A-G]?\d+(?:\.\d+)*)*) ")
PROMISED: Final = re.compile(
    r"^\| (?:promise|fault|threat) .+\n\|[-|]+\n((?:\| .+\n)+)", re.MULTILINE
)
COUNTED: Final = {"A": 20, "B": 21, "C": 7, "D": 6, "E": 7, "F": 5, "G": 4, "2.1.": 33}
CATALOGUE: Final = {"5.1", "5.2"} | {
    f"{chapter}{number}" for chapter, last in COUNTED.items() for number in range(1, last + 1)
}
MOST_LINES_OF_FLOW: Final = 70
TERMINAL: Final = 80


def commands_of(group: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield every command by the words it is called with."""
    if not isinstance(group, click.Group):
        yield name, group
        return
    context = click.Context(group)
    for word in group.list_commands(context):
        _, command, _ = group.resolve_command(context, [word])
        assert command is not None
        yield from commands_of(command, f"{name} {word}".strip())


def keys_of(model: type[Section], path: str = "") -> Iterator[str]:
    """Yield every key of a table and of the tables in it."""
    for name, field in model.model_fields.items():
        key = f"{path}.{field.alias or name}".strip(".")
        inner = [each for each in (field.annotation, *get_args(field.annotation)) if is_table(each)]
        if inner:
            yield from keys_of(inner[0], key)
        else:
            yield key


def is_table(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Section)


def explained_in(text: str) -> set[str]:
    """Return the keys that stand in a configuration with a comment beside or above them."""
    text = COMMENTED_OUT.sub("", text)
    lines = text.split("\n")
    explained = set()
    for path, number in key_lines(text).items():
        above = lines[number - 2] if number > 1 else ""
        line = (above if above.startswith("#") else "") + lines[number - 1]
        table = ".".join(part for part in path if isinstance(part, str))
        if "#" in line:
            explained.add(table)
            explained |= {f"{table}.{word}" for word in re.findall(r"(\w+) = ", line)}
    return explained


def shell_lines(page: Path) -> Iterator[str]:
    """Yield the commands in the blocks of a page, continued lines put together."""
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        yield from block.replace("\\\n", " ").splitlines()


def log_events() -> set[str]:
    """Return the event of every line the program logs."""
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    calls = (node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and ast.unparse(call.func.value) == "logger()"
        and isinstance(call.args[0], ast.Constant)
    }


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def names_of_tests() -> set[str]:
    files = (ROOT / "tests").rglob("test_*.py")
    return {
        name for file in files for name in re.findall(r"def (test_\w+)", file.read_text("utf-8"))
    }


def shown_by(figure: Figure) -> set[str]:
    files = [ROOT / test.partition("::")[0] for test in figure.tests]
    return {
        name for file in files for name in re.findall(r"def (test_\w+)", file.read_text("utf-8"))
    }


def rows(page: str) -> list[list[str]]:
    """Return the cells of each promise, fault and threat of a page."""
    lines = (line for table in PROMISED.findall(page) for line in table.splitlines())
    return [line.strip("| ").split(" | ") for line in lines]


def linked_pages(page: Path) -> set[Path]:
    """Return the pages beside this one, or in folders below, that it leads to."""
    targets = (target.partition("#")[0] for target in LINK.findall(page.read_text("utf-8")))
    return {(page.parent / target).resolve() for target in targets if target.endswith(".md")}


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


MANUAL: Final = "\n".join(page.read_text("utf-8") for page in sorted(linked_pages(ENTRY)))
COMMANDS: Final = dict(commands_of(optwarden))
EXPLAINED: Final = explained_in(SHIPPED) | set(re.findall(r"`([a-z_.]+)`", MANUAL))


def test_every_key_is_explained() -> None:
    assert set(keys_of(Config)) - EXPLAINED == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    assert re.search(rf"optwarden (?:--\S+ )*(?:\S+\.toml )?{name}\b", README + MANUAL) or (
        f"dev.py {name}" in README
    )


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_of_a_page_exists_with_its_options(page: Path) -> None:
    for line in shell_lines(page):
        words = shlex.split(line, comments=True) if line.startswith("optwarden ") else ["optwarden"]
        if len(words) == 1 or words[1].endswith(":"):  # what the program says begins like that
            continue
        rest = words[3:] if words[1] == "--config" else words[1:]
        name = " ".join(rest[:2]) if " ".join(rest[:2]) in COMMANDS else rest[0]
        assert name in COMMANDS, line
        known = {option for param in COMMANDS[name].params for option in param.opts}
        assert {word for word in rest if word.startswith("--")} <= known, line


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_verb_of_the_bootstrap_exists(page: Path) -> None:
    verbs = {line.split()[2] for line in shell_lines(page) if line.startswith("python3 dev.py")}
    assert verbs <= set(re.findall(r"^  (\w+) ", dev.USAGE, re.MULTILINE)) | set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        linked = page.parent / path if path else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


def test_the_manual_leads_to_every_page() -> None:
    assert set(ROOT.glob("docs/**/*.md")) - linked_pages(ENTRY) == {ENTRY}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_speaks_of_the_machine_it_was_written_on(page: Path) -> None:
    assert OUR_MACHINES.findall(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_code_and_test_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    codes = {code for code in CODE.findall(text) if code.partition("_")[0] in FAMILIES}
    assert codes - set(CODES) == set()
    assert set(re.findall(r"`(test_\w+)`", text)) - names_of_tests() == set()


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_every_figure_has_its_row_with_what_runs_it(figure: Figure) -> None:
    if figure.module:
        assert find_spec(figure.module)
        assert f"\n| `dev.py long {figure.name}`: " in PROMISES
        return
    assert shown_by(figure) & set(re.findall(r"`(test_\w+)`", PROMISES)), figure.name


def test_every_row_of_the_figures_is_run_at_its_full_size() -> None:
    run = {test for figure in FIGURES for test in shown_by(figure)}
    for promise, *_, tests in rows(PROMISES.partition("\n## Faults")[0]):
        if "`dev.py " not in promise:
            assert set(re.findall(r"`(test_\w+)`", tests)) - run == set(), promise


def test_every_fault_and_threat_of_the_catalogue_has_its_row() -> None:
    matches = [match for cells in rows(PROMISES) if (match := NUMBERED.match(cells[0]))]
    assert {number for match in matches for number in match[1].split(", ")} == CATALOGUE


@pytest.mark.parametrize("page", [PROMISES, README], ids=["promises.md", "README.md"])
def test_every_promise_names_what_holds_it(page: str) -> None:
    for promise, *cells in rows(page):
        # a test, why there is none, or the command whose last run stands beside it
        held = "`test_" in cells[-1] or cells[-1].startswith("none: ") or "`dev.py " in promise
        assert held, promise


def test_the_path_fits_on_a_page_and_names_files_that_exist() -> None:
    assert len(FLOW.splitlines()) <= MOST_LINES_OF_FLOW
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    for name in re.findall(r"`([\w/]+\.py)`", FLOW):
        assert any(file.match(name) for file in files), name


def test_the_picture_fits_on_a_terminal() -> None:
    picture = BLOCK.findall(README)[0]
    assert "┌" in picture
    assert max(map(len, picture.splitlines())) <= TERMINAL


def test_every_event_of_the_log_is_explained_and_no_other() -> None:
    assert set(re.findall(r"^\| `([\w-]+)`", LOG, re.MULTILINE)) == log_events()


def test_every_database_is_on_the_page_of_backups() -> None:
    source = "".join(
        file.read_text("utf-8") for package in PACKAGES for file in (ROOT / package).rglob("*.py")
    )
    databases = set(re.findall(r'"([a-z]+\.db)"', source))
    assert databases == set(re.findall(r"^\| `([a-z]+\.db)`", BACKUP, re.MULTILINE))


@pytest.mark.parametrize("path", sorted({path_of(route) for route in every_route()}))
def test_every_path_of_the_api_is_in_the_manual(path: str) -> None:
    written = re.sub(r"\\\{\w+\\\}", r"[^\\s`'\"/]+", re.escape(path))
    assert re.search(rf"{written}(?![\w:])", MANUAL)


def test_every_role_of_a_key_is_named() -> None:
    assert {role for role in ROLES if f"`{role}`" not in MANUAL} == set()
