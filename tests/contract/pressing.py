"""People who press on the public page or click once, and what the list makes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from suppression.actor import Actor, Authority
from suppression.channel import Channel
from suppression.entry import COMMERCIAL, NewEntry, Origin, Reason
from suppression.keys import email_key
from suppression.press import NO_PRESS, Press
from tests.contract.listing import ANN, NOON

if TYPE_CHECKING:
    from datetime import datetime

    from suppression.entry import Entry
    from suppression.keys import RecipientKey
    from suppression.store import SuppressionStore

BOB = email_key("bob@example.com")
PAGE = Actor(
    name="recipient", method="page", address="192.0.2.7", message="01hq",
    authority=Authority.PERSON,
)  # fmt: skip
ONE_CLICK = replace(PAGE, method="one-click")


def pressed(key: RecipientKey = ANN, act: str = "act", **press: object) -> NewEntry:
    """Return what a press of the page asks for."""
    values = {"origin": "192.0.2.7", "send": "example/news", "is_hasty": False, **press}
    return NewEntry(
        channel=Channel.EMAIL if "@" in key else Channel.SMS,
        key=key,
        scope=COMMERCIAL,
        reason=Reason.UNSUBSCRIBE,
        origin=Origin.RECIPIENT,
        evidence="page",
        requested_at=NOON,
        press=Press(act=act, person=key, **values),  # type: ignore[arg-type]
    )


def clicked(key: RecipientKey = ANN) -> NewEntry:
    return replace(pressed(key), evidence="link", press=NO_PRESS)


async def in_force(
    store: SuppressionStore, key: RecipientKey = ANN, at: datetime = NOON
) -> tuple[Entry, ...]:
    channel = Channel.EMAIL if "@" in key else Channel.SMS
    return (await store.blocking([key], channel, at))[key]


async def kinds(store: SuppressionStore, key: RecipientKey = ANN) -> list[str]:
    channel = Channel.EMAIL if "@" in key else Channel.SMS
    return [event.kind for event in await store.history(key, channel)]
