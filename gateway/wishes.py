"""What a submitter asks for besides the delivery: reports (RFC 3461), UTF-8 (RFC 6531)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What RCPT said of one recipient."""

    notify: str = ""  # "NEVER", or of SUCCESS, FAILURE, DELAY, with commas; "" leaves it to us
    original: str = ""  # ORCPT: "rfc822;" and xtext

    @property
    def of_failure(self) -> bool:
        """Whether a failure is to be reported; where nothing is said it is (RFC 3461 4.1)."""
        return not self.notify or "FAILURE" in self.notify.split(",")

    @property
    def of_delay(self) -> bool:
        """Whether a delay is to be reported; where nothing is said it may be (RFC 3461 4.1)."""
        return not self.notify or self.asks_for_delay

    @property
    def asks_for_delay(self) -> bool:
        """Whether the submitter said that a delay is to be reported."""
        return "DELAY" in self.notify.split(",")

    @property
    def of_success(self) -> bool:
        """Whether a success is to be reported."""
        return "SUCCESS" in self.notify.split(",")


NO_WISH: Final = Wish()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What MAIL said of the message, and what RCPT said of its recipients."""

    returns: str = ""  # RET: "FULL" or "HDRS", of the message in a report of failure
    envelope_id: str = ""  # ENVID, xtext
    smtputf8: bool = False
    by_address: Mapping[str, Wish] = field(default_factory=dict)

    def of(self, address: str) -> Wish:
        """Return what was said of a recipient."""
        return self.by_address.get(address, NO_WISH)


NO_WISHES: Final = Wishes()
