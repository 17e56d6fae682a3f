"""Takes texts to a provider: what all of them have in common, and those that are asked over HTTP.

**Failures:** a provider that cannot be reached, refuses or falls silent is an outcome. A text that
it may have taken is UNKNOWN and never sent again unasked; where it says that the number is to be
left alone and the list cannot be written, the text is tried again, so that it says so again.
"""

from __future__ import annotations

import hashlib
import ssl
import time
from abc import ABC, abstractmethod
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from gateway.delivery.carrier import settle_all
from gateway.delivery.circuit_breaker import CircuitBreaker
from gateway.errors import (
    ConfigError,
    GatewayError,
    PermanentFailure,
    Problem,
    StoreUnavailable,
    TemporaryFailure,
    UnknownOutcome,
)
from gateway.log import logger
from gateway.providers.asking import MAX_ANSWER_BYTES, Asker
from gateway.providers.guard import guarded
from gateway.providers.provider import Fate, Outcome, Text
from gateway.secret_files import read_secret
from gateway.spool.model import Settlement, State

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gateway.config.models import Delivery, Route
    from gateway.providers.asking import Asking
    from gateway.providers.proofs import Proofs
    from gateway.providers.provider import Provider
    from gateway.spool.model import Claimed

_PAUSE_S: Final = 30.0  # where a provider has too much and does not say for how long
_LONG_PAUSE_S: Final = 3600.0
_UNSETTLED: Final = frozenset({Fate.DOWN, Fate.UNKNOWN})
_ENDS: Final = {
    Fate.SENT: (State.DELIVERED, "2.0.0"),
    Fate.REFUSED: (State.FAILED, "5.0.0"),
    Fate.LATER: (State.QUEUED, "4.3.2"),
    Fate.DOWN: (State.DEFERRED, "4.4.1"),
    Fate.UNKNOWN: (State.UNKNOWN, "4.4.2"),
}
_REFUSED_PERSON: Final = "5.7.1"


