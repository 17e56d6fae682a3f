"""Takes texts to an SMSC over a link that stays, and knows which of them are on their way.

**Failures:** an SMSC that cannot be reached, refuses or falls silent is an outcome. A text of which
a part may have been taken is UNKNOWN and never sent again unasked; of one whose first part was
taken, the others are asked for again while the SMSC has too much, and never the first.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gateway.delivery.smtp_reply import clean
from gateway.errors import TemporaryFailure, UnknownOutcome
from gateway.providers.http_carrier import TextCarrier
from gateway.providers.provider import Fate, Outcome
from gateway.providers.smpp import statuses
from gateway.providers.smpp.flights import Flights
from gateway.providers.smpp.link import Link
from gateway.providers.smpp.pdu import ANSWER, Command, Garbled
from gateway.providers.smpp.submit import Wording
from gateway.spool.parts import PartOf, folded
from suppression.entry import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from gateway.config.models import Delivery, Route
    from gateway.providers.proofs import Proofs
    from gateway.providers.smpp.hearer import Hearer
    from gateway.providers.smpp.pdu import Pdu
    from gateway.providers.trouble import Trouble
    from gateway.spool.model import Claimed

_FIRST_PAUSE_S: Final = 1.0
_LONGEST_PAUSE_S: Final = 30.0
_PART_PAUSE_S: Final = 3.0  # the phone waits for the others
_PARTS_WITHIN_S: Final = 60.0
"""How long parts are asked for once the first was taken: then a phone has no use for them."""
_NOT_TAKEN: Final = frozenset({Fate.LATER, Fate.DOWN})
_ANSWERS: Final = frozenset({Command.SUBMIT_SM | ANSWER, Command.GENERIC_NACK})


class SmppCarrier(TextCarrier):
    """The next hop of one route whose texts an SMSC takes over SMPP."""

    def __init__(
        self,
        route: Route,
        *,
        delivery: Delivery,
        proofs: Proofs,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Connect to nothing yet.

        Raises:
            ConfigError: `ca_file` cannot be used.
        """
        super().__init__(route, callback="", proofs=proofs, clock=clock, monotonic=monotonic)
        self.flights = Flights()
        self._link = Link(route, delivery, clock=clock)
        self._wording = Wording(alphabet=route.alphabet, long=route.long_texts)
        self._pause_s = 0.0
        self._pauses_until = 0.0

    @property
    def route(self) -> Route:
        """What it was configured as."""
        return self._route

    @property
    def trouble(self) -> Trouble | None:
        """Why nothing comes in just now; none while the SMSC is there."""
        return self._link.trouble

    async def run(self, hearer: Hearer) -> None:
        """Keep the link up until `close`, and hand on what comes in over it."""
        await self._link.run(hearer)

    async def close(self) -> None:
        """Unbind."""
        await self._link.close()

    async def _asked(self, claimed: Claimed, copy: bytes) -> Outcome:
        text = self._text(claimed, copy)
        try:
            bodies = self._wording.bodies(text)
        except Garbled as error:
            return Outcome(fate=Fate.REFUSED, reply=f"SMPP has no room for its numbers: {error}")
        with self.flights.to(claimed.recipients[0].key):
            return await self._handed_over(bodies, claimed)

    async def _handed_over(self, bodies: Sequence[bytes], claimed: Claimed) -> Outcome:
        """Submit part by part; what the first one is told counts for the text."""
        taken: list[str] = []
        until = 0.0
        to = PartOf(
            queue_id=claimed.queue_id, attempt=claimed.attempt, total=len(bodies), provider_id="",
            person=claimed.recipients[0].key,
        )  # fmt: skip
        for number, body in enumerate(bodies, start=1):
            outcome = await self._part(body, until, to)
            if outcome.fate is not Fate.SENT:
                return _ended_at(outcome, number, taken, len(bodies))
            until = until or self._monotonic() + _PARTS_WITHIN_S
            taken += filter(None, (outcome.provider_id,))
        ids = set(map(folded, taken))
        for each in ids:
            self.flights.answered(replace(to, provider_id=each, total=len(ids)))
        reply = "ESME_ROK" if len(bodies) == 1 else f"ESME_ROK, {len(bodies)} parts"
        return Outcome(
            fate=Fate.SENT, reply=reply, provider_id=" ".join(dict.fromkeys(taken)),
            part_ids=tuple(taken), parts=len(bodies),
        )  # fmt: skip

    async def _part(self, body: bytes, until: float, to: PartOf) -> Outcome:
        """Submit a part; one that is not taken again and again, until then."""
        while True:
            outcome = await self._once(body, to)
            if outcome.fate not in _NOT_TAKEN or self._monotonic() >= until:
                return outcome
            await asyncio.sleep(min(outcome.pause_s or _FIRST_PAUSE_S, _PART_PAUSE_S))

    async def _once(self, body: bytes, to: PartOf) -> Outcome:
        """Submit a part once. Its id is remembered, and written however late the answer comes."""

        def read(answer: Pdu) -> Outcome:
            outcome = self._read(answer)
            if outcome.provider_id:
                self.flights.answered(replace(to, provider_id=outcome.provider_id))
            return outcome

        def late(answer: Pdu) -> None:
            if provider_id := read(answer).provider_id:
                self.flights.late.put_nowait(replace(to, provider_id=provider_id))

        try:
            session = await self._link.session()
            return read(await session.submit(body, late))
        except UnknownOutcome as failure:
            return Outcome(fate=Fate.UNKNOWN, reply=failure.reply)
        except TemporaryFailure as failure:
            return Outcome(fate=Fate.DOWN, reply=failure.reply)

    def _read(self, answer: Pdu) -> Outcome:
        """Return what an answer means; a status other than 0 says that nothing was taken."""
        if answer.command not in _ANSWERS:
            return Outcome(fate=Fate.UNKNOWN, reply=f"the SMSC answers {answer.command:#010x}")
        outcome = Outcome(fate=statuses.fate(answer.status), reply=statuses.name(answer.status))
        if answer.status in self._route.opted_out_statuses:
            return replace(outcome, fate=Fate.REFUSED, proves=Reason.UNSUBSCRIBE)
        if outcome.fate is Fate.LATER:
            return replace(outcome, pause_s=self._paused())
        if outcome.fate is Fate.SENT:
            self._pause_s = self._pauses_until = 0.0
            return replace(outcome, provider_id=clean(answer.body.split(b"\0")[0])[:64])
        return outcome

    def _paused(self) -> float:
        """Return how long to pause: twice as long as before, where that pause was not enough.

        What was on its way as it began is told the same, and says nothing new.
        """
        now = self._monotonic()
        if now >= self._pauses_until:
            self._pause_s = min(max(2 * self._pause_s, _FIRST_PAUSE_S), _LONGEST_PAUSE_S)
            self._pauses_until = now + self._pause_s
        return self._pause_s


def _ended_at(outcome: Outcome, number: int, taken: Sequence[str], total: int) -> Outcome:
    """Return what becomes of a text when one of its parts was not taken for certain."""
    if number == 1:
        return replace(outcome, parts=total)
    fate = Fate.UNKNOWN if outcome.fate is Fate.UNKNOWN else Fate.REFUSED
    return replace(
        outcome, fate=fate, reply=f"{outcome.reply} (part {number} of {total})",
        part_ids=tuple(taken), parts=total, pause_s=0.0,
    )  # fmt: skip
