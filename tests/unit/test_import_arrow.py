"""The arrow gateway -> filters -> suppression and the purity behind it, read from the imports."""

from __future__ import annotations

import ast
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT: Final = Path(__file__).parents[2]
MAY_IMPORT: Final = {
    "suppression": {"suppression"},
    "filters": {"filters", "suppression"},
    "gateway": {"gateway", "filters", "suppression"},
}
STORES: Final = {
    "sqlite.py", "database.py", "faults.py", "migrating.py", "writer.py", "transaction.py",
    "granting.py", "listfile.py", "storefile.py", "waiters.py", "folder_lock.py", "company.py",
    "latest.py", "postgres.py", "staging.py", "transfer_verbs.py", "upkeep_verbs.py", "journal.py",
}  # fmt: skip
THIRD_PARTIES_WITHOUT_IO: Final = frozenset(
    "_typeshed cryptography flufl holidays idna mailparser_reply msgspec phonenumbers"
    " publicsuffixlist selectolax webencodings".split()
)
INPUT_OUTPUT: Final = frozenset(
    """
    _thread asyncio builtins codecs concurrent ctypes dbm fcntl fileinput ftplib getpass glob http
    imaplib importlib io.open locale logging mailbox mmap multiprocessing os pathlib pickle platform
    poplib pty queue runpy select selectors shelve shutil signal site smtplib socket socketserver
    sqlite3 ssl subprocess sys syslog tempfile termios threading urllib.error urllib.request wsgiref
    xmlrpc
    """.split()
)
HARMLESS: Final = frozenset(
    "codecs.CodecInfo codecs.lookup codecs.register secrets.token_bytes".split()
)
"""Of modules that can do more: names for a charset, and bytes that nobody foresees."""
CLOCK_AND_CHANCE: Final = frozenset("random sched secrets time timeit uuid".split())
IMPURE_CALLS: Final = frozenset(
    """
    __import__ breakpoint eval exec input localtime make_msgid now open print today utcnow
    """.split()
)


class Import(NamedTuple):
    line: int
    name: str

    def within(self, modules: Iterable[str]) -> bool:
        return any(f"{self.name}.".startswith(f"{module}.") for module in modules)


def imports(tree: ast.AST) -> Iterator[Import]:
    """Every absolute import, the type checker's too; relative ones stay in their package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (Import(node.lineno, name) for name in names)


def upward(tree: ast.AST, package: str) -> Iterator[str]:
    """Imports against the arrow."""
    forbidden = {*MAY_IMPORT, "tests"} - MAY_IMPORT[package]
    yield from (f"{i.line} imports {i.name}" for i in imports(tree) if i.within(forbidden))


def impure(tree: ast.AST) -> Iterator[str]:
    """Imports and calls by which code reaches files, sockets, clocks or chance."""
    for found in imports(tree):
        if found.name in HARMLESS:
            continue
        ours_or_standard = found.within(MAY_IMPORT) or found.within(sys.stdlib_module_names)
        known = ours_or_standard or found.within(THIRD_PARTIES_WITHOUT_IO)
        if not known or found.within(INPUT_OUTPUT | CLOCK_AND_CHANCE):
            yield f"{found.line} imports {found.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in IMPURE_CALLS:
                yield f"{node.lineno} calls {name}()"


class WhatRuns(ast.NodeTransformer):
    """Leaves out what only the type checker reads."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        self.generic_visit(node)
        return None if ast.unparse(node.test).endswith("TYPE_CHECKING") else node


def modules(package: str) -> list[tuple[Path, ast.Module]]:
    paths = sorted((ROOT / package).rglob("*.py"))
    return [(path, ast.parse(path.read_text(encoding="utf-8"), str(path))) for path in paths]


def circle(trees: Mapping[str, ast.AST]) -> list[str]:
    """Modules that import each other, one after the other; none where there is no circle."""
    known = {
        name: {
            module
            for found in imports(tree)
            for module in (found.name, found.name.rpartition(".")[0])
            if module in trees and module != name
        }
        for name, tree in trees.items()
    }
    try:
        TopologicalSorter(known).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_no_package_imports_against_the_arrow(package: str) -> None:
    found = modules(package)
    assert found, f"{package}/ holds no module"
    objections = [
        f"{path.relative_to(ROOT)}:{text}" for path, tree in found for text in upward(tree, package)
    ]
    assert objections == []


def test_no_modules_import_each_other_not_even_for_types() -> None:
    every = (found for package in MAY_IMPORT for found in modules(package))
    assert circle({name_of(path): tree for path, tree in every}) == []


def test_a_circle_is_seen() -> None:
    types_alone = "if TYPE_CHECKING:\n    from a import b"
    sources = {"a.b": "from a.c import C", "a.c": "import a.d", "a.d": types_alone, "a": ""}
    found = circle({name: ast.parse(source) for name, source in sources.items()})
    assert set(found) == {"a.b", "a.c", "a.d"}


def test_filters_do_no_input_and_output_and_know_no_clock() -> None:
    objections = [
        f"{path.relative_to(ROOT)}:{text}"
        for path, tree in modules("filters")
        for text in impure(tree)
    ]
    assert objections == []


def test_only_the_stores_of_suppression_do_input_and_output() -> None:
    objections = [
        f"{path.relative_to(ROOT)}:{text}"
        for path, tree in modules("suppression")
        if path.name not in STORES
        for text in impure(WhatRuns().visit(tree))  # a connection may be handed in, so be named
    ]
    assert objections == []


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "import secrets",
        "from codecs import open",
        "import os.path",
        "from os import environ",
        "from urllib import request",
        "from urllib.request import urlopen",
        "from pathlib import Path",
        "import aiohttp",
        "def f():\n    import socket",
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.date.today()",
        "open('x')",
    ],
)
def test_reaching_outside_is_seen(source: str) -> None:
    assert list(impure(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import UTC, datetime, time",
        "from urllib.parse import quote",
        "import urllib.parse",
        "from io import BytesIO",
        "from .mime import parse",
        "from suppression.keys import email_key",
        "opened = reopen('x')",
    ],
)
def test_staying_inside_is_not_objected_to(source: str) -> None:
    assert not list(impure(ast.parse(source)))


@pytest.mark.parametrize(
    ("package", "source"),
    [
        ("suppression", "import filters"),
        ("suppression", "from gateway.config import Config"),
        ("filters", "if TYPE_CHECKING:\n    from gateway import clock"),
        ("gateway", "from tests.make import email"),
    ],
)
def test_an_import_against_the_arrow_is_seen(package: str, source: str) -> None:
    assert list(upward(ast.parse(source), package))
