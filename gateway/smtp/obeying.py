"""Who a session hands the lines of its client to."""

from __future__ import annotations

from typing import Protocol


class Obeying(Protocol):
    """Carries out what a client says between messages."""

    async def obey(self, line: bytes) -> None:
        """Carry out one command line."""
        ...
