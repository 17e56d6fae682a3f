"""Reports of other mail servers on messages of ours: bounces and complaints.

**Failures:** a list that cannot be read or written raises `StoreUnavailable`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.inbound.bounces import Bounces
from gateway.inbound.complaints import Complaints

if TYPE_CHECKING:
    from filters.email.part import Part
    from gateway.config.models import Config
    from gateway.inbound.mail import InboundMail
    from suppression.store import SuppressionStore
    from suppression.tokens import TokenKeys


class Reports:
    """Whoever acts on reports."""

    def __init__(self, config: Config, store: SuppressionStore, tokens: TokenKeys) -> None:
        """Name the list, and the keys that our links are signed with."""
        self._bounces = Bounces(store, tokens)
        self._complaints = Complaints(config, store, tokens)

    async def record(self, mail: InboundMail, tree: Part) -> None:
        """Act on a report, whatever it is of."""
        await self._bounces.record(mail, tree)
        await self._complaints.record(mail, tree)
