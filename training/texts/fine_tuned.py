"""Fine-tunes MiniLM on labelled texts; seeded, so that the same machine gives the same model."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import torch
from torch.nn import functional

from training.texts.minilm import PLACES, MiniLm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filters.sms.wordpieces import WordPieces
    from training.texts.examples import Example

EPOCHS: Final = 3
BATCH: Final = 32
RATE: Final = 8e-5
DECAY: Final = 0.01
WARM_UP: Final = 0.1  # of all steps
SOFTENED: Final = 0.03  # a label is that much less than certain
SEED: Final = 20261125
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Item:
    """A text as token ids, what it is, and how much it counts."""

    ids: list[int]
    promotional: bool
    weight: float


def fit(
    examples: Sequence[Example], weights: Sequence[float], pieces: WordPieces, kept: list[int],
    epochs: int = EPOCHS,
) -> MiniLm:  # fmt: skip
    """Fine-tune to examples; returns the model ready to be asked."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # sums come out alike, however many processors there are
    shuffle = random.Random(SEED)
    items = _items(examples, weights, pieces)
    model = MiniLm(kept).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    steps = epochs * -(-len(items) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, RATE, total_steps=steps + 1, pct_start=WARM_UP, anneal_strategy="linear"
    )
    for epoch in range(epochs):
        _LOG.info("epoch %d of %d, %d texts", epoch + 1, epochs, len(items))
        for batch in _batches(items, shuffle):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                log_odds = model(_padded([item.ids for item in batch]))
            loss = _loss(log_odds.float(), batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return model.eval()


@torch.inference_mode()
def log_odds(model: MiniLm, examples: Sequence[Example], pieces: WordPieces) -> list[float]:
    """Return the log-odds of each text."""
    ids = _ids(examples, pieces)
    order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
    found = [0.0] * len(ids)
    for start in range(0, len(order), 2 * BATCH):
        places = order[start : start + 2 * BATCH]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            answer = model(_padded([ids[at] for at in places])).float().tolist()
        for at, value in zip(places, answer, strict=True):
            found[at] = value
    return found


def _ids(examples: Sequence[Example], pieces: WordPieces) -> list[list[int]]:
    return [pieces.numbers(example.simple)[:PLACES] for example in examples]


def _items(examples: Sequence[Example], weights: Sequence[float], pieces: WordPieces) -> list[Item]:
    ids = _ids(examples, pieces)
    rows = zip(ids, examples, weights, strict=True)
    return [Item(found, example.promotional, weight) for found, example, weight in rows]


def _batches(items: list[Item], shuffle: random.Random) -> Iterator[list[Item]]:
    """Yield batches of texts of like length, in a new order each time."""
    order = sorted(items, key=lambda item: len(item.ids) + shuffle.uniform(-4, 4))
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    shuffle.shuffle(batches)
    yield from batches


def _padded(rows: list[list[int]]) -> torch.Tensor:
    longest = max(map(len, rows))
    return torch.tensor([row + [0] * (longest - len(row)) for row in rows])


def _loss(log_odds: torch.Tensor, batch: list[Item]) -> torch.Tensor:
    truth = torch.tensor([float(item.promotional) for item in batch])
    weight = torch.tensor([item.weight for item in batch])
    target = truth * (1 - 2 * SOFTENED) + SOFTENED
    return functional.binary_cross_entropy_with_logits(log_odds, target, weight)
