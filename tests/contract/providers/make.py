"""What the tests of providers start from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from filters.message import Recipient
from gateway.config.models import Delivery, Route
from gateway.errors import StoreUnavailable
from gateway.providers.http_carrier import HttpCarrier
from gateway.providers.proofs import Proofs
from gateway.providers.provider import Answer, Fate, Order, Outcome, Text
from suppression.channel import Channel
from suppression.entry import NEVER, Entry
from suppression.keys import phone_key
from tests.contract.delivery.make import NOW, claimed

if TYPE_CHECKING:
    from gateway.providers.asking import Asking
    from gateway.providers.provider import Provider
    from gateway.spool.model import Claimed
    from suppression.actor import Actor
    from suppression.entry import NewEntry

NUMBER, OURS = "+19169668284", "+15005550006"
WORDS = "See you at 3, café"


def text(**changes: Any) -> Claimed:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "channel": Channel.SMS,
        "category": "appointment",
        "reverse_path": OURS,
        "route": "texts",
        "recipients": (Recipient(address=NUMBER, key=phone_key(NUMBER)),),
        "expires_at": NOW + timedelta(hours=1),
    }
    return claimed(**{**fields, **changes})


@dataclass
class People:
    """A list that is another's: writes down what it is told, or cannot."""

    told: list[tuple[NewEntry, Actor]] = field(default_factory=list)
    is_down: bool = False

    async def add(self, new: NewEntry, by: Actor) -> tuple[Entry, bool]:
        if self.is_down:
            raise StoreUnavailable("locked")
        self.told.append((new, by))
        entry = Entry(
            entry_id="E-1", channel=new.channel, key=new.key, scope=new.scope, sender=new.sender,
            reason=new.reason, origin=new.origin, evidence=new.evidence,
            requested_at=new.requested_at, effective_at=new.requested_at, expires_at=NEVER,
        )  # fmt: skip
        return entry, True


@dataclass
class Seconds:
    """A clock that a test moves on."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


class Plain:
    """The simplest provider there is: one line says what became of a text."""

    def __init__(self, url: str, method: str = "POST") -> None:
        self._url = url
        self._method = method

    def order(self, text: Text, secret: str) -> Order:
        return Order(
            method=self._method, url=f"{self._url}/send", query=(("to", text.to),),
            form=(("words", text.words), ("callback", text.callback)), login=("us", secret),
        )  # fmt: skip

    def read(self, answer: Answer) -> Outcome:
        word = answer.body.decode("latin-1").split(" ")[0]
        fate = Fate.__members__.get(word, Fate.UNKNOWN)
        return Outcome(
            fate=fate, reply=f"{answer.status} {word}", provider_id="their-id",
            pause_s=answer.retry_after_s,
        )  # fmt: skip


def route(**changes: Any) -> Route:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "name": "texts", "channel": "sms", "kind": "outbox", "password": "key of the tests",
    }  # fmt: skip
    return Route(**{**fields, **changes})


def carrier(
    provider: Provider,
    *,
    people: People | None = None,
    callback: str = "",
    patience_s: float = 5.0,
    seconds: Seconds | None = None,
    on: Route | None = None,
    asker: Asking | None = None,
) -> HttpCarrier:
    patience = timedelta(seconds=patience_s)
    return HttpCarrier(
        on or route(), provider,
        delivery=Delivery(connect_timeout=patience, answer_timeout=patience),
        callback=callback, proofs=Proofs(people or People(), lambda: NOW), clock=lambda: NOW,
        monotonic=seconds or Seconds(), asker=asker,
    )  # fmt: skip
