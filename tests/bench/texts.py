"""How long reading a text takes: rules with the linear model, and the model of meaning.

Processor time, not that of the clock: other programs share the machine. Disguised texts take the
longest way through the mending of words.
"""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from filters.sms.offers import read_offers
from filters.sms.promotional import judge_text
from filters.sms.text import normalised
from gateway.reading import meaning
from gateway.reading.texts import Models
from tests.sms_disguises import variants

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WANTED_MS: Final = {"rules and linear model": 0.5, "model of meaning": 15.0}
_CORPUS: Final = Path(__file__).parents[2] / "training" / "texts" / "corpus"
_TEXTS: Final = 1000
_SEED: Final = 20261125


class _WithoutMeaning(Models):
    """Rules and linear model: what is asked of every text, on the event loop."""

    async def _meaning(self, simple: str) -> float | None:
        del simple
        return 0.0


def main() -> int:
    """Measure and print; 1 if a text takes longer than wanted."""
    random = Random(_SEED)  # noqa: S311 - the same texts in every run
    files = sorted(_CORPUS.glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    plain = [json.loads(line)["text"] for line in random.sample(lines, _TEXTS)]
    disguised = [next(variants(text, random))[1] for text in plain]
    began = time.process_time()
    models = _WithoutMeaning()
    print(f"loading the small models: {(time.process_time() - began) * 1000:.0f} ms")
    figures = {
        "rules and linear model": asyncio.run(_judged_ms(models, plain)),
        "the same, in disguise": asyncio.run(_judged_ms(models, disguised)),
    }
    if meaning._model() is not None:
        figures["model of meaning"] = _each_ms(meaning.log_odds, plain[:300])
    for name, each_ms in figures.items():
        wanted = f" (wanted: {WANTED_MS[name]:.1f})" if name in WANTED_MS else ""
        print(f"{name}: {each_ms:.2f} ms a text{wanted}")
    return int(any(figures.get(name, 0.0) > most for name, most in WANTED_MS.items()))


async def _judged_ms(models: Models, texts: Sequence[str]) -> float:
    """Return the processor milliseconds a text takes, none of them read before."""
    read_offers.cache_clear()
    normalised.cache_clear()
    began = time.process_time()
    for text in texts:
        judge_text(text, reading=await models.read(text))
    return (time.process_time() - began) * 1000 / len(texts)


def _each_ms(read: Callable[[str], object], texts: Sequence[str]) -> float:
    began = time.process_time()
    for text in texts:
        read(text)
    return (time.process_time() - began) * 1000 / len(texts)
