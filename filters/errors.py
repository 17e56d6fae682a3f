"""What makes a message impossible to examine."""

from __future__ import annotations

from suppression.errors import GatewayError


class MalformedMessage(GatewayError):  # noqa: N818 - the noun the edges speak of
    """The structure of a message cannot be read without guessing (550 5.6.0, 422).

    `code` is the reason code, `MIME_MALFORMED` unless a more exact one applies.
    """

    def __init__(self, reason: str, *, code: str = "MIME_MALFORMED") -> None:
        """Say what was found, and where."""
        super().__init__(reason)
        self.code = code
        self.reason = reason
