"""Stops, texts and claims that race in several processes; when each began or was answered.

Times are those of `time.monotonic`, which every process of a machine reads alike.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.inbound.texts import InboundText, InboundTexts
from gateway.queue_id import QueueIds
from gateway.spool.joint import Joint
from gateway.spool.model import State
from suppression.covering import Matching
from suppression.keys import phone_key
from tests.contract.spool.make import PEPPER, list_at, outcome, real_clock, spool_at, text
from tests.make_gateway import config

if TYPE_CHECKING:
    from collections.abc import Sequence

_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Side:
    """What one process does: who texts STOP, and to whom it accepts texts meanwhile."""

    folder: str
    stopping: Sequence[str]
    texted: Sequence[str]


@dataclass(frozen=True, slots=True)
class Times:
    """When each stop was answered, and when each claim that took a text began."""

    answered: dict[str, float]
    claimed: list[tuple[str, str, float]]  # to whom, its purpose, when


def run(side: Side) -> Times:
    """Do everything of one process at once."""
    with ThreadPoolExecutor(max_workers=3) as pool:
        stopping = pool.submit(_stop, side.folder, side.stopping)
        accepting = pool.submit(_accept, side.folder, side.texted)
        claiming = pool.submit(_claim, side.folder)
        accepting.result()
        answered = stopping.result()
        (Path(side.folder) / f"done-{side.stopping[0]}").touch()
        return Times(answered, claiming.result())


def _stop(folder: str, people: Sequence[str]) -> dict[str, float]:
    listed, spool = list_at(Path(folder)), spool_at(Path(folder))
    listed.open()
    spool.open()
    joint = Joint(
        Path(folder) / "suppression.db", Path(folder) / "messages.db", spool,
        pepper=PEPPER, matching=Matching(), clock=real_clock,
    )  # fmt: skip
    texts = InboundTexts(
        config(), listed, joint, queue_ids=QueueIds(), clock=real_clock, wake=lambda: None
    )
    answered: dict[str, float] = {}

    async def everybody() -> None:
        for person in people:
            stop = InboundText(
                sender=phone_key(person), to=phone_key("+15005550006"), text="STOP",
                received_at=real_clock(), source="shop",
            )  # fmt: skip
            await texts.take(stop)
            answered[person] = time.monotonic()

    try:
        asyncio.run(everybody())
    finally:
        spool.close()
        listed.close()
    return answered


def _accept(folder: str, people: Sequence[str]) -> None:
    spool = spool_at(Path(folder))
    spool.open()

    async def everything() -> None:
        for person in people:
            await spool.accept(text(person, at=real_clock()))

    try:
        asyncio.run(everything())
    finally:
        spool.close()


def _claim(folder: str) -> list[tuple[str, str, float]]:
    spool = spool_at(Path(folder))
    spool.open()
    claimed: list[tuple[str, str, float]] = []

    async def everything() -> None:
        while True:
            is_last = _nobody_else_comes(folder)
            began = time.monotonic()
            taken = await spool.claim({"texts": _AT_ONCE}, limit=_AT_ONCE, lease_s=600)
            for each in taken:
                claimed.append((each.recipients[0].address, each.category, began))
                await spool.settle(outcome(each, State.DELIVERED))
            if is_last and not taken:
                return

    try:
        asyncio.run(everything())
    finally:
        spool.close()
    return claimed


def _nobody_else_comes(folder: str) -> bool:
    """Whether both processes have said that they are done."""
    return len(list(Path(folder).glob("done-*"))) > 1
