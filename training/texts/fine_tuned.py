"""Fine-tunes the encoder to texts and replies; seeded: the same machine gives the same model.

On a GPU, if there is one, that takes some minutes; on a processor, two hours.

Each batch of texts is learnt twice: as it stands, and with the pieces of words moved to where the
model errs most (Miyato et al. 2017, arXiv:1605.07725), so that it goes by more than single words.
Which slice of the corpus a text is of is learnt beside.
"""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import torch
from torch.nn import functional

from training.texts.e5 import E5, PLACES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from filters.unigrams import Unigrams
    from training.texts.examples import Example
    from training.texts.replies import Reply

    _LossOf = Callable[[E5, torch.Tensor, list["Item"]], torch.Tensor]

EPOCHS: Final = 4
REPLY_ROUNDS: Final = 1  # in an epoch
BATCH: Final = 32
RATE: Final = 8e-5
DECAY: Final = 0.01
WARM_UP: Final = 0.1  # of all steps
SOFTENED: Final = 0.03  # a label is that much less than certain
MOVED: Final = 0.5  # how far, all pieces of a batch together
OF_THE_SLICE: Final = 0.3  # what the loss of the slice counts
SEED: Final = 20261125
DEVICE: Final = torch.device("cuda" if torch.cuda.is_available() else "cpu")
_NOT_ZERO: Final = 1e-8
_NO_SLICE: Final = -1
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Item:
    """A text or a reply as token ids, what it is (of a reply: which intent), what it counts."""

    ids: list[int]
    truth: int
    weight: float = 1.0
    slice: int = _NO_SLICE


def fit(
    examples: Sequence[Example], weights: Sequence[float], replies: Sequence[Reply],
    pieces: Unigrams, kept: list[int],
) -> E5:  # fmt: skip
    """Fine-tune one model to texts and to replies; returns it ready to be asked."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # sums come out alike, however many processors there are
    shuffle = random.Random(SEED)
    slices = sorted({each.slice for each in examples if each.slice})
    texts = _items(examples, weights, pieces, slices)
    asked = [Item(_ids(each.plain, pieces), each.number) for each in replies] * REPLY_ROUNDS
    model = E5(kept, len(slices)).to(DEVICE).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * (-(-len(texts) // BATCH) + -(-len(asked) // BATCH))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, RATE, total_steps=steps + 1, pct_start=WARM_UP, anneal_strategy="linear"
    )
    for epoch in range(EPOCHS):
        _LOG.info("epoch %d of %d, %d texts, %d replies", epoch + 1, EPOCHS, len(texts), len(asked))
        batches = [(_loss, batch) for batch in _batches(texts, shuffle)]
        batches += [(_loss_of_replies, batch) for batch in _batches(asked, shuffle)]
        shuffle.shuffle(batches)
        for loss_of, batch in batches:
            optimizer.zero_grad(set_to_none=True)
            _learn(model, loss_of, batch)
            if loss_of is _loss:
                _learn_moved(model, loss_of, batch)
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return model.eval()


def _learn(model: E5, loss_of: _LossOf, batch: list[Item]) -> None:
    loss_of(model, _padded([item.ids for item in batch]), batch).backward()


def _learn_moved(model: E5, loss_of: _LossOf, batch: list[Item]) -> None:
    words = model.words.weight
    uphill = words.grad
    move = MOVED * uphill / (uphill.norm() + _NOT_ZERO)
    with torch.no_grad():
        words += move
    _learn(model, loss_of, batch)
    with torch.no_grad():
        words -= move


def log_odds(model: E5, examples: Sequence[Example], pieces: Unigrams) -> list[float]:
    """Return the log-odds of each text."""
    said = _asked(model, [_ids(each.simple, pieces) for each in examples])
    return [float(advertises) for advertises, _ in said]


def scores(model: E5, replies: Sequence[Reply], pieces: Unigrams) -> list[list[float]]:
    """Return the scores of each reply."""
    said = _asked(model, [_ids(each.plain, pieces) for each in replies])
    return [asks.tolist() for _, asks in said]


@torch.inference_mode()
def _asked(model: E5, ids: list[list[int]]) -> list[tuple[torch.Tensor, torch.Tensor]]:
    order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
    found: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}
    for start in range(0, len(order), 2 * BATCH):
        places = order[start : start + 2 * BATCH]
        with torch.autocast(DEVICE.type, dtype=torch.bfloat16):
            advertises, asks = model(_padded([ids[at] for at in places]))
        found.update(
            zip(places, zip(advertises.float().cpu(), asks.float().cpu(), strict=True), strict=True)
        )
    return [found[at] for at in range(len(ids))]


def _ids(simple: str, pieces: Unigrams) -> list[int]:
    return pieces.numbers(simple)[:PLACES]


def _items(
    examples: Sequence[Example], weights: Sequence[float], pieces: Unigrams, slices: list[str]
) -> list[Item]:
    numbers = {name: number for number, name in enumerate(slices)}
    return [
        Item(
            _ids(each.simple, pieces),
            int(each.promotional),
            weight,
            numbers.get(each.slice, _NO_SLICE),
        )
        for each, weight in zip(examples, weights, strict=True)
    ]


def _batches(items: list[Item], shuffle: random.Random) -> Iterator[list[Item]]:
    """Yield batches of texts of like length, in a new order each time."""
    order = sorted(items, key=lambda item: len(item.ids) + shuffle.uniform(-4, 4))
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    shuffle.shuffle(batches)
    yield from batches


def _padded(rows: list[list[int]]) -> torch.Tensor:
    longest = max(map(len, rows))
    return torch.tensor([row + [0] * (longest - len(row)) for row in rows], device=DEVICE)


def _loss(model: E5, ids: torch.Tensor, batch: list[Item]) -> torch.Tensor:
    with torch.autocast(DEVICE.type, dtype=torch.bfloat16):
        advertises, sorts = model.sorts(ids)
    truth = torch.tensor([float(item.truth) for item in batch], device=DEVICE)
    weight = torch.tensor([item.weight for item in batch], device=DEVICE)
    target = truth * (1 - 2 * SOFTENED) + SOFTENED
    loss = functional.binary_cross_entropy_with_logits(advertises.float(), target, weight)
    slices = torch.tensor([item.slice for item in batch], device=DEVICE)
    if (slices == _NO_SLICE).all():
        return loss
    beside = functional.cross_entropy(sorts.float(), slices, ignore_index=_NO_SLICE)
    return loss + OF_THE_SLICE * beside


def _loss_of_replies(model: E5, ids: torch.Tensor, batch: list[Item]) -> torch.Tensor:
    with torch.autocast(DEVICE.type, dtype=torch.bfloat16):
        _, asks = model(ids)
    truth = torch.tensor([item.truth for item in batch], device=DEVICE)
    return functional.cross_entropy(asks.float(), truth, label_smoothing=2 * SOFTENED)
