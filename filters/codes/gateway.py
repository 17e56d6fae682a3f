"""The codes of the gateway itself: what it could not do, and what became of a message."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from filters.codes.code import NO_REPLY, NO_STATUS, Code

GATEWAY: Final = MappingProxyType(
    {
        "STORE_UNAVAILABLE": Code(
            "451 4.3.0",
            503,
            "The gateway cannot read or write its records",
            "Try again later; an admin finds the cause in the log.",
        ),
        "INTERNAL_CHECK_BROKEN": Code(
            "451 4.3.0",
            503,
            "A check could not be done, so nothing was passed",
            "Try again later; an admin finds the check's name in the log.",
        ),
        "INTERNAL_PROOF_FAILED": Code(
            "451 4.3.0",
            503,
            "The changed message did not pass the gateway's own examination",
            "Report the message's structure; `optwarden check` shows what was wrong.",
        ),
        "INTERNAL_POISON": Code(
            "550 5.3.0",
            NO_STATUS,
            "The message stopped the delivery several times and was set aside",
            "An admin looks at it with `optwarden queue show` and retries or cancels it.",
        ),
        "INTERNAL_ERROR": Code(
            "451 4.3.0",
            503,
            "The gateway made a mistake",
            "Try again later; an admin finds the cause in the log.",
        ),
        "CONFIG_INVALID": Code(
            "451 4.3.5",
            503,
            "The gateway is not configured for this",
            "An admin finds the cause with `optwarden config check`.",
        ),
        "QUEUE_FULL": Code(
            "452 4.3.1",
            503,
            "The gateway has no room for more messages",
            "Try again later; an admin frees disk space or mends the next hop.",
        ),
        "QUEUE_EXPIRED": Code(
            "550 5.4.7",
            NO_STATUS,
            "The message could not be delivered in time",
            "Check the route; the report has the next hop's last answer.",
        ),
        "QUEUE_CANCELLED": Code(
            "550 5.7.1",
            NO_STATUS,
            "The message was taken back after it was accepted",
            "Ask whoever runs the gateway; the report has the reason they gave.",
        ),
        "PROVIDER_REJECTED": Code(
            "550 5.0.0",
            502,
            "The next hop refused the message",
            "Mend what the next hop's answer names.",
        ),
        "PROVIDER_UNAVAILABLE": Code(
            "451 4.4.1",
            503,
            "The next hop cannot be reached",
            "Try again later; an admin checks the route.",
        ),
    }
)

OUTCOMES: Final = MappingProxyType(
    {
        "OK_ACCEPTED": Code("250 2.0.0", 202, "Taken over, unchanged", "Nothing to do."),
        "OK_ACCEPTED_MODIFIED": Code(
            "250 2.0.0",
            202,
            "Taken over, with what the law asks for added",
            "Nothing to do.",
        ),
        "OK_PARTIAL": Code(
            "250 2.0.0",
            202,
            "Taken over for some recipients",
            "Read the verdict of each recipient, or the delivery report that follows.",
        ),
        "HELD_REVIEW": Code(
            "250 2.0.0",
            202,
            "Taken over and waiting for a person to decide",
            "Decide on the admin page Held, or with `optwarden held release` or `held reject`.",
        ),
        "HELD_QUIET_HOURS": Code(
            NO_REPLY,
            202,
            "Taken over and waiting for the morning of the recipient",
            "Nothing to do; not_before says when it leaves.",
        ),
    }
)
