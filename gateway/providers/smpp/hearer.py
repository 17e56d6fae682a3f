"""Whoever hears what an SMSC delivers over a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from gateway.providers.smpp.delivered import Notice, Part


class Hearer(Protocol):
    """Takes what the SMSC delivers, and returns the status that it is answered."""

    def bound(self) -> None:
        """Begin to hear over another connection."""
        ...

    async def hear(self, part: Part) -> int:
        """Take a text of a person, or a part of one: durable when this returns 0."""
        ...

    def put_off(self, part: Part) -> None:
        """Note that a part came for which there was no room: the SMSC says it again."""
        ...

    async def note(self, notice: Notice) -> int:
        """Note a report: durable when this returns 0."""
        ...
