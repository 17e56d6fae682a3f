"""The changes that `dev.py long mutation` makes are the slips it says."""

from __future__ import annotations

import ast

import pytest
from coverage import CoverageData

from tests.long.mutation.choosing import Measured
from tests.long.mutation.mutant import ROOT, mutants_of, mutated
from tests.long.mutation.operators import variants
from tests.long.mutation.sql import changed_sql, is_sql


def changed(expression: str, field: str = "value") -> list[str]:
    node = ast.parse(expression, mode="eval").body
    found = variants(node, ast.Module(body=[], type_ignores=[]), field)
    return [ast.unparse(ast.fix_missing_locations(ast.Expression(new))) for _, new in found]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("expression", "becomes"),
    [
        ("a < b", ["a <= b"]),
        ("a < b <= c", ["a <= b <= c", "a < b < c"]),
        ("a in b", ["a not in b"]),
        ("a and b", ["a or b"]),
        ("not a", ["a"]),
        ("a + b", ["a - b"]),
        ("a + 'b'", []),
        ("7", ["8"]),
        ("True", ["False"]),
        ("'name'", ["''"]),
        ("'words that people read'", []),
    ],
)
def test_an_expression_is_changed_by_a_slip(expression: str, becomes: list[str]) -> None:
    assert changed(expression) == becomes


def test_a_condition_becomes_its_contrary_once() -> None:
    assert changed("a", field="test") == ["not a"]
    assert changed("a == b", field="test") == ["a != b"]
    assert changed("a < b", field="test") == ["not a < b", "a <= b"]


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("WHERE a = ?", ["WHERE a <> ?"]),
        ("SET a = 'x' WHERE b < 7", ["SET a = '' WHERE b < 7", "SET a = 'x' WHERE b <= 7"]),
        ("WHERE a IS NULL AND b", ["WHERE a IS NULL OR b", "WHERE a IS NOT NULL AND b"]),
        ("INSERT OR IGNORE INTO a", ["INSERT INTO a"]),
        ("SELECT 1 FROM a LIMIT 1", []),
        ("ORDER BY a.b", ["ORDER BY a.b DESC"]),
    ],
)
def test_a_statement_is_changed_by_a_slip(text: str, becomes: list[str]) -> None:
    assert is_sql(text)
    found = [new for _, new in changed_sql(text)]
    assert set(becomes) <= set(found)
    assert text not in found


@pytest.mark.parametrize("path", ["suppression/tokens.py", "gateway/spool/views.py"])
def test_each_mutant_differs_from_the_file_and_can_be_made_again(path: str) -> None:
    whole = ast.unparse(ast.parse((ROOT / path).read_bytes()))
    every = list(mutants_of(path))
    assert len(every) > 50
    for mutant in every[::7]:
        once, again = (ast.unparse(mutated(path, mutant.number)) for _ in range(2))
        assert once == again != whole, mutant.change


@pytest.mark.parametrize(
    ("path", "idle"),
    [("suppression/transfer/writing.py", ": TypeAlias = "), ("gateway/spool/sqlite.py", "__all__")],
)
def test_what_only_the_type_checker_reads_is_left_alone(path: str, idle: str) -> None:
    lines = (ROOT / path).read_text("utf-8").splitlines()
    (line,) = (number for number, line in enumerate(lines, 1) if idle in line)
    assert line not in {mutant.lines[0] for mutant in mutants_of(path)}


def line_of(path: str, words: str) -> int:
    lines = (ROOT / path).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


@pytest.mark.parametrize(
    ("constant", "path", "use"),
    [
        ("_WAIVED: Final", "gateway/spool/views.py", "append(_WAIVED)"),
        ("DEPTHS: Final", "gateway/spool/measuring.py", "execute(DEPTHS)"),  # imported by its name
        ("TRACE_OF_MESSAGE: Final", "gateway/spool/looking.py", "views.TRACE_OF_MESSAGE"),
    ],
)
def test_whoever_used_what_is_changed_is_asked_first_however_slow(
    constant: str, path: str, use: str
) -> None:
    defined_in = "gateway/spool/views.py"
    data = CoverageData(no_disk=True)
    for test, file, number in (("slow", path, line_of(path, use)), ("quick", defined_in, 1)):
        data.set_context(f"tests/some.py::{test}|run")
        data.add_lines({str(ROOT / file): [number]})
    known = Measured(data, {"tests/some.py::quick": 0.1, "tests/some.py::slow": 2.0})
    start = line_of(defined_in, constant)
    mutant = next(each for each in mutants_of(defined_in) if each.lines[0] >= start)
    assert known.tests(mutant) == ["tests/some.py::slow", "tests/some.py::quick"]
