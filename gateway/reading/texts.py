"""Reads texts with the models that ship: the linear one at once, that of meaning where it is open.

The small models are loaded at the first text, or before it by `load`. That of meaning needs
`onnxruntime` (extra `[model]`) and some milliseconds, so it is loaded at the first text that needs
it and asked in a thread of its own, and what it said is remembered.

**Failures:** without the extra what is open stays open: such texts are held for a person, and a
warning in the log says so once. A damaged model file raises at the text that needs it: it is not
accepted.
"""

from __future__ import annotations

import asyncio
import heapq
import json
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import Final, Literal, NamedTuple, TypeVar

from filters.sms.alike import with_noughts
from filters.sms.linear import LinearModel
from filters.sms.mending import Mender
from filters.sms.offers import read_offers
from filters.sms.passages import passages
from filters.sms.reading import ModelReading
from filters.sms.security_codes import beside_the_code
from filters.sms.simplified import simplified
from filters.sms.text import normalised
from filters.sms.weighing import Weighing
from gateway.reading import meaning

_REMEMBERED: Final = 4096
_ASKED: Final = 2  # passages of a long text that are read besides the whole
_LOADING: Final = Lock()
Said = TypeVar("Said")


class _Small(NamedTuple):
    """What every text is read with."""

    linear: LinearModel
    weighing: Weighing
    mender: Mender


class Models:
    """Asks the models about texts."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._thread = ThreadPoolExecutor(1, "meaning")
        self._said: OrderedDict[str, float | None] = OrderedDict()
        self._readings: OrderedDict[str, ModelReading] = OrderedDict()
        self._alike: OrderedDict[str, ModelReading] = OrderedDict()  # by all but their numbers

    async def read(self, text: str) -> ModelReading:
        """Return what the models say of a text, or of the passage of it that advertises most.

        It is remembered: a text is read when it is accepted, and again when it leaves.
        """
        if (known := self._readings.get(text)) is not None:
            self._readings.move_to_end(text)
            return known
        reading = await self._read_alike(text)
        _remember(self._readings, text, reading)
        return reading

    async def _read_alike(self, text: str) -> ModelReading:
        """Read a text, once of all that differ in their numbers and are nowhere disguised."""
        alike = with_noughts(text)
        if (known := self._alike.get(alike)) is not None:
            self._alike.move_to_end(alike)
            return replace(known, meant=text)
        reading = await self._read_anew(text)
        if reading.meant == text:
            _remember(self._alike, alike, reading)
        return reading

    async def _read_anew(self, text: str) -> ModelReading:
        await _ready()
        meant = self._meant(text)
        beside = beside_the_code(meant)
        said = meant if beside is None else beside
        if not said or not load().mender.can_read(normalised(said)):
            return self._unread(meant, "code" if beside is not None else "language")
        whole, *rest = passages(said)
        rules = max(read_offers(text).score, read_offers(meant).score)
        reading = await self._read(whole, rules, meant)
        if not rest:
            return reading
        loudest = heapq.nlargest(_ASKED, rest, key=self._early)
        readings = [await self._read(each, read_offers(each).score, meant) for each in loudest]
        return max(reading, *readings, key=lambda each: each.score(rules))

    async def read_as_one(self, text: str) -> ModelReading:
        """Return what the models say of several texts as one, whatever parts of it say."""
        await _ready()
        meant = self._meant(text)
        rules = max(read_offers(text).score, read_offers(meant).score)
        return await self._read(simplified(meant), rules, meant)

    def _meant(self, text: str) -> str:
        """Return a text with its disguises undone; as it stands, where it has none."""
        meant = load().mender.mended(text)
        return text if meant == normalised(text) else meant

    def _unread(self, meant: str, because: Literal["code", "language"]) -> ModelReading:
        small = load()
        return ModelReading(
            linear=0.0, meaning=None, is_open=False, weighing=small.weighing, model=small.linear,
            meant=meant, unread=because,
        )  # fmt: skip

    def _early(self, simple: str) -> float:
        small = load()
        rules, linear = read_offers(simple).score, small.linear.log_odds(simple)
        return small.weighing.score(rules, linear, None)

    async def _read(self, simple: str, rules: float, meant: str) -> ModelReading:
        small = load()
        linear = small.linear.log_odds(simple)
        said, was_open = None, small.weighing.is_open(rules, linear)
        if was_open:
            said = await self._meaning(simple)
        return ModelReading(
            linear=linear,
            meaning=said,
            is_open=was_open and said is None,
            weighing=small.weighing,
            model=small.linear,
            simple=simple,
            meant=meant,
        )

    async def _meaning(self, simple: str) -> float | None:
        if simple in self._said:
            self._said.move_to_end(simple)
            return self._said[simple]
        loop = asyncio.get_running_loop()
        said = await loop.run_in_executor(self._thread, meaning.log_odds, simple)
        _remember(self._said, simple, said)
        return said


def _remember(found: OrderedDict[str, Said], text: str, said: Said) -> None:
    """Note what was said of a text, and forget what was asked longest ago."""
    found[text] = said
    if len(found) > _REMEMBERED:
        found.popitem(last=False)


async def _ready() -> None:
    """Return once the small models are there: they are loaded in a thread, not on the loop."""
    if not _loaded.cache_info().currsize:
        await asyncio.to_thread(load)


def load() -> _Small:
    """Return the models that each text is read with; they are loaded once, whoever asks first."""
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> _Small:
    folder = files("filters.sms") / "models"
    return _Small(
        linear=LinearModel.read(folder.joinpath("linear.z").read_bytes()),
        weighing=Weighing(**json.loads(folder.joinpath("weighing.json").read_text("utf-8"))),
        mender=Mender.read(folder.joinpath("words.z").read_bytes()),
    )
