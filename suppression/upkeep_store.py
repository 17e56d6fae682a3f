"""The verbs of the list for what the gateway itself does to it: bounces, waits, erasure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from suppression.actor import Actor
    from suppression.channel import Channel
    from suppression.entry import Entry
    from suppression.keys import RecipientKey
    from suppression.waiting import Backlog, Wait, Waiting


class UpkeepStore(Protocol):
    """What the gateway itself does to the list."""

    async def count_soft_bounce(
        self, key: RecipientKey, channel: Channel, *, at: datetime, by: Actor
    ) -> Entry | None:
        """Count a temporary failure; the entry that gives the address a rest, when it is time."""
        ...

    async def note_deliveries(self, keys: Collection[RecipientKey], channel: Channel) -> None:
        """Begin to count temporary failures anew for those a message reached."""
        ...

    async def opt_out_waits(self, new: Waiting) -> None:
        """Note that an opt-out came that is not in force everywhere yet. Idempotent."""
        ...

    async def opt_out_settled(self, kind: Wait, reference: str, target: str = "") -> bool:
        """Note that it waits no more; whether it did."""
        ...

    async def backlog(self) -> tuple[Backlog, ...]:
        """Return what waits, by what it waits for, with the clocks of the oldest."""
        ...

    async def note_propagation(self, target: str, after: int) -> int:
        """Note which opt-outs of texts a system has to learn of, behind an entry's number."""
        ...

    async def to_propagate(self, target: str, after: str = "") -> tuple[Entry, ...]:
        """Return the next entries, behind one, that a system has not learned of, lifted or not."""
        ...

    async def propagated(self, target: str, references: Collection[str]) -> None:
        """Note that a system has learned of these entries: it said so."""
        ...

    async def has_learned(self, target: str, key: RecipientKey, since: datetime) -> bool:
        """Return whether a system said since then that it learned of an entry that is in force."""
        ...

    async def end_propagation(self, target: str, references: Collection[str] | None = None) -> None:
        """Forget that a system had to learn of these entries, or of any: it need not any more."""
        ...

    async def waits_of(self, reference: str) -> tuple[Waiting, ...]:
        """Return what an entry, message or journal line waits or waited for."""
        ...

    async def forget_claims(self) -> int:
        """Forget who asked for what an import made once that can be undone no more; how many."""
        ...

    async def forget_what_lies_ahead(self) -> None:
        """Forget conversations that a clock noted which was ahead: they would open some day."""
        ...

    async def spellings(self, key: RecipientKey) -> tuple[RecipientKey, ...]:
        """Return how else a person is written on the list: what an opt-out of the key covers."""
        ...

    async def erase(self, key: RecipientKey, *, by: Actor) -> tuple[Entry, ...]:
        """Forget who a person is and go on stopping what they stopped; the entries that do."""
        ...

    async def strike_reports(self, struck: Callable[[str], str]) -> None:
        """Take out of what the reports of imports quote whatever `struck` takes out of a text."""
        ...
