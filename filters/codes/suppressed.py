"""The codes of the suppression list: the recipient does not want it, or must not get it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from filters.codes.code import NO_REPLY, Code

SUPPRESSED: Final = MappingProxyType(
    {
        "SUPPRESSED_OPTOUT": Code(
            "550 5.7.1",
            403,
            "The recipient opted out of this kind of message",
            "Remove them from your mailing list; only their own newer consent lifts an opt-out.",
        ),
        "SUPPRESSED_COMPLAINT": Code(
            "550 5.7.1",
            403,
            "The recipient reported an earlier message as spam",
            "Take the recipient off every commercial list; a complaint counts as an opt-out.",
        ),
        "SUPPRESSED_ALL": Code(
            "550 5.7.1",
            403,
            "The recipient asked for no messages at all",
            "Do not write to this recipient; an admin can lift the entry with evidence of consent.",
        ),
        "SUPPRESSED_BOUNCE": Code(
            "550 5.7.1",
            403,
            "Earlier messages to this recipient could not be delivered",
            "Correct the address; an admin can lift the entry when it is known to work again.",
        ),
        "SUPPRESSED_DELETED": Code(
            "550 5.7.1",
            403,
            "The recipient had their data deleted",
            "Delete the recipient in the sending system too; their own new contact lifts it.",
        ),
        "SUPPRESSED_MINOR": Code(
            "550 5.7.1",
            403,
            "The recipient is recorded as a child",
            "Delete the recipient's data; only the compliance role lifts the entry, with a reason.",
        ),
        "SUPPRESSED_LEGAL": Code(
            "550 5.7.1",
            403,
            "The recipient must not be contacted for a legal reason",
            "Ask the compliance role; only it lifts the entry, with a reason.",
        ),
        "SUPPRESSED_WRONG_NUMBER": Code(
            NO_REPLY,
            403,
            "The number belongs to somebody else",
            "Ask the person for their number; START from the number itself lifts the entry.",
        ),
        "SUPPRESSED_PENDING_REVOCATION": Code(
            "250 2.0.0",
            202,
            "A reply of the recipient may ask for an opt-out and waits for a reader",
            "Read it with `optwarden review show` and decide it: what is held goes on, or ends.",
        ),
        "SUPPRESSED_DOMAIN": Code(
            "550 5.7.1",
            403,
            "The recipient's whole domain is suppressed",
            "Take the domain off the list; an admin can lift the entry of the domain.",
        ),
    }
)
