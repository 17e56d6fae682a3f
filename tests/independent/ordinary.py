"""Whether a message is ordinary: the standard library finds nothing wrong with it."""

from __future__ import annotations

import email
import email.policy
import re
from typing import Final

_SEALED: Final = frozenset(
    {"multipart/signed", "multipart/encrypted", "application/pkcs7-mime",
     "application/x-pkcs7-mime"}
)  # fmt: skip
_PGP: Final = re.compile(rb"^-----BEGIN PGP ", re.MULTILINE)


def is_ordinary(raw: bytes) -> bool:
    """Whether it has no defect, one From address, and is neither signed nor encrypted."""
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        senders = message.get_all("From", [])
        if len(senders) != 1 or len(senders[0].addresses) != 1 or senders[0].defects:
            return False
        return not _PGP.search(raw) and not any(
            part.defects or part.get_content_type() in _SEALED
            or any(value.defects for _, value in part.items())
            for part in message.walk()
        )  # fmt: skip
    except Exception:  # noqa: BLE001 - the standard library breaks on some headers: not ordinary
        return False
