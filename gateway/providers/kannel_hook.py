"""Calls of Kannel: GETs that know a secret; the charset of a text is what its coding was."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from gateway.delivery.smtp_reply import clean
from gateway.providers.hook import Call, ReceivedText, Told, count_in, first
from gateway.spool.receipts import Receipt, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_REPORTS: Final[Mapping[int, Report]] = {
    1: Report.ARRIVED,
    2: Report.FAILED,
    4: Report.UNDER_WAY,
    8: Report.UNDER_WAY,  # the SMSC took it
    16: Report.FAILED,  # the SMSC did not
}
_WIDE: Final = ("UTF-16", "UCS-2", "UCS2")
_LITTLE_ENDIAN: Final = b"\xff\xfe"  # the mark of RFC 2781 3.2


class KannelHook:
    """How Kannel calls us about one route."""

    methods = frozenset({"GET"})
    thanks = ("text/plain", "")

    def __init__(self, route: str, secrets: Sequence[str]) -> None:
        """`secrets`: any of them may stand in the URL."""
        self._route = route
        self._secrets = tuple(secret.encode() for secret in secrets)

    def is_genuine(self, call: Call) -> bool:
        """Whether the call knows a secret of the route."""
        given = first(call.query, "secret").encode()
        return any([hmac.compare_digest(each, given) for each in self._secrets])  # noqa: C419 - none is left out

    def text(self, call: Call) -> ReceivedText:
        """Return the text that a call brings."""
        query = call.query
        raw = next((value for name, value in query if name == b"text"), b"")
        at = count_in(query, "at")
        return ReceivedText(
            sender=first(query, "from"),
            to=first(query, "to"),
            words=_words(raw, first(query, "charset").upper()),
            reference=first(query, "id"),
            received_at=datetime.fromtimestamp(at, UTC) if at else None,
        )

    def told(self, call: Call) -> Told | None:
        """Return what a call reports; kinds that Kannel gets one day are no report."""
        query = call.query
        kind = count_in(query, "type")
        report = _REPORTS.get(kind)
        if report is None:
            return None
        return Told(
            receipt=Receipt(
                queue_id=first(query, "id"),
                route=self._route,
                attempt=count_in(query, "attempt"),
                report=report,
                said=clean(f"{report} (type {kind}) {first(query, 'answer')}"),
            )
        )


def _words(raw: bytes, charset: str) -> str:
    """Return the text in a charset of Kannel's, or in one that imitators name: it may be a stop."""
    if any(name in charset for name in _WIDE):
        is_little = raw.startswith(_LITTLE_ENDIAN) or charset.endswith("LE")
        return raw.decode("utf-16-le" if is_little else "utf-16-be", "replace").lstrip("\ufeff")
    if charset == "WINDOWS-1252":
        return raw.decode("cp1252", "replace")
    words = raw.decode("utf-8", "replace")
    is_other = "\ufffd" in words and words.replace("\ufffd", "").isascii()
    return raw.decode("cp1252", "replace") if is_other else words