class TextCarrier(ABC):
    """The next hop of one route whose texts a provider carries."""

    def __init__(
        self,
        route: Route,
        *,
        callback: str,
        proofs: Proofs,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Connect to nothing yet. `callback`: URL for what becomes of texts; "" for none."""
        self._route = route
        self._callback = callback
        self._proofs = proofs
        self._clock = clock
        self._monotonic = monotonic
        self._breaker = CircuitBreaker(monotonic)
        self._rests_until = 0.0

    @property
    def limit(self) -> int:
        """How many sends at once it takes just now."""
        if self._is_resting:
            return 0
        return 1 if self._breaker.is_half_open else self._route.max_connections

    async def send(self, claimed: Claimed, copy: bytes) -> tuple[Settlement, ...]:
        """Ask for one text to be sent."""
        if self._is_resting:
            return settle_all(claimed, State.QUEUED, "the provider is left alone for a while")
        outcome = await self._asked(claimed, copy)
        self._note(outcome)
        if outcome.proves is not None:
            try:
                await self._proofs.record(
                    claimed.recipients[0].key, outcome.proves,
                    route=self._route.name, said=outcome.reply, message=claimed.queue_id,
                )  # fmt: skip
            except StoreUnavailable as error:
                return settle_all(claimed, State.DEFERRED, str(error), status="4.3.0")
        return self._settled(claimed, copy, outcome)

    @abstractmethod
    async def close(self) -> None:
        """Let go of what is held open."""

    @abstractmethod
    async def _asked(self, claimed: Claimed, copy: bytes) -> Outcome:
        """Ask for one text to be sent, and return what became of that, whatever it was."""

    @property
    def _is_resting(self) -> bool:
        return self._breaker.is_open or self._monotonic() < self._rests_until

    def _text(self, claimed: Claimed, copy: bytes) -> Text:
        asked = urlencode({"id": claimed.queue_id, "attempt": claimed.attempt})
        now = self._clock()
        left = claimed.expires_at - now
        return Text(
            to=claimed.recipients[0].key,
            sender=claimed.reverse_path or self._route.number,
            words=copy.decode(),
            valid_s=max(1, int(left.total_seconds())),
            callback=f"{self._callback}?{asked}" if self._callback else "",
            queue_id=claimed.queue_id,
            attempt=claimed.attempt,
            at=now,
        )

    def _note(self, outcome: Outcome) -> None:
        """Let the provider alone for as long as it asks, or after it failed several times."""
        if outcome.fate is Fate.LATER:
            pause_s = outcome.pause_s or _PAUSE_S
            self._rests_until = max(self._rests_until, self._monotonic() + pause_s)
            if pause_s > _LONG_PAUSE_S:
                logger().warning("route-rests", route=self._route.name, for_s=int(pause_s))
        elif outcome.fate in _UNSETTLED:
            self._breaker.failed()
        else:
            self._breaker.worked()

    def _settled(self, claimed: Claimed, copy: bytes, outcome: Outcome) -> tuple[Settlement, ...]:
        state, status = _ENDS[outcome.fate]
        next_at = None
        if outcome.fate is Fate.LATER:  # as if it had never been taken: it used up no attempt
            next_at = self._clock() + timedelta(seconds=outcome.pause_s or _PAUSE_S)
        is_sent = outcome.fate is Fate.SENT
        return tuple(
            Settlement(
                delivery_id=delivery_id,
                state=state,
                reply=outcome.reply,
                status=_REFUSED_PERSON if outcome.proves else status,
                next_at=next_at,
                sent_sha256=hashlib.sha256(copy).hexdigest() if is_sent else "",
                next_hop_id=outcome.provider_id if is_sent else "",
                attempt=claimed.attempt,
                part_ids=outcome.part_ids,
                parts=outcome.parts,
            )
            for delivery_id in claimed.delivery_ids
        )


class HttpCarrier(TextCarrier):
    """The next hop of one route whose provider is asked over HTTP."""

    def __init__(  # noqa: PLR0913 - everything it works with
        self,
        route: Route,
        provider: Provider,
        *,
        delivery: Delivery,
        callback: str,
        proofs: Proofs,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        asker: Asking | None = None,
    ) -> None:
        """Connect to nothing yet. `callback`: URL for what becomes of texts; "" for none.

        `asker`: who asks in the place of one that is made here.

        Raises:
            ConfigError: `ca_file` cannot be used.
        """
        super().__init__(route, callback=callback, proofs=proofs, clock=clock, monotonic=monotonic)
        self._provider = provider
        self._asker = asker or make_asker(route, delivery, clock)

    async def close(self) -> None:
        """Let go of what is held open."""
        await self._asker.close()

    async def _asked(self, claimed: Claimed, copy: bytes) -> Outcome:
        try:
            order = self._provider.order(self._text(claimed, copy), password_of(self._route))
            answer = await self._asker.ask(order)
        except UnknownOutcome as failure:
            return Outcome(fate=Fate.UNKNOWN, reply=failure.reply)
        except TemporaryFailure as failure:
            return Outcome(fate=Fate.DOWN, reply=failure.reply)
        except PermanentFailure as failure:
            return Outcome(fate=Fate.REFUSED, reply=failure.reply)
        except ConfigError:  # the file's name is nobody's business who reads the queue
            return Outcome(fate=Fate.DOWN, reply="the route's password cannot be read")
        try:
            with guarded():
                return self._provider.read(answer)
        except GatewayError as error:  # whatever it says, the text may be there
            logger().error("answer-unreadable", route=self._route.name, error=str(error))
            return Outcome(fate=Fate.UNKNOWN, reply=f"{answer.status} and nothing we can read")


def make_asker(
    route: Route,
    delivery: Delivery,
    clock: Callable[[], datetime],
    most_bytes: int = MAX_ANSWER_BYTES,
) -> Asker:
    """Return who asks the provider of a route.

    Raises:
        ConfigError: `ca_file` cannot be used.
    """
    return Asker(
        connect_s=delivery.connect_timeout.total_seconds(),
        answer_s=delivery.answer_timeout.total_seconds(),
        tls=authorities_of(route),
        clock=clock,
        most_bytes=most_bytes,
    )


def password_of(route: Route) -> str:
    """Return the password; it is read each time, so that a new one needs no reload."""
    secret = route.password.get_secret_value()
    return secret or (read_secret(route.password_file) if route.password_file else "")


def authorities_of(route: Route) -> ssl.SSLContext | None:
    """Return the certificate authorities to trust; none for those of the system.

    Raises:
        ConfigError: they cannot be used.
    """
    if route.ca_file is None:
        return None
    try:
        return ssl.create_default_context(cafile=route.ca_file)
    except OSError as error:
        problem = Problem(str(route.ca_file), 0, f"route {route.name}", f"cannot be used: {error}")
        raise ConfigError((problem,)) from error
