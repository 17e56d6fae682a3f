"""Does what providers tell us: texts of people are taken, reports about ours are noted.

**Failures:** `StoreUnavailable` where a list or spool cannot be written. What was told is not done
then, and is answered 503: the provider says it again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from gateway.inbound.text_answers import source_of
from gateway.inbound.texts import InboundText
from gateway.providers.hook import ReceivedText, Told
from gateway.providers.hook_secrets import hook_secrets
from gateway.providers.kannel_hook import KannelHook
from gateway.providers.numberless import of_no_number
from gateway.providers.numbers import number_of
from gateway.providers.proofs import Listing, Proofs
from gateway.providers.ringcentral_events import Changed, OptedOut, Progress, RingCentralListener
from gateway.providers.twilio_hook import TwilioHook
from gateway.providers.webhook_hook import WebhookHook
from gateway.spool.attempts import Known
from gateway.spool.receipts import Receipt, Report
from suppression.entry import Reason

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from gateway.config.models import Config, Route
    from gateway.inbound.texts import Outcome
    from gateway.providers.hook import Call, Hook
    from gateway.providers.ringcentral_events import Happening
    from gateway.providers.signal_events import Arrived
    from gateway.providers.trouble import Trouble, Troubles
    from gateway.spool.attempts import Attempt
    from suppression.keys import RecipientKey

_ECHOES: Final = timedelta(minutes=5)
"""How long after it was told of an opt-out a provider may tell us of it."""


class Noting(Protocol):
    """The spool, as far as reports go."""

    async def addressee(self, receipt: Receipt) -> str:
        """Return the number of whom a report is about; "" of one that was taken before."""
        ...

    async def attempt_of(self, known: Known) -> Attempt | None:
        """Return the attempt that a provider speaks of, which names no queue id of ours."""
        ...

    async def take_receipt(self, receipt: Receipt) -> None:
        """Note what the provider of a text reports of it; states go forward only."""
        ...


class Watch(Protocol):
    """Keeps a provider telling us, and asks it for what it did not."""

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong just now, if anything is."""
        ...

    def wake(self) -> None:
        """Ask soon: something changed there."""
        ...


class People(Listing, Protocol):
    """The list, as far as providers tell it of people."""

    async def has_text(self, source: str, reference: str, person: str) -> bool:
        """Return whether a text of a person with this reference was taken."""
        ...

    async def has_learned(self, target: str, key: RecipientKey, since: datetime) -> bool:
        """Return whether a system said since then that it learned of an entry that is in force."""
        ...


