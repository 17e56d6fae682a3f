"""A person, a company that texts them, and everything that may happen between the two.

Two gateways work on the same files, as after a rolling restart. What a claim returned may leave;
what is claimed after a stop was answered is on record in `late`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from gateway.inbound.texts import InboundText, InboundTexts
from gateway.queue_id import QueueIds
from gateway.spool.joint import Joint
from gateway.spool.model import State
from suppression.covering import Matching
from suppression.keys import phone_key
from tests.contract.spool.make import PEPPER, ROOM, Clock, list_at, outcome, spool_at, text
from tests.make_gateway import config

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from gateway.spool.model import Claimed
    from gateway.spool.sqlite import SqliteSpool
    from suppression.sqlite import SqliteSuppressionStore

PEOPLE: Final = tuple(map(phone_key, ("+19169668284", "+19169668285")))
OURS: Final = phone_key("+15005550006")
STOPS: Final = (
    "STOP",
    "please stop texting me",
    "Wrong number. Please stop texting me",
    "No más mensajes",
)
CONFIRMED: Final = (b"unsubscribed", b"dado de baja. Ya")
GATEWAYS: Final = st.sampled_from((0, 1))
ANYBODY: Final = st.sampled_from(PEOPLE)
ENDS: Final = st.sampled_from((State.DELIVERED, State.DEFERRED, State.UNKNOWN, State.FAILED))


@dataclass
class Node:
    """One gateway on the files."""

    spool: SqliteSpool
    listed: SqliteSuppressionStore
    texts: InboundTexts
    in_hand: list[Claimed] = field(default_factory=list)


class Texting(RuleBasedStateMachine):
    """Does what comes to mind, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock = Clock()
        self.loop = asyncio.new_event_loop()
        self.nodes = [self.node(), self.node()]
        self.stopped: set[str] = set()  # to whom a stop was answered, and who did not text START
        self.wrong: set[str] = set()  # who said that the number is wrong, and no START
        self.left: list[str] = []
        self.late: list[str] = []
        self.confirmed: dict[str, set[str]] = {person: set() for person in PEOPLE}
        self.stops: dict[str, int] = dict.fromkeys(PEOPLE, 0)
        self.messages: list[str] = []

    def node(self) -> Node:
        folder = Path(self.folder.name)
        listed, spool = list_at(folder, self.clock), spool_at(folder, self.clock)
        listed.open()
        spool.open()
        joint = Joint(
            folder / "suppression.db", folder / "messages.db", spool,
            pepper=PEPPER, matching=Matching(), clock=self.clock,
        )  # fmt: skip
        texts = InboundTexts(
            config(), listed, joint, queue_ids=QueueIds(), clock=self.clock, wake=lambda: None
        )
        return Node(spool, listed, texts)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - whatever it returns
        self.clock.advance(seconds=1)
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        for node in self.nodes:
            node.spool.close()
            node.listed.close()
        self.loop.close()
        self.folder.cleanup()

    @initialize()
    def somebody_waits(self) -> None:
        for person in PEOPLE:
            self.accepts(0, person)

    @rule(at=GATEWAYS, person=ANYBODY)
    def accepts(self, at: int, person: str) -> None:
        """Store a text, judged perhaps before a stop came."""
        message = text(person, at=self.clock.now, expires_at=self.clock.now + timedelta(hours=9))
        self.run(self.nodes[at].spool.accept(message))
        self.messages.append(message.queue_id)

    @rule(at=GATEWAYS, person=ANYBODY, words=st.sampled_from(STOPS))
    def hears_a_stop(self, at: int, person: str, words: str) -> None:
        found = self.hears(at, person, words)
        if person not in self.stopped:
            assert found.taken.is_new
        self.stops[person] += bool(found.followed.answer)
        self.stopped.add(person)

    @rule(at=GATEWAYS, person=ANYBODY)
    def hears_of_a_wrong_number(self, at: int, person: str) -> None:
        self.hears(at, person, "wrong number")
        self.wrong.add(person)

    @rule(at=GATEWAYS, person=ANYBODY)
    def hears_help(self, at: int, person: str) -> None:
        self.hears(at, person, "HELP")

    @rule(at=GATEWAYS, person=ANYBODY)
    def hears_something_else(self, at: int, person: str) -> None:
        self.hears(at, person, "see you at 5")

    @rule(at=GATEWAYS, person=ANYBODY)
    def hears_start(self, at: int, person: str) -> None:
        self.hears(at, person, "START")
        self.stopped.discard(person)
        self.wrong.discard(person)

    def hears(self, at: int, person: str, words: str) -> Any:  # noqa: ANN401 - an Outcome
        return self.run(
            self.nodes[at].texts.take(
                InboundText(
                    sender=phone_key(person), to=OURS, text=words,
                    received_at=self.clock.advance(seconds=1), source="shop",
                )
            )
        )  # fmt: skip

    @rule(at=GATEWAYS)
    def sends(self, at: int) -> None:
        """Claim what is due: from here on it is out of our hands."""
        for claimed in self.run(self.nodes[at].spool.claim(ROOM, limit=50, lease_s=60)):
            self.nodes[at].in_hand.append(claimed)
            person = claimed.recipients[0].key
            if claimed.category == "system":
                if any(words in claimed.raw for words in CONFIRMED):
                    self.confirmed[person].add(claimed.queue_id)
                continue
            self.left.append(person)
            if person in self.stopped | self.wrong:
                self.late.append(person)

    @rule(at=GATEWAYS, end=ENDS)
    def hears_how_it_ended(self, at: int, end: State) -> None:
        for claimed in self.nodes[at].in_hand:
            again = self.clock.now if end is State.DEFERRED else None
            self.run(self.nodes[at].spool.settle(outcome(claimed, end, next_at=again)))
        self.nodes[at].in_hand.clear()

    @rule(at=GATEWAYS)
    def somebody_retries_everything(self, at: int) -> None:
        self.run(self.nodes[at].spool.retry(self.messages, by="ann", because="again"))

    @rule(at=GATEWAYS)
    def somebody_holds_everything(self, at: int) -> None:
        self.run(self.nodes[at].spool.hold(self.messages, by="ann", because="a look"))

    @rule(at=GATEWAYS)
    def somebody_releases_everything(self, at: int) -> None:
        self.run(self.nodes[at].spool.release(self.messages, by="ann", because="fine"))

    @rule(at=GATEWAYS)
    def a_gateway_restarts(self, at: int) -> None:
        """End without a word about what was in hand, and come back."""
        self.nodes[at].spool.close()
        self.nodes[at].listed.close()
        self.nodes[at] = self.node()
        self.run(self.nodes[at].spool.release_leases())

    @rule(minutes=st.sampled_from((1, 3, 70)))
    def time_passes(self, minutes: int) -> None:
        self.clock.advance(minutes=minutes)

    @invariant()
    def nothing_left_after_a_stop(self) -> None:
        assert self.late == []

    @invariant()
    def no_stop_was_confirmed_twice(self) -> None:
        for person in PEOPLE:
            assert len(self.confirmed[person]) <= self.stops[person]
