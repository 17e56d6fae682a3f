"""What a delivery report says of one recipient, for programs and for people (RFC 3464 2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Final, Literal

from filters.codes import CODES
from gateway.delivery.smtp_reply import MAX_LINE, clean
from gateway.spool.model import State
from gateway.wishes import NO_WISH

if TYPE_CHECKING:
    from filters.decision import Ruling
    from filters.message import Recipient
    from gateway.wishes import Wish

_ENDINGS: Final = {
    State.FAILED: (
        "PROVIDER_REJECTED",
        "The next mail server did not take it",
        "Check the address and what the server said, then send it again",
    ),
    State.EXPIRED: (
        "QUEUE_EXPIRED",
        "It could not be handed over in time and is no longer tried. The last answer was",
        "Send it again later; if that fails too, show this report to your mail administrator",
    ),
    State.CANCELLED: (
        "QUEUE_CANCELLED",
        "It was accepted, and then kept from leaving",
        "Ask whoever runs the gateway, who wrote down why",
    ),
    State.SUPPRESSED: (
        "SUPPRESSED_OPTOUT",
        "The recipient must not get it any more, which became known after it was accepted",
        "Remove them from your mailing list; only their own newer consent lifts an opt-out",
    ),
}
"""How a delivery ended: our code for it, what happened, what to do about it."""

Action = Literal["failed", "delayed", "delivered", "relayed", "expanded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientReport:
    """What became of one recipient, for programs and for people."""

    address: str
    status: str  # enhanced status code, "5.7.1"
    # with its type: "x-optwarden; CODE sentence", "smtp; 550 5.1.1 no such user"; "" is none
    diagnostic: str
    action: Action = "failed"
    explanation: str = ""  # sentences a stranger can act on
    original: str = ""  # ORCPT of RCPT
    tried_until: datetime | None = None  # of one that is delayed


def refusal(ruling: Ruling, wish: Wish = NO_WISH) -> RecipientReport:
    """Return the report on a recipient whom our own rules refuse."""
    finding = ruling.deciding
    if finding is None:
        message = "nothing was found against this recipient"
        raise ValueError(message)
    code = CODES.get(finding.code)
    status = code.smtp.partition(" ")[2] if code else ""
    return RecipientReport(
        address=ruling.recipient.address,
        status=status if status.startswith("5.") else "5.7.1",
        diagnostic=f"x-optwarden; {finding.code} {finding.reason}",
        explanation=_sentences(
            code.title if code else "", finding.reason, code.remedy if code else ""
        ),
        original=wish.original,
    )


def relay(
    recipient: Recipient, *, reply: str, status: str, wish: Wish = NO_WISH
) -> RecipientReport:
    """Return the report on a recipient whose next hop has the message and reports no success."""
    return RecipientReport(
        address=recipient.address,
        status=status if status.startswith("2.") else "2.0.0",
        diagnostic=_diagnostic(reply),
        action="relayed",  # RFC 3461 5.2.2
        explanation=_sentences(
            "The next mail server has it, and reports no arrival, as you asked for"
        ),
        original=wish.original,
    )


def delay(
    recipient: Recipient, *, reply: str, status: str, tried_until: datetime, wish: Wish = NO_WISH
) -> RecipientReport:
    """Return the report on a recipient who does not have the message yet; "" is no reply so far."""
    said = f"The last answer was: {clean(reply)}" if reply else "It could not be handed over so far"
    return RecipientReport(
        address=recipient.address,
        status=status if status.startswith("4.") else "4.0.0",
        diagnostic=_diagnostic(reply) if reply else "",  # RFC 3464 2.3.6: as it was said, or none
        action="delayed",
        explanation=_sentences(said),
        original=wish.original,
        tried_until=tried_until,
    )


def failure(
    recipient: Recipient, *, state: State, reply: str, status: str, wish: Wish = NO_WISH
) -> RecipientReport:
    """Return the report on a recipient who was let pass and did not get the message."""
    ours, what, remedy = _ENDINGS.get(state, _ENDINGS[State.FAILED])
    said_by_next_hop = reply[:3].isdigit()
    return RecipientReport(
        address=recipient.address,
        status=status if status.startswith("5.") else "5.0.0",
        diagnostic=f"smtp; {reply}" if said_by_next_hop else f"x-optwarden; {ours} {reply}",
        explanation=_sentences(f"{what}: {reply.strip()[:MAX_LINE]}", remedy),
        original=wish.original,
    )


def _diagnostic(reply: str) -> str:
    return f"smtp; {reply}" if reply[:3].isdigit() else f"x-optwarden; {reply}"


def _sentences(*parts: str) -> str:
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)
