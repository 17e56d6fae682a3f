"""What a client said in a session, and in a transaction of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiosmtpd.smtp import Envelope, Session

from gateway.smtp.parameters import NOTHING_SAID
from gateway.smtp.xforward import NOT_FORWARDED, Forwarded
from gateway.wishes import NO_WISHES, Wishes

if TYPE_CHECKING:
    from gateway.smtp.parameters import MailParameters
    from gateway.submission import Submitter
    from gateway.wishes import Wish


@dataclass(frozen=True, slots=True)
class Peer:
    """Who is at the other end, and how."""

    address: str  # IP address
    is_local: bool  # on this machine
    is_encrypted: bool


class Dialogue(Session):
    """What the client said about itself; STARTTLS begins a new one, so nothing of it is left."""

    submitter: Submitter | None = None  # by AUTH, or else by network
    forwarded: Forwarded = NOT_FORWARDED


class Transaction(Envelope):
    """What MAIL and RCPT said."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        super().__init__()
        self.said: MailParameters = NOTHING_SAID
        self.wish_of: dict[str, Wish] = {}  # by address, where there is one

    @property
    def wishes(self) -> Wishes:
        """What was asked for besides the delivery."""
        said = self.said
        if not (self.wish_of or said.returns or said.envelope_id or said.is_utf8):
            return NO_WISHES
        return Wishes(
            returns=said.returns,
            envelope_id=said.envelope_id,
            smtputf8=said.is_utf8,
            by_address=self.wish_of,
        )
