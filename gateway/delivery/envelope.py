"""What a next hop is told of a message besides its bytes, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gateway.wishes import NO_WISHES

if TYPE_CHECKING:
    from gateway.config.models import Delivery
    from gateway.wishes import Wish, Wishes


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Whom a copy is from and for, as the next hop is told."""

    reverse_path: str
    recipients: tuple[str, ...]
    wishes: Wishes = NO_WISHES
    wish: tuple[Wish, ...] = ()  # about each recipient
    needs_utf8: bool = False  # the header does

    @property
    def is_ascii(self) -> bool:
        """Whether it can be told without SMTPUTF8 (RFC 6531)."""
        return self.reverse_path.isascii() and all(r.isascii() for r in self.recipients)

    @property
    def is_mixed(self) -> bool:
        """Whether some of those it is for can be named without SMTPUTF8, and others cannot."""
        return len({recipient.isascii() for recipient in self.recipients}) > 1

    def without_utf8(self) -> Envelope:
        """Return it for those alone who can be named without SMTPUTF8."""
        numbers = [n for n, each in enumerate(self.recipients) if each.isascii()]
        return replace(
            self,
            recipients=tuple(self.recipients[n] for n in numbers),
            wish=tuple(self.wish[n] for n in numbers) if self.wish else (),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """How long the next hop may take, in seconds (RFC 5321 4.5.3.2)."""

    connect_s: float
    command_s: float
    data_s: float

    @classmethod
    def of(cls, delivery: Delivery) -> Deadlines:
        """Read them from the configuration."""
        return cls(
            connect_s=delivery.connect_timeout.total_seconds(),
            command_s=delivery.command_timeout.total_seconds(),
            data_s=delivery.data_timeout.total_seconds(),
        )
