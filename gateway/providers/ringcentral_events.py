"""What RingCentral tells us: events that know the token we gave it, and lists of messages.

RingCentral signs nothing. Each event brings the verification token of its subscription, in a header
that its pages name in two ways; while a subscription is made, a token of its own has to come back.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from gateway.delivery.smtp_reply import clean
from gateway.providers.hook import ReceivedText
from gateway.providers.ringcentral import (
    BY_PROGRAM,
    EVERY_NUMBER,
    FAILED,
    PROVES,
    informs,
    object_in,
    words,
)
from gateway.spool.receipts import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gateway.providers.hook import Call
    from suppression.entry import Reason

_VERIFICATION: Final = "verification-token"
_VALIDATION: Final = "validation-token"
_ECHOED: Final = re.compile(r"[\x21-\x7e]{1,256}")  # the whole answer is to be below 1024 bytes
_BY_TEXT: Final = frozenset({"Recipient", ""})  # events of version 1 tell of keywords only
_REPORTS: Final[Mapping[str, Report]] = {
    "Queued": Report.UNDER_WAY,
    "Sent": Report.UNDER_WAY,
    "Delivered": Report.ARRIVED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What became of a text that left."""

    to: str
    provider_id: str
    words: str
    at: datetime | None  # when it was taken
    report: Report
    said: str
    proves: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptedOut:
    """A person whom somebody else opted out at RingCentral."""

    person: str
    said: str
    is_as_told: bool = False  # as one reads that we told RingCentral of


@dataclass(frozen=True, slots=True)
class Changed:
    """Something happened to messages: the list of them says what."""


Happening = ReceivedText | Progress | OptedOut | Changed


class RingCentralListener:
    """How RingCentral calls us about one route."""

    def __init__(self, secrets: Sequence[str]) -> None:
        """`secrets`: any of them may be a subscription's token; the first is given to new ones."""
        self._secrets = tuple(secret.encode() for secret in secrets)

    @property
    def token(self) -> str:
        """The verification token for a new subscription."""
        return self._secrets[0].decode()

    @property
    def mark(self) -> str:
        """What tells subscriptions with this token from others; says nothing of the token."""
        return hashlib.sha256(self._secrets[0]).hexdigest()[:8]

    def echo(self, call: Call) -> str:
        """Return the token that has to come back; "" for a call that is no such question."""
        given = call.headers.get(_VALIDATION, "")
        return given if _ECHOED.fullmatch(given) else ""

    def is_genuine(self, call: Call) -> bool:
        """Whether the call knows a token of ours."""
        given = [
            call.headers.get(name, "").encode("utf-8", "surrogateescape")
            for name in (_VERIFICATION, _VALIDATION)
        ]
        return any([hmac.compare_digest(s, each) for s in self._secrets for each in given])  # noqa: C419 - none is left out

    def read(self, call: Call) -> tuple[Happening, ...]:
        """Return what an event tells; new kinds tell nothing."""
        said = object_in(call.body)
        body = said.get("body")
        path = words(said.get("event")).partition("?")[0]
        if not isinstance(body, dict):
            return ()
        if path.endswith(("/message-store/instant", "/a2p-sms/messages")):
            return tuple(filter(None, (happening(body),)))
        if path.endswith(("/a2p-sms/opt-outs", "/sms/consents")):
            return tuple(self._opt_outs(body, words(said.get("uuid"))))
        return (Changed(),) if path.endswith("/message-store") else ()

    def _opt_outs(self, body: Mapping[str, Any], uuid: str) -> Iterator[ReceivedText | OptedOut]:
        """Yield who opted out; an opt-in is not heard, for the person's own text says it to us.

        Whoever texted RingCentral a stop has texted us one: the text itself may never come.
        """
        records = body.get("records")
        for each in records if isinstance(records, list) else [body]:
            if not isinstance(each, dict):
                continue
            if each.get("optStatus") == "OptOut" or each.get("active") is True:
                person, ours = _phone(each.get("to")), _phone(each.get("from"))
                source, at = words(each.get("source")), words(each.get("lastModifiedTime"))
                if source not in _BY_TEXT:
                    yield OptedOut(
                        person=person,
                        said=clean(f"opted out of {ours} by {source}"),
                        is_as_told=(ours, source) == (EVERY_NUMBER, BY_PROGRAM),
                    )
                    continue
                yield ReceivedText(
                    sender=person, to=ours, words="", is_stop=True, received_at=moment(at),
                    reference=self._reference(at or uuid, ours, person),
                )  # fmt: skip

    def _reference(self, *of: str) -> str:
        """Return what tells one opt-out from others, in the log, too: no number is in it."""
        return hmac.digest(self._secrets[0], json.dumps(of).encode(), "sha256").hex()[:32]


def happening(message: Mapping[str, Any]) -> ReceivedText | Progress | None:
    """Return what one message tells, of an event or of a list; none where that is nothing."""
    match message.get("direction"):
        case "Inbound":
            return _text(message)
        case "Outbound":
            return _progress(message)
        case _:
            return None


def _text(message: Mapping[str, Any]) -> ReceivedText:
    to = message.get("to")
    ours = to if isinstance(to, list) else [to]
    # of a text to several people the one that is us
    meant = next((each for each in ours if isinstance(each, dict) and each.get("target")), None)
    return ReceivedText(
        sender=_phone(message.get("from")),
        to=_phone(meant or next(iter(ours), "")),
        words=_words(message),
        reference=words(message.get("id")),
        received_at=moment(message.get("creationTime")),
    )


def _progress(message: Mapping[str, Any]) -> Progress | None:
    status = words(message.get("messageStatus"))
    code = words(message.get("deliveryErrorCode")) or words(message.get("errorCode"))
    report = _REPORTS.get(status)
    proves = None
    if status in FAILED:
        report = Report.UNDER_WAY if informs(code) else Report.FAILED
        proves = PROVES.get(code)
    if report is None:
        return None
    to = message.get("to")
    return Progress(
        to=_phone(next(iter(to), "") if isinstance(to, list) else to),
        provider_id=words(message.get("batchId")) or words(message.get("id")),
        words=_words(message),
        at=moment(message.get("creationTime")),
        report=report,
        said=clean(f"{status} {code}"),
        proves=proves,
    )


def moment(written: object) -> datetime | None:
    """Read a time of RingCentral's (RFC 3339, to the nanosecond); none where it is none."""
    try:
        at = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", words(written)))
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _words(message: Mapping[str, Any]) -> str:
    return words(message.get("subject")) or words(message.get("text"))


def _phone(value: object) -> str:
    return words(value.get("phoneNumber")) if isinstance(value, dict) else words(value)
