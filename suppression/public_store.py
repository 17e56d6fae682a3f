"""The verbs of the list behind the public page: links, taking back, scanners, who else they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from suppression.actor import Actor
    from suppression.entry import Entry, NewEntry
    from suppression.grant import Grant
    from suppression.keys import RecipientKey
    from suppression.link import Link
    from suppression.tally import Tally

NO_GRANT: Final = 0
"""The id that no grant has."""

Asking: TypeAlias = "Callable[[Grant], Sequence[NewEntry]]"
"""Says what a link asks for, once it is known whom it speaks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What came of following a link: whom it speaks for, and what is in force because of it."""

    grant: Grant
    entries: tuple[Entry, ...]


class PublicStore(Protocol):
    """What the public page asks of the list. See `SuppressionStore` for what a verb promises."""

    async def follow(self, grant_id: int, asking: Asking, by: Actor) -> Followed | None:
        """Put on the list what a link asks for, all of it or nothing; None for an unknown link.

        An unknown link is counted, and takes as long as one that somebody made.
        """
        ...

    async def tallies(self) -> Mapping[Tally, int]:
        """Return how often the list was asked for nothing new."""
        ...

    async def made_by(self, act: str, keys: Collection[RecipientKey]) -> tuple[Entry, ...]:
        """Return what a page made for these people, in force, and may still take back."""
        ...

    async def undo(
        self, act: str, keys: Collection[RecipientKey], *, because: str, by: Actor
    ) -> tuple[Entry, ...]:
        """Lift what `made_by` returns, and return it; once more it returns the same."""
        ...

    async def suspected(self, since: datetime, until: datetime) -> tuple[Entry, ...]:
        """Return the entries in force, of a span of time, that a scanner seems to have made."""
        ...

    async def lift_suspected(
        self, since: datetime, until: datetime, *, because: str, by: Actor
    ) -> tuple[Entry, ...]:
        """Lift what `suspected` returns, and return it; by who answers for the law alone."""
        ...

    async def link(
        self, email: RecipientKey, phone: RecipientKey, *, evidence: str, by: Actor
    ) -> tuple[Link, bool]:
        """Record that an address and a number are one person's; the link, whether it is new."""
        ...

    async def links(self, key: RecipientKey) -> tuple[Link, ...]:
        """Return every link there was of an address or a number, also the ended ones."""
        ...

    async def linked(self, key: RecipientKey) -> tuple[RecipientKey, ...]:
        """Return the numbers of an address, or the addresses of a number, that stand."""
        ...

    async def unlink(self, key: RecipientKey, *, because: str, by: Actor) -> tuple[Link, ...]:
        """End the links of an address or a number and return them.

        Raises:
            NotLiftable: the law stops somebody by one of them, and the actor does not answer for
                it; none was ended.
        """
        ...
