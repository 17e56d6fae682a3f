"""Newsletters, and people who want none, for the pages about messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suppression.actor import Actor
from suppression.channel import Channel
from suppression.entry import COMMERCIAL, NewEntry, Origin, Reason
from suppression.keys import email_key
from tests.contract.admin.mailing import now
from tests.mail_builders import message

if TYPE_CHECKING:
    from tests.contract.admin.conftest import Site

NEWS = message(
    "Content-Type: text/html; charset=utf-8\n\n<html><body><p>Big spring sale, 20% off</p>"
    "<p>Shop now</p></body></html>\n"
)
PLAIN = message("\nHello Ann, this is the newsletter. Buy one, get one free: shop now!\n")


async def opt_out(site: Site, address: str) -> None:
    new = NewEntry(
        channel=Channel.EMAIL, key=email_key(address), scope=COMMERCIAL, reason=Reason.UNSUBSCRIBE,
        origin=Origin.RECIPIENT, evidence="pressed the button", requested_at=now(),
    )  # fmt: skip
    await site.gateway.list.add(new, Actor(name="test", method="test"))
