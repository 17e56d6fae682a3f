"""Which tests would notice a change: those that ran its lines, the quickest first."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from coverage import CoverageData

from tests.long.mutation.mutant import ROOT, users_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from tests.long.mutation.mutant import Mutant

Lines = tuple[str, "Collection[int]"]
"""A file, and lines of it."""

_MOST: Final = 500
_HOMES: Final = 2
_AT_MOST_S: Final = 8.0


@dataclass(frozen=True)
class Measured:
    """What ran which line, and how long it took."""

    data: CoverageData
    seconds: Mapping[str, float]  # of each test that passed, by its node id

    @cached_property
    def _by_file(self) -> dict[str, dict[int, frozenset[str]]]:
        return {}

    def _lines(self, path: str) -> dict[int, frozenset[str]]:
        """Return the tests that ran each line of a file."""
        if path not in self._by_file:
            self._by_file[path] = {
                line: frozenset(self._tests(contexts))
                for line, contexts in self.data.contexts_by_lineno(str(ROOT / path)).items()
            }
        return self._by_file[path]

    def _tests(self, contexts: Iterable[str]) -> Iterable[str]:
        names = (context.rpartition("|")[0] for context in contexts)
        return (name for name in names if name in self.seconds)

    def tests(self, mutant: Mutant) -> list[str]:
        """Return the node ids of the tests to run: first those that ran what is changed."""
        wanted = _statement(mutant) if mutant.is_in_function else _users(mutant)
        ran = {
            test
            for path, numbers in wanted
            for number in numbers
            for test in self._lines(path).get(number, ())
        }
        is_enough = ran and mutant.is_in_function
        return self._quickest(ran, set() if is_enough else self._at_home(mutant.path) - ran)

    def _at_home(self, path: str) -> set[str]:
        """Return all tests of the files that know a module best.

        What is made when a module is loaded, such as the methods of a dataclass, has no line; of a
        module that has no others, those count that know the modules which use it.
        """
        ran = {test for tests in self._lines(path).values() for test in tests}
        for user in () if ran else users_of(path):
            ran |= {test for tests in self._lines(user).values() for test in tests}
        files = Counter(test.partition("::")[0] for test in ran)
        best = {file for file, _ in files.most_common(_HOMES)}
        return ran | {test for test in self.seconds if test.partition("::")[0] in best}

    def _quickest(self, *groups: Collection[str]) -> list[str]:
        chosen: list[str] = []
        spent = 0.0
        quick = (sorted(tests, key=lambda each: (self.seconds[each], each)) for tests in groups)
        for test in chain.from_iterable(quick):
            spent += self.seconds[test]
            if chosen and (len(chosen) == _MOST or spent > _AT_MOST_S):
                break
            chosen.append(test)
        return chosen


def measured(data_file: Path, reports: Iterable[Path]) -> Measured:
    """Read what coverage and pytest wrote; a test that failed or was skipped proves nothing."""
    data = CoverageData(str(data_file))
    data.read()
    seconds: dict[str, float] = {}
    for report in reports:
        for case in ET.parse(report).iter("testcase"):  # noqa: S314 - pytest wrote it just now
            if not {"failure", "error", "skipped"} & {each.tag for each in case}:
                node = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
                seconds[node] = float(case.get("time", 0))
    return Measured(data, seconds)


def _statement(mutant: Mutant) -> Iterable[Lines]:
    """Return the lines of the innermost statement that a change stands in."""
    first, last = mutant.lines
    tree = ast.parse((ROOT / mutant.path).read_bytes())
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= first and last <= (node.end_lineno or last)
    ]
    innermost = max(around, key=lambda node: (node.lineno, -(node.end_lineno or 0)))
    if isinstance(innermost, ast.If | ast.While | ast.For | ast.With | ast.Try | ast.AsyncFor):
        return [(mutant.path, (innermost.lineno, first))]
    if isinstance(innermost, ast.AsyncWith | ast.FunctionDef | ast.AsyncFunctionDef):
        return [(mutant.path, (innermost.lineno, first))]
    last = innermost.end_lineno or innermost.lineno
    return [(mutant.path, range(innermost.lineno, last + 1))]


def _users(mutant: Mutant) -> Iterable[Lines]:
    """Return the lines that use what is assigned where a change outside all functions stands."""
    first, last = mutant.lines
    tree = ast.parse((ROOT / mutant.path).read_bytes())
    names: set[str] = set()
    for node in tree.body:
        if node.lineno <= first and last <= (node.end_lineno or last):
            names = {
                each.id
                for each in ast.walk(node)
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            }
    return [(path, _naming(path, names)) for path in (mutant.path, *users_of(mutant.path))]


def _naming(path: str, names: Collection[str]) -> set[int]:
    """Return the lines of a file that name one of these."""
    return {
        node.lineno
        for node in ast.walk(ast.parse((ROOT / path).read_bytes()))
        if (isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load))
        or (isinstance(node, ast.Attribute) and node.attr in names)
    }
