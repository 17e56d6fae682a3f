"""What the fuzzers kept, small and one for each path through a reader, breaks nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.fuzz.targets import TARGETS

CORPUS: Final = Path(__file__).parents[1] / "data" / "fuzz"
FEWEST: Final = 40


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_kept_breaks_a_reader(name: str) -> None:
    kept = sorted((CORPUS / name).iterdir())
    assert len(kept) >= FEWEST
    for file in kept:
        TARGETS[name](file.read_bytes())


def test_a_target_notices_a_reader_that_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.targets.end_of_body", lambda page: len(page) % 7)
    with pytest.raises(AssertionError):
        TARGETS["html"](b"<p>Hello")
