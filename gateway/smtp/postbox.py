"""What a listener with `role = "inbound"` hands mail to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from gateway.inbound.mail import InboundMail


class Postbox(Protocol):
    """Knows our own addresses, and takes mail for them."""

    def knows(self, address: str) -> bool:
        """Whether an address is one of ours."""
        ...

    async def take(self, mail: InboundMail) -> bool:
        """Act on a mail; False when its origin sends too much and has to come again."""
        ...
