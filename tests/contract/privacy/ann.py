"""Ann, who asks to be shown or forgotten, and all the ways there are to know her."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.privacy.request import Kind, NewRequest
from gateway.spool.model import State
from gateway.wishes import Wish, Wishes
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.consent import ConsentSource, NewConsent
from suppression.entry import COMMERCIAL, NewEntry, Origin, Reason
from suppression.keys import email_key, phone_key
from tests.contract.spool.make import Clock, delivery, email, outcome, text

if TYPE_CHECKING:
    from gateway.privacy.request import Request
    from gateway.spool.model import NewMessage
    from gateway.stores import Stores

ANN = email_key("ann.secret@people.example")
BOB = email_key("bob@x.test")
PHONE = phone_key("+12025550143")
DESK = Actor(name="clerk", method="cli")


async def request_of(stores: Stores, clock: Clock, kind: Kind = Kind.DELETE) -> Request:
    new = NewRequest(
        kind=kind, people=(ANN, PHONE), manner="email", note="ann.secret wants to be forgotten",
        received_at=clock.now,
    )  # fmt: skip
    return await stores.privacy.add(new, "clerk")


async def sent(stores: Stores, message: NewMessage, state: State = State.DELIVERED) -> None:
    await stores.spool.accept(message)
    for claimed in await stores.spool.claim({"out": 9, "texts": 9}, limit=9, lease_s=60):
        reply = f"250 2.1.5 <{claimed.recipients[0].address}> ok"
        await stores.spool.settle(outcome(claimed, state, reply))


async def everything_about_ann(stores: Stores, clock: Clock) -> NewMessage:
    """Make the gateway know Ann in all the ways there are; return the mail that only she got."""
    entry = NewEntry(
        channel=Channel.EMAIL, key=ANN, scope=COMMERCIAL, reason=Reason.UNSUBSCRIBE,
        origin=Origin.ADMIN, evidence="ann.secret wrote", requested_at=clock.now,
    )  # fmt: skip
    await stores.suppression.add(entry, DESK)
    await stores.suppression.link(ANN, PHONE, evidence="ann.secret said so", by=DESK)
    consent = NewConsent(
        key=PHONE, source=ConsentSource.FORM, purposes=frozenset(), evidence="form of ann.secret",
        requested_at=clock.now,
    )  # fmt: skip
    await stores.suppression.record_consent(consent, DESK)
    raw = b"Subject: dear ann.secret\r\nTo: ann.secret@people.example\r\n\r\nHello ann.secret\r\n"
    wishes = Wishes(
        envelope_id="of-ann.secret",
        by_address={ANN: Wish(notify="FAILURE", original="rfc822;ann.secret+2B1@people.example")},
    )
    receipt = {
        "category": "transactional", "raw": raw, "subject": "dear ann.secret", "wishes": wishes,
    }  # fmt: skip
    alone = email(at=clock.now, deliveries=(delivery(ANN, route="out"),), **receipt)
    both = email(
        at=clock.now, deliveries=(delivery(ANN, route="out"), delivery(BOB, route="out")), **receipt
    )
    await sent(stores, alone)
    await sent(stores, both)
    await sent(stores, text(PHONE, at=clock.now, raw=b"Your code, ann.secret: 123456"))
    return alone


async def settle_all(stores: Stores, route: str = "out") -> None:
    for claimed in await stores.spool.claim({route: 9}, limit=9, lease_s=60):
        await stores.spool.settle(outcome(claimed, State.DELIVERED, "250 ok"))
