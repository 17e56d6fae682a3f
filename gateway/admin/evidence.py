"""What a text was judged by: the words of offers, what the models say, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filters.sms.promotional import judge_text

if TYPE_CHECKING:
    from filters.sms.offers import SentenceVerdict
    from gateway.reading.texts import Models

_UNREAD = {
    "": "",
    "code": "The models were not asked: it is a security code.",
    "language": "The models were not asked: it is in neither English nor Spanish.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How surely a text advertises, and why; sums are log-odds."""

    label: str
    score: float
    because: tuple[str, ...]
    sentences: tuple[SentenceVerdict, ...]
    linear: float
    meaning: float | None  # none where the model of meaning was not asked
    words: tuple[str, ...]  # that spoke loudest for advertising
    meant: str  # with its disguises undone; "" where it has none
    note: str


async def evidence_of(text: str, purpose: str, models: Models) -> Evidence:
    """Read a text as the checks do."""
    reading = await models.read(text)
    judged = judge_text(text, purpose=purpose, reading=reading)
    note = _UNREAD[reading.unread]
    if reading.is_open:
        note = "The model of meaning was to be asked and is not installed."
    return Evidence(
        label=judged.label,
        score=judged.score,
        because=judged.evidence,
        sentences=judged.per_sentence,
        linear=reading.linear,
        meaning=reading.meaning,
        words=reading.words(),
        meant=reading.meant if reading.meant != text else "",
        note=note,
    )
