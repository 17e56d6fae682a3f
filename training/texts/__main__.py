"""Rebuilds the shipped models from the texts beside it: `python -m training.texts`.

Needs what `requirements.txt` beside it lists, and some minutes of a GPU or some hours. First the
models are fitted four times without a quarter of the trades and of the sittings of replies, and
asked about those; from what they say of what they never saw the weighings are fitted, and the
figures of the model card are counted. Then they are fitted to all.

**Failures:** a text with an unknown label or field ends it before anything is written.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from filters.sms.offers import read_offers
from filters.unigrams import Unigrams
from training.texts import e5, exported, fine_tuned, linear, reply_figures, words
from training.texts import replies as replies_
from training.texts.examples import alike, corpus, public
from training.texts.figures import crossed, table
from training.texts.replies import Reply, replies, sittings
from training.texts.stacking import Opinion, fitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from training.texts.examples import Example

FILTERS: Final = Path(__file__).parents[2] / "filters"
BUILD: Final = Path(__file__).parent / "build"
PARTS: Final = 4
PUBLISHED_WEIGHT: Final = 0.5
PERSONAL_SHARE: Final = 0.3  # of the private messages in the published sets
_SEED: Final = 20261125


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(prog="training.texts", description=__doc__)
    parser.add_argument("--reweigh", action="store_true", help="with the opinions of the last run")
    parser.add_argument("--part", type=int, action="append", help="only leave this one out and ask")
    parser.add_argument("--final", action="store_true", help="only the models that ship")
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    BUILD.mkdir(exist_ok=True)
    learned = (*corpus(), *_thinned(public()))
    answered = replies()
    if not asked.reweigh and not asked.final:
        for number in asked.part or range(PARTS):
            _ask_about(number, learned, answered)
    if not asked.part and not asked.final:
        _weigh()
    if not asked.part and not asked.reweigh:
        _ship(learned, answered)


def _ask_about(number: int, learned: Sequence[Example], answered: Sequence[Reply]) -> None:
    """Fit models without a part of the trades and sittings, and note what they say of these."""
    trades = sorted({each.trade for each in learned if each.trade})
    held = {*_part(trades, number), *sittings(answered)[number::PARTS]}
    groups = alike(learned)
    near = {groups[at] for at, each in enumerate(learned) if each.trade in held}
    speakers = Speakers(
        [each for at, each in enumerate(learned) if groups[at] not in near],
        [each for each in answered if not each.is_new or each.sitting not in held],
    )
    opinions = speakers.of([each for each in learned if each.trade in held])
    _save(BUILD / f"texts-{number}.jsonl", map(asdict, opinions))
    unseen = [each for each in answered if each.is_new and each.sitting in held]
    _save(BUILD / f"replies-{number}.jsonl", map(asdict, speakers.of_replies(unseen)))


def _weigh() -> None:
    """Fit how much each speaker counts by what was said of all parts; print how they fare."""
    opinions = [Opinion(**row) for row in _saved("texts")]
    weighing = fitted(opinions)
    _write(FILTERS / "sms" / "models" / "weighing.json", asdict(weighing))
    print(table(opinions, crossed(opinions)))  # noqa: T201 - what it was asked for
    of_replies = [
        replies_.Opinion(reply=Reply(**row.pop("reply")), **row) for row in _saved("replies")
    ]
    reading = replies_.weighed(of_replies)
    _write(FILTERS / "revocation" / "models" / "weighing.json", asdict(reading))
    print(reply_figures.table(of_replies, reading))  # noqa: T201


def _ship(learned: Sequence[Example], answered: Sequence[Reply]) -> None:
    """Fit the models to everything, and write them where the product reads them."""
    Speakers(learned, answered).save()
    (FILTERS / "sms" / "models" / "words.z").write_bytes(words.file(each.text for each in corpus()))


class Speakers:
    """The models, fitted to some texts and replies."""

    def __init__(self, examples: Sequence[Example], answered: Sequence[Reply]) -> None:
        """Fit all of them."""
        weights = [1.0 if each.source == "corpus" else PUBLISHED_WEIGHT for each in examples]
        self._linear = linear.fit(examples, weights)
        self._likeness = replies_.fit(answered)
        read = chain((each.simple for each in examples), (each.plain for each in answered))
        self._vocabulary, kept = e5.vocabulary(read)
        self._pieces = Unigrams(self._vocabulary)
        self._meaning = fine_tuned.fit(examples, weights, answered, self._pieces, kept)

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

    def of_replies(self, answered: Sequence[Reply]) -> Iterator[replies_.Opinion]:
        """Yield what they say of each reply."""
        meanings = fine_tuned.scores(self._meaning, answered, self._pieces)
        for each, meaning in zip(answered, meanings, strict=True):
            linear = self._likeness.scores(each.plain)
            yield replies_.Opinion(reply=each, linear=linear, meaning=tuple(meaning))

    def save(self) -> None:
        """Write the model files."""
        (FILTERS / "sms" / "models" / "linear.z").write_bytes(self._linear.file())
        (FILTERS / "revocation" / "models" / "linear.z").write_bytes(self._likeness.file())
        exported.export(self._meaning, self._vocabulary, FILTERS / "models")


def _part(names: list[str], number: int) -> list[str]:
    """Return one of the parts, the same each time."""
    shuffled = names[:]
    random.Random(_SEED).shuffle(shuffled)
    return shuffled[number::PARTS]


def _save(path: Path, rows: Iterable[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def _saved(name: str) -> list[dict[str, Any]]:
    files = [BUILD / f"{name}-{number}.jsonl" for number in range(PARTS)]
    return [json.loads(line) for file in files for line in file.open(encoding="utf-8")]


def _write(path: Path, content: dict[str, object]) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def _thinned(examples: Iterable[Example]) -> Iterator[Example]:
    """Yield fewer of the private messages, which say little about a business."""
    chance = random.Random(_SEED)
    for each in examples:
        if each.promotional or each.source != "uci" or chance.random() < PERSONAL_SHARE:
            yield each


if __name__ == "__main__":
    main()
