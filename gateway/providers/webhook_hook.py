"""Calls of somebody's own receiver: JSON, signed after Standard Webhooks, each known by its id."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from gateway.delivery.smtp_reply import clean
from gateway.errors import MalformedMessage
from gateway.log import logger
from gateway.providers.hook import Call, ReceivedText, Told
from gateway.providers.said import inner, said, whole, words
from gateway.providers.webhook import PROVES
from gateway.spool.receipts import Receipt, Report
from gateway.standard_webhooks import is_signed, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gateway.config.models import Route

_REPORTS: Final[Mapping[str, Report]] = {
    "sent": Report.UNDER_WAY,
    "delivered": Report.ARRIVED,
    "failed": Report.FAILED,
}


class WebhookHook:
    """How the receiver of one route calls us."""

    methods = frozenset({"POST"})
    thanks = ("application/json", "{}")

    def __init__(self, route: Route, secrets: Sequence[str], clock: Callable[[], datetime]) -> None:
        """`secrets`: any of them may have signed."""
        self._route = route
        self._keys = tuple(key_of(secret) for secret in secrets)
        self._clock = clock

    def is_genuine(self, call: Call) -> bool:
        """Whether the receiver signed this call, within five minutes of now."""
        return is_signed(self._keys, call.headers, call.body, self._clock())

    def text(self, call: Call) -> ReceivedText:
        """Return the text that a call brings.

        Raises:
            MalformedMessage: it brings none. What we post ourselves is signed alike, and is none.
        """
        data = _data(call, "text.received", ("from", "text"))
        to = data.get("to")
        if to is not None and not isinstance(to, str):
            raise _malformed("data.to: a text, or nothing, is required")
        reference = call.headers["webhook-id"]
        return ReceivedText(
            sender=words(data, "from"),
            to=words(data, "to") or self._route.number,
            words=words(data, "text"),
            reference=reference,
            received_at=self._moment(data.get("received_at"), reference),
        )

    def told(self, call: Call) -> Told | None:
        """Return what a call reports; a status of another name is no report.

        Raises:
            MalformedMessage: it says of no text what became of it.
        """
        data = _data(call, "text.status", ("id", "status"))
        attempt = whole(data, "attempt")
        if attempt < 1:
            raise _malformed("data.attempt: the number that came with the text is required")
        status, code = words(data, "status"), words(data, "code")
        report = _REPORTS.get(status)
        if report is None:
            return None
        receipt = Receipt(
            queue_id=words(data, "id"),
            route=self._route.name,
            attempt=attempt,
            report=report,
            said=clean(" ".join(filter(None, (status, code, words(data, "reason"))))),
        )
        return Told(receipt=receipt, proves=PROVES.get(code) if report is Report.FAILED else None)

    def _moment(self, written: object, reference: str) -> datetime | None:
        """Return a time as RFC 3339 has it; none where it is left out or is none.

        A text is not refused for it: it may be a stop, and its sender may not send it again.
        """
        if written is None:
            return None
        with suppress(ValueError, OverflowError):
            at = datetime.fromisoformat(written if isinstance(written, str) else "")
            if at.tzinfo is not None:
                return at.astimezone(UTC)
        logger().warning("received-at-unread", route=self._route.name, reference=reference)
        return None


def _data(call: Call, kind: str, required: Sequence[str]) -> Mapping[str, Any]:
    message = said(call.body)
    if not message:
        raise _malformed("the body is no JSON object, or an empty one")
    if words(message, "type") != kind:
        raise _malformed(f'type: "{kind}" is required here')
    data = inner(message, "data")
    for name in required:
        if not isinstance(data.get(name), str):
            raise _malformed(f"data.{name}: a text is required")
    return data


def _malformed(reason: str) -> MalformedMessage:
    return MalformedMessage(reason, code="HTTP_BAD_REQUEST")
