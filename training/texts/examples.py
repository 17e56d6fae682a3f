"""The labelled texts the models learn from, and which of them say nearly the same."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filters.sms.simplified import simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HERE: Final = Path(__file__).parent
_SHARED: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One text and what it is; `simple` is how the models read it."""

    text: str
    simple: str
    promotional: bool
    source: str  # "corpus", or the set it was published in
    trade: str
    slice: str
    lang: str
    hard: bool


def corpus() -> tuple[Example, ...]:
    """Read the texts written for this, in the order of their files."""
    return read(sorted((HERE / "corpus").glob("*.jsonl")), source="corpus")


def public() -> tuple[Example, ...]:
    """Read the published sets that may be shipped (see their NOTICE)."""
    return tuple(
        example
        for file in sorted((HERE / "public").glob("*.jsonl"))
        for example in read([file], source=file.stem)
    )


def read(files: Iterable[Path], *, source: str) -> tuple[Example, ...]:
    """Read JSON lines of texts and labels."""
    rows = (json.loads(line) for file in files for line in file.read_text("utf-8").splitlines())
    return tuple(
        Example(
            text=row["text"],
            simple=simplified(row["text"]),
            promotional=row["label"] == "promotional",
            source=source or row["source"].partition(":")[0],
            trade=row.get("trade", ""),
            slice=row.get("slice", ""),
            lang=row.get("lang", "en"),
            hard=row.get("hard", False),
        )
        for row in rows
    )


def alike(examples: Sequence[Example]) -> tuple[int, ...]:
    """Return the group of each text; texts that share over 60 % of word triples are in one."""
    group = list(range(len(examples)))
    triples = [_triples(example.simple) for example in examples]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for at, mine in enumerate(triples):
        shared = Counter(other for triple in mine for other in holders[triple])
        for other, count in shared.items():
            if count > _SHARED * min(len(mine), len(triples[other])):
                group[_root(group, at)] = _root(group, other)
        for triple in mine:
            holders[triple].append(at)
    return tuple(_root(group, at) for at in range(len(examples)))


def _triples(simple: str) -> frozenset[str]:
    words = simple.split()
    return frozenset(map(" ".join, zip(words, words[1:], words[2:], strict=False))) or {simple}  # type: ignore[return-value]


def _root(group: list[int], at: int) -> int:
    while group[at] != at:
        group[at] = group[group[at]]
        at = group[at]
    return at
