"""Values put into the shipped file leave everything else as it was."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.config.loader import shipped
from gateway.config.template import filled, toml, with_table

WRITTEN = st.characters(codec="utf-8")
SHIPPED = shipped().read_text(encoding="utf-8")


@given(st.text(WRITTEN))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert tomllib.loads(f"a = {toml(text)}") == {"a": text}


@given(st.text(WRITTEN, max_size=60))
def test_only_the_value_changes(name: str) -> None:
    after = filled(SHIPPED, {("company", "name"): name})
    expected = tomllib.loads(SHIPPED)
    expected["company"]["name"] = name
    assert tomllib.loads(after) == expected
    changed = [
        (old, new)
        for old, new in zip(SHIPPED.split("\n"), after.split("\n"), strict=True)
        if old != new
    ]
    assert all(new.endswith("# stands in every footer") for _, new in changed)
    assert len(changed) <= 1


def test_a_comment_keeps_its_column_while_the_value_leaves_room() -> None:
    assert filled('a = "x"   # why\n', {("a",): "#y"}) == 'a = "#y"  # why\n'
    assert filled("a = 1  # why\n", {("a",): 20}) == "a = 20  # why\n"
    assert filled('a = "# b"\n', {("a",): True}) == "a = true\n"


def test_a_table_is_replaced_up_to_the_empty_line() -> None:
    text = "[[a]]\nb = 1\n\n[[a]]\nb = 2\n"
    assert with_table(text, ("a", 0), ["[[a]]", "b = 3"]) == "[[a]]\nb = 3\n\n[[a]]\nb = 2\n"
    assert with_table("[[a]]\nb = 1", ("a", 0), ["[[a]]"]) == "[[a]]"


def test_a_key_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        filled("a = 1\n", {("b",): 2})
