"""Rebuilds the shipped models from the texts beside it: `python -m training.texts`.

Needs what `requirements.txt` beside it lists. First the models are fitted four times, each time
without a quarter of the trades, and asked about those; from what they say of trades they never saw
the weighing is fitted, and the figures of the model card are counted. Then they are fitted to all.

**Failures:** a text with an unknown label or field ends it before anything is written.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filters.sms.offers import read_offers
from filters.sms.wordpieces import WordPieces
from training.texts import exported, fine_tuned, linear, minilm, words
from training.texts.examples import alike, corpus, public, read
from training.texts.figures import table
from training.texts.stacking import Opinion, fitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from training.texts.examples import Example

MODELS: Final = Path(__file__).parents[2] / "filters" / "sms" / "models"
BUILD: Final = Path(__file__).parent / "build"
FOLDS: Final = 4
PUBLISHED_WEIGHT: Final = 0.5
PERSONAL_SHARE: Final = 0.3  # of the private messages in the published sets
_SEED: Final = 20261125


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(prog="training.texts", description=__doc__)
    parser.add_argument("--reweigh", action="store_true", help="with the opinions of the last run")
    parser.add_argument("--without", default="", metavar="SOURCE", help="leave out a published set")
    parser.add_argument("--folds", type=int, default=FOLDS, help="fewer: a quick look")
    parser.add_argument("--evaluate", type=Path, help="JSON lines with a source, not trained on")
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    folder = BUILD / f"without-{asked.without}" if asked.without else MODELS
    folder.mkdir(parents=True, exist_ok=True)
    BUILD.mkdir(exist_ok=True)
    published = _thinned(example for example in public() if example.source != asked.without)
    learned = (*corpus(), *published)
    opinions = _opinions(learned, BUILD / "opinions.jsonl", asked.folds, again=not asked.reweigh)
    weighing = fitted(opinions)
    (folder / "weighing.json").write_text(json.dumps(asdict(weighing), indent=1) + "\n", "utf-8")
    print(table(opinions, weighing))  # noqa: T201 - what it was asked for
    speakers = Speakers(learned)
    speakers.save(folder)
    (folder / "words.z").write_bytes(words.file(each.text for each in corpus()))
    if asked.evaluate:
        seen = read([asked.evaluate], source="")
        print(table(list(speakers.of(seen)), weighing))  # noqa: T201


class Speakers:
    """The models, fitted to some examples."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Fit both."""
        weights = [1.0 if each.source == "corpus" else PUBLISHED_WEIGHT for each in examples]
        self._linear = linear.fit(examples, weights)
        self._vocabulary, kept = minilm.vocabulary(each.simple for each in examples)
        self._pieces = WordPieces.read("\n".join(self._vocabulary))
        self._meaning = fine_tuned.fit(examples, weights, self._pieces, kept)

    def of(self, examples: Sequence[Example]) -> Iterator[Opinion]:
        """Yield what they say of each text, and what the rules say."""
        meanings = fine_tuned.log_odds(self._meaning, examples, self._pieces)
        for each, meaning in zip(examples, meanings, strict=True):
            yield Opinion(
                text=each.text, promotional=each.promotional, source=each.source,
                trade=each.trade, slice=each.slice, lang=each.lang, hard=each.hard,
                rules=read_offers(each.text).score, linear=self._linear.log_odds(each.simple),
                meaning=meaning,
            )  # fmt: skip

    def save(self, folder: Path) -> None:
        """Write the model files."""
        (folder / "linear.z").write_bytes(self._linear.file())
        exported.export(self._meaning, self._vocabulary, folder)


def _opinions(learned: Sequence[Example], saved: Path, folds: int, *, again: bool) -> list[Opinion]:
    if again:
        lines = (json.dumps(asdict(each)) + "\n" for each in _cross_fitted(learned, folds))
        saved.write_text("".join(lines), "utf-8")
    return [Opinion(**json.loads(line)) for line in saved.read_text("utf-8").splitlines()]


def _cross_fitted(learned: Sequence[Example], folds: int) -> Iterator[Opinion]:
    """Yield what models say of trades they never saw, nor any text nearly the same."""
    trades = sorted({each.trade for each in learned if each.trade})
    random.Random(_SEED).shuffle(trades)
    fold = {trade: number % FOLDS for number, trade in enumerate(trades)}
    groups = alike(learned)
    for number in range(folds):
        held = [at for at, each in enumerate(learned) if fold.get(each.trade) == number]
        near = {groups[at] for at in held}
        rest = [each for at, each in enumerate(learned) if groups[at] not in near]
        yield from Speakers(rest).of([learned[at] for at in held])


def _thinned(examples: Iterable[Example]) -> Iterator[Example]:
    """Yield fewer of the private messages, which say little about a business."""
    chance = random.Random(_SEED)
    for each in examples:
        if each.promotional or each.source != "uci" or chance.random() < PERSONAL_SHARE:
            yield each


if __name__ == "__main__":
    main()