class Hooks:
    """The providers that may call, by the names of their routes."""

    def __init__(
        self,
        config: Config,
        *,
        take_text: Callable[[InboundText], Awaitable[Outcome]],
        spool: Noting,
        listing: People,
        clock: Callable[[], datetime],
    ) -> None:
        """Hand on to these.

        Raises:
            ConfigError: the secrets of a route cannot be used.
        """
        self._region = config.company.phone_region
        self._take_text = take_text
        self._spool = spool
        self._people = listing
        self._proofs = Proofs(listing, clock)
        self._clock = clock
        self._url = config.public.url
        self._routes = {each.name: each for each in config.route if self._hook(each)}
        self._listened_to = {each.name: each for each in config.route if _listener(each)}
        self._watches: dict[str, Watch] = {}

    def of(self, route: str) -> Hook | None:
        """Return who may call about a route; none where nobody may.

        Its secrets are read each time, so that new ones need no reload.

        Raises:
            ConfigError: they cannot be used any more.
        """
        found = self._routes.get(route)
        return self._hook(found) if found is not None else None

    def _hook(self, route: Route) -> Hook | None:
        return _hook(route, self._url, self._clock)

    def listener(self, route: str) -> RingCentralListener | None:
        """Return who may tell of events on a route; none where nobody may.

        Raises:
            ConfigError: its secrets cannot be used any more.
        """
        found = self._listened_to.get(route)
        return _listener(found) if found is not None else None

    def watched(self, route: str, watch: Watch) -> None:
        """Tell this watch when something changed at the provider of a route."""
        self._watches[route] = watch

    def troubles(self) -> Troubles:
        """Return what is wrong just now with the routes that are watched."""
        return {route: watch.trouble for route, watch in self._watches.items()}

    async def take(self, route: str, hook: Hook, call: Call, *, origin: str) -> None:
        """Take the text that a genuine call brings; it is in force when this returns."""
        await self.take_received(route, hook.text(call), origin=origin)

    async def take_in(self, route: str, happening: Happening, *, origin: str = "") -> bool:
        """Do what an event or a list tells; it is in force when this returns.

        False: it is of no text of ours that is known to be there; it may be one day.
        """
        match happening:
            case ReceivedText(reference=reference):
                # whoever reads lists meets most texts again
                key, source = self._number(happening.sender), source_of(route)
                if key is None or not await self._people.has_text(source, reference, key):
                    await self.take_received(route, happening, origin=origin)
            case Progress():
                return await self._progress(route, happening)
            case OptedOut(said=said) if key := self._number(happening.person):
                if not (happening.is_as_told and await self._was_told(route, key)):
                    await self._proofs.record(key, Reason.UNSUBSCRIBE, route=route, said=said)
            case Changed() if watch := self._watches.get(route):
                watch.wake()
            case _:
                pass
        return True

    async def _was_told(self, route: str, key: RecipientKey) -> bool:
        """Whether the provider learned just now from us of an opt-out that is in force.

        What it says of it then is our own word: an entry of the provider's would outlast ours, and
        START ends none of those. Where it may be somebody else's, it is an opt-out.
        """
        return await self._people.has_learned(route, key, self._clock() - _ECHOES)

    async def take_received(self, route: str, received: ReceivedText, *, origin: str = "") -> None:
        """Take a text that a provider received; it is in force when this returns."""
        sender = self._number(received.sender)
        if sender is None:
            await of_no_number(received, route)
            return
        await self._take_text(
            InboundText(
                sender=sender,
                to=self._number(received.to) or received.to,
                text=received.words,
                received_at=received.received_at or self._clock(),
                source=source_of(route),
                reference=received.reference,
                origin=origin,
                is_stop=received.is_stop,
                only_stops=received.only_stops,
            )
        )

    async def note(self, route: str, hook: Hook, call: Call) -> None:
        """Note what a genuine call reports; first what it says of the number."""
        told = hook.told(call)
        if told is not None:
            await self._note(route, told)

    async def _progress(self, route: str, made: Progress) -> bool:
        """Note how far a text came; it is found by whom it is for and its id there."""
        key = self._number(made.to)
        if key is None:
            return False
        known = Known(
            route=route, key=key, provider_id=made.provider_id, words=made.words, at=made.at
        )
        attempt = await self._spool.attempt_of(known)
        if attempt is None:
            return False
        receipt = Receipt(
            queue_id=attempt.queue_id, route=route, attempt=attempt.number,
            report=made.report, said=made.said, provider_id=made.provider_id,
        )  # fmt: skip
        await self._note(route, Told(receipt=receipt, proves=made.proves))
        return True

    async def _note(self, route: str, told: Told) -> None:
        receipt = told.receipt
        number = await self._spool.addressee(receipt) if told.proves is not None else ""
        if told.proves is not None and (key := self._number(number)):
            await self._proofs.record(
                key, told.proves, route=route, said=receipt.said, message=receipt.queue_id
            )
        await self._spool.take_receipt(receipt)

    async def note_arrived(self, route: str, arrived: Arrived) -> bool:
        """Note that texts of ours are where they were sent to; whether we know them all."""
        person = self._number(arrived.person)
        if person is None:
            return True  # no text of ours went there
        known = [Known(route=route, key=person, provider_id=each) for each in arrived.sent_at]
        attempts = [attempt for each in known if (attempt := await self._spool.attempt_of(each))]
        for attempt in attempts:
            receipt = Receipt(
                queue_id=attempt.queue_id, route=route, attempt=attempt.number,
                report=Report.ARRIVED, said=arrived.said,
            )  # fmt: skip
            await self._spool.take_receipt(receipt)
        return len(attempts) >= len(known)

    def _number(self, written: str) -> RecipientKey | None:
        return number_of(written, self._region)


def _hook(route: Route, public_url: str, clock: Callable[[], datetime]) -> Hook | None:
    secrets = hook_secrets(route)
    if not secrets:
        return None
    kinds: dict[str, Callable[[], Hook]] = {
        "twilio": lambda: TwilioHook(route.name, secrets, public_url, route.number),
        "kannel": lambda: KannelHook(route.name, secrets),
        "webhook": lambda: WebhookHook(route, secrets, clock),
    }
    return kinds[route.kind]() if route.kind in kinds else None


def _listener(route: Route) -> RingCentralListener | None:
    secrets = hook_secrets(route) if route.kind == "ringcentral" else ()
    return RingCentralListener(secrets) if secrets else None
