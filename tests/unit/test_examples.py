"""What a docstring shows of a function is what it does."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("suppression", "filters", "gateway")
WITH_EXAMPLES: Final = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "    >>> " in path.read_text("utf-8")
]
FEWEST: Final = 100


def test_there_are_examples() -> None:
    assert len(WITH_EXAMPLES) >= FEWEST


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_are_true(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    failed, tried = doctest.testmod(import_module(name))
    assert tried
    assert not failed, capsys.readouterr().out
