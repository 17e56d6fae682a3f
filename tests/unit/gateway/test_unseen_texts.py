"""Texts that taught no model: written and labelled before any reader saw them, half of each kind.

What they show is what a stranger's texts will see. Most were written to be hard; those of ten small
companies are what such people type, and what they are tempted to.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from filters.sms.promotional import judge_text
from gateway.reading.texts import Models

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA: Final = Path(__file__).parents[2] / "data" / "texts"
HOLD_FROM, REFUSE_FROM = 0.35, 0.75


class Rates(NamedTuple):
    """Shares of what advertises and of what does not."""

    caught: float  # of promotional texts: held or refused
    held: float  # of operational texts
    refused: float  # of operational texts


@pytest.mark.parametrize(
    ("file", "least"),
    [
        ("english", Rates(caught=0.97, held=0.04, refused=0.01)),
        ("spanish", Rates(caught=0.93, held=0.08, refused=0.02)),
        ("small_companies", Rates(caught=0.94, held=0.08, refused=0.01)),
    ],
)
def test_unseen_texts_are_told_apart(file: str, least: Rates) -> None:
    found = asyncio.run(_rates(file))
    assert found.caught >= least.caught
    assert found.held <= least.held
    assert found.refused <= least.refused


async def _rates(file: str) -> Rates:
    models = Models()
    lines = (DATA / f"{file}.jsonl").read_text(encoding="utf-8").splitlines()
    scores: dict[str, list[float]] = {"promotional": [], "operational": []}
    for each in map(json.loads, lines):
        read = await models.read(each["text"])
        scores[each["label"]].append(judge_text(each["text"], reading=read).score)
    promotional, operational = scores["promotional"], scores["operational"]
    return Rates(
        caught=_share(score >= HOLD_FROM for score in promotional),
        held=_share(HOLD_FROM <= score < REFUSE_FROM for score in operational),
        refused=_share(score >= REFUSE_FROM for score in operational),
    )


def _share(found: Iterable[bool]) -> float:
    every = list(found)
    return sum(every) / len(every)
