"""How a check is declared: a generator of objections that names its code and cites its law."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from filters.decision import Effect, Objection

Message = TypeVar("Message")
Facts = TypeVar("Facts")
Check = Callable[[Message, Facts], Iterator[Objection]]


@dataclass(frozen=True, slots=True)
class Rule(Generic[Message, Facts]):
    """A check with the name it is known by for ever and the source it obeys."""

    code: str
    cites: str
    effect: Effect
    check: Check[Message, Facts]

    @property
    def promise(self) -> str:
        """The first line of the check's docstring."""
        return (self.check.__doc__ or "").partition("\n")[0]


def rule(
    code: str, *, cites: str, effect: Effect = Effect.REFUSE
) -> Callable[[Check[Message, Facts]], Rule[Message, Facts]]:
    """Name a check and cite its source. It registers nothing: the catalogue lists what runs."""

    def declare(check: Check[Message, Facts]) -> Rule[Message, Facts]:
        return Rule(code, cites, effect, check)

    return declare
