"""Multilingual E5 small (Wang et al. 2024, MIT), two heads: a text advertises, a reply asks."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from filters.revocation.likeness import INTENTS
from filters.unigrams import SPACE, SPECIAL, Unigrams
from training.texts.packed import Packed

if TYPE_CHECKING:
    from collections.abc import Iterable

LAYERS: Final = 11  # of twelve: so it has less than 25 MB in memory too
HEADS: Final = 12
WIDTH: Final = 384
INNER: Final = 1536
PLACES: Final = 128
DROPOUT: Final = 0.1
NORM_EPSILON: Final = 1e-12
PIECES: Final = 11_000
_LATIN: Final = "\u0250"  # signs before it are kept, whether a text has them or not

Piece = tuple[str, float]


class Layer(nn.Module):
    """One layer of the encoder, as BERT has it."""

    def __init__(self) -> None:
        """Make a layer with weights to be loaded."""
        super().__init__()
        self.attention = nn.Linear(WIDTH, 3 * WIDTH)
        self.joined = nn.Linear(WIDTH, WIDTH)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm_1 = nn.LayerNorm(WIDTH, NORM_EPSILON)
        self.norm_2 = nn.LayerNorm(WIDTH, NORM_EPSILON)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Map (texts, tokens, width) to the same; `bias` is -inf-like where there is no token."""
        texts, length, _ = x.shape
        parts = self.attention(x).view(texts, length, 3, HEADS, WIDTH // HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + bias
        seen = self.dropout(functional.softmax(scores, -1)) @ value
        x = self.norm_1(x + self.dropout(self.joined(seen.transpose(1, 2).flatten(2))))
        return self.norm_2(x + self.dropout(self.outer(functional.gelu(self.inner(x)))))


class E5(nn.Module):
    """Token ids (texts, tokens), 0 where there is none, to what both heads say.

    Log-odds of advertising (texts), and a number for each of `INTENTS` (texts, intents): the more
    of it, the likelier is that what is asked for. A third head, of the slices of the corpus, is
    learnt beside (`sorts`) and does not ship.
    """

    def __init__(self, kept: list[int], slices: int) -> None:
        """Load the published weights, of the vocabulary only the tokens that are kept."""
        super().__init__()
        raw = _packed()
        words = raw.weights("emb.word", WIDTH)[kept]
        self.words = nn.Embedding.from_pretrained(words, freeze=False)
        places = raw.floats("emb.pos").view(-1, WIDTH)[:PLACES]
        self.places = nn.Parameter(places + raw.floats("emb.type").view(-1, WIDTH)[0])
        self.norm = nn.LayerNorm(WIDTH, NORM_EPSILON)
        self.dropout = nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.advertises = nn.Linear(WIDTH, 1)
        self.asks = nn.Linear(WIDTH, len(INTENTS))
        self.slices = nn.Linear(WIDTH, slices)
        _fill_norm(self.norm, raw, "emb.ln")
        for number, layer in enumerate(self.layers):
            _fill_layer(layer, raw, f"l{number}")

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Return what both heads say of each text."""
        mean = self._mean(ids)
        return self.advertises(mean).squeeze(1), self.asks(mean)

    def sorts(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Return the log-odds of each text, and how much it is of each slice."""
        mean = self._mean(ids)
        return self.advertises(mean).squeeze(1), self.slices(mean)

    def _mean(self, ids: Tensor) -> Tensor:
        is_token = (ids > 0).to(self.places.dtype)
        bias = (1 - is_token)[:, None, None, :] * -1e4
        x = self.dropout(self.norm(self.words(ids) + self.places[: ids.shape[1]]))
        for layer in self.layers:
            x = layer(x, bias)
        weight = is_token[:, :, None]
        return self.dropout((x * weight).sum(1) / weight.sum(1))


def vocabulary(texts: Iterable[str]) -> tuple[list[Piece], list[int]]:
    """Return a smaller vocabulary, and the numbers its pieces had.

    Kept are the signs of Latin scripts and the pieces that the texts are most made of.
    """
    raw = _packed()
    special = [raw.padding, raw.unknown, raw.first, raw.last]
    theirs = [number for number in range(len(raw.pieces)) if number not in special]
    full = Unigrams([*((name, 0.0) for name in SPECIAL), *(_piece(number) for number in theirs)])
    used = Counter(number for text in texts for number in full.numbers(text))
    common = [theirs[at - len(SPECIAL)] for at, _ in used.most_common() if at >= len(SPECIAL)]
    signs = [number for number in theirs if _is_sign(raw.pieces[number])]
    kept = [*special, *list(dict.fromkeys((*signs, *common)))[: PIECES - len(special)]]
    rest = kept[len(SPECIAL) :]
    return [*((name, 0.0) for name in SPECIAL), *map(_piece, rest)], kept


@cache
def _packed() -> Packed:
    return Packed()


def _piece(number: int) -> Piece:
    raw = _packed()
    return raw.pieces[number], round(float(raw.likely[number]), 2)


def _is_sign(piece: str) -> bool:
    return len(piece) == 1 and (piece == SPACE or (piece < _LATIN and piece.isprintable()))


def _fill(part: nn.Linear, raw: Packed, name: str) -> None:
    weight = raw.weights(f"{name}.w", part.in_features)
    part.load_state_dict({"weight": weight, "bias": raw.floats(f"{name}.b")})


def _fill_norm(part: nn.LayerNorm, raw: Packed, name: str) -> None:
    part.load_state_dict({"weight": raw.floats(f"{name}.w"), "bias": raw.floats(f"{name}.b")})


def _fill_layer(layer: Layer, raw: Packed, name: str) -> None:
    heads = [f"{name}.{part}" for part in "qkv"]
    layer.attention.load_state_dict({
        "weight": torch.cat([raw.weights(f"{head}.w", WIDTH) for head in heads]),
        "bias": torch.cat([raw.floats(f"{head}.b") for head in heads]),
    })  # fmt: skip
    _fill(layer.joined, raw, f"{name}.ao")
    _fill_norm(layer.norm_1, raw, f"{name}.aln")
    _fill(layer.inner, raw, f"{name}.fi")
    _fill(layer.outer, raw, f"{name}.fo")
    _fill_norm(layer.norm_2, raw, f"{name}.oln")
