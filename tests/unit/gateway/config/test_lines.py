"""The line that is found is the line of the key."""

from __future__ import annotations

import time
import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gateway.config.lines import KeyPath, dotted, key_lines, line_of
from gateway.config.template import toml

keys = st.one_of(
    st.from_regex(r"[A-Za-z0-9_-]{1,8}", fullmatch=True),
    st.sampled_from(['"a.b"', "'x y'", '"#"', '"]"']),
)
scalars = st.one_of(
    st.integers(-9, 9).map(str),
    st.booleans().map(toml),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(toml),
    st.sampled_from(['"a = 1"', "'[b]'", '"# c"', '"""x\ny = 2\n[z]\n"""', "[\n1,\n2, # [c]\n]"]),
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[KeyPath, int]]:
    """Return a text and the line of each of its keys."""
    written: list[str] = []
    places: dict[KeyPath, int] = {}
    tables = draw(st.lists(keys, unique_by=_read, max_size=4))
    for table in tables:
        name = _read(table)
        count = draw(st.integers(0, 2))  # 0: one table, else so many of an array
        for index in range(max(count, 1)):
            path: KeyPath = (name, index) if count else (name,)
            written.append(f"[[{table}]]" if count else f"[ {table} ]  # comment = 1")
            places[path] = _line(written)
            for key in draw(st.lists(keys, unique_by=_read, max_size=3)):
                written += [""] * draw(st.integers(0, 1))
                places[*path, _read(key)] = _line(written) + 1
                written.append(f"{key} = {draw(scalars)}  # {draw(keys)} = 1")
    return "\n".join(written), places


@given(documents())
def test_the_line_found_is_the_line_of_the_key(document: tuple[str, dict[KeyPath, int]]) -> None:
    text, places = document
    tomllib.loads(text)
    lines = key_lines(text)
    assert {path: lines[path] for path in places} == places


@given(documents())
def test_line_ends_of_another_system_change_nothing(
    document: tuple[str, dict[KeyPath, int]],
) -> None:
    text, _ = document
    assert key_lines(text.replace("\n", "\r\n")) == key_lines(text)


def test_keys_of_inline_tables_are_found_where_they_stand() -> None:
    text = 'a = 1\nb = [\n  { c = "d = 1", d = 2 },\n  { c = 3,  d = { e = 4 } },\n]\n'
    lines = key_lines(text)
    assert lines["b", 0, "c"] == lines["b", 0, "d"] == 3
    assert lines["b", 1, "c"] == lines["b", 1, "d"] == lines["b", 1, "d", "e"] == 4


def test_a_key_without_a_line_has_that_of_the_table_around_it() -> None:
    lines = key_lines("[company]\n")
    assert line_of(("company", "name"), lines) == 1
    assert line_of(("sms", "regions"), lines) == 0


def test_a_subtable_belongs_to_the_last_table_of_its_array() -> None:
    lines = key_lines('[[route]]\n[[route]]\n[route.match]\nsender = ["a"]\n')
    assert lines["route", 1, "match", "sender"] == 4


def test_paths_are_written_as_people_do() -> None:
    assert dotted(("route", 0, "match", "sender", 1)) == "route[0].match.sender[1]"


def _read(key: str) -> str:
    parsed: dict[str, Any] = tomllib.loads(f"{key} = 0")
    return next(iter(parsed))


def _line(written: list[str]) -> int:
    return "\n".join(written).count("\n") + 1 if written else 0


def test_lines_are_read_in_time_that_grows_with_their_number() -> None:
    def took_s(count: int) -> float:
        domains = "".join(f'  "d{number}.example.org",  # [one]\n' for number in range(count))
        text = f"[[sender]]\ndomains = [\n{domains}]\nname = 'a'\n"
        began = time.process_time()
        lines = key_lines(text)
        assert lines["sender", 0, "domains", count - 1] == count + 2
        assert lines["sender", 0, "name"] == count + 4
        return time.process_time() - began

    took_s(10)
    once = min(took_s(1000) for _ in range(3))
    assert took_s(16_000) < 80 * once  # as a square it would be 256
