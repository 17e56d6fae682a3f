"""What a provider of texts is: how it is asked to send one, and what its answers mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Final, Protocol

from suppression.entry import Reason  # noqa: TC001 - dataclass fields are read at run time

_LONG_AGO: Final = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that leaves now."""

    to: str  # E.164
    sender: str  # E.164 or a short code; "" for what the provider has as its own
    words: str
    valid_s: int  # how long it is of use
    callback: str  # URL that is told what becomes of it; "" for none
    queue_id: str = ""
    attempt: int = 1
    at: datetime = _LONG_AGO  # when it leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The one HTTP request that asks to send a text."""

    method: str
    url: str
    query: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    json: bytes = b""  # the body, in the place of a form
    headers: tuple[tuple[str, str], ...] = ()
    login: tuple[str, str] | None = None  # of HTTP's Basic


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: the status, how long it asks to wait, the first bytes of the body."""

    status: int
    body: bytes
    retry_after_s: float = 0.0
    is_whole: bool = True  # the body is neither cut off nor longer than what is read


class Fate(Enum):
    """What an answer means for the text."""

    SENT = auto()  # the provider has it
    REFUSED = auto()  # for good
    LATER = auto()  # not taken: too much at once
    DOWN = auto()  # not taken, and no fault of the text: our account, our configuration
    UNKNOWN = auto()  # it may have been taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an order. `reply` is what people read, as printable ASCII."""

    fate: Fate
    reply: str
    provider_id: str = ""  # of the text there
    pause_s: float = 0.0  # of LATER
    proves: Reason | None = None  # why this number must not be texted any more
    part_ids: tuple[str, ...] = ()  # what the provider calls each part of the text that it took
    parts: int = 1  # that the text has


class Provider(Protocol):
    """One provider. It only words orders and reads answers; what is asked, a carrier asks."""

    def order(self, text: Text, secret: str) -> Order:
        """Return the request that sends a text. `secret` is the route's password.

        Raises:
            PermanentFailure: it is none that this route sends.
        """
        ...

    def read(self, answer: Answer) -> Outcome:
        """Return what an answer means, whatever it is."""
        ...
