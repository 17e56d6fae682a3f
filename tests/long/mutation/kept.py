"""What became of each mutant, kept from run to run: what is known is not tried again.

**Failures:** a last line that was cut when the run was stopped is not read, and tried again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One mutant's fate: `word` as in forking, `by` the test that told."""

    name: str
    change: str
    word: str
    by: str
    tests: int


def read(file: Path) -> Mapping[str, Known]:
    """Return what is known, by the mutants' names; of two the last counts."""
    if not file.exists():
        return {}
    lines = file.read_text(encoding="utf-8").split("\n")[:-1]
    known = (Known(**json.loads(line)) for line in lines)
    return {each.name: each for each in known}


def keep(file: Path, known: Known) -> None:
    """Write one down."""
    with file.open("a", encoding="utf-8") as kept:
        kept.write(json.dumps(asdict(known), ensure_ascii=False) + "\n")
