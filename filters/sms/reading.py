"""What the models say of a text, alone and together with those sent just before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from filters.sms.linear import LinearModel
    from filters.sms.weighing import Weighing


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReading:
    """What the models say of a text; sums are log-odds that it advertises."""

    linear: float
    meaning: float | None  # none where it was not asked
    is_open: bool  # it was to be asked, and is not here
    weighing: Weighing
    model: LinearModel
    simple: str = ""  # what it read
    meant: str = ""  # the text with its disguises undone
    unread: Literal["", "code", "language"] = ""  # why the models were not asked

    def score(self, rules: float) -> float:
        """Return how surely the text advertises, 0 to 1, the rules' score considered."""
        return round(self.weighing.score(rules, self.linear, self.meaning), 3)

    def words(self) -> tuple[str, ...]:
        """Return the words that spoke loudest for advertising."""
        return self.model.words(self.simple)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierTexts:
    """Texts that reached a person just before, none of which advertised by itself."""

    together: str  # they and the text that is judged
    reading: ModelReading | None
