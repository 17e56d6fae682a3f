"""What a person was just told, read together with a text that goes on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.sms.promotional import judge_text
from filters.sms.reading import EarlierTexts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filters.message import Sms
    from gateway.sources import Reader


async def earlier_texts(
    sms: Sms, texts: Iterable[str], *, reader: Reader | None, hold_from: float
) -> EarlierTexts | None:
    """Read a text as one with the texts before it, but for those that advertise by themselves."""
    harmless = [text for text in texts if await _score(text, reader) < hold_from]
    if not harmless:
        return None
    together = " ".join((*harmless, sms.text))
    reading = await reader.read_as_one(together) if reader else None
    return EarlierTexts(together=together, reading=reading)


async def _score(text: str, reader: Reader | None) -> float:
    reading = await reader.read(text) if reader else None
    return judge_text(text, reading=reading).score
