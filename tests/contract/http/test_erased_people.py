"""A link in the mail of somebody who was erased: it still opts out, and shows nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from suppression.actor import Actor
from suppression.channel import Channel
from suppression.covering import Matching
from suppression.hashes import ErasureSecrets
from suppression.keys import email_key, phone_key
from tests.contract.http.pages import opened, press

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway

ANN, NUMBER = "ann@example.net", "+19169668284"
DESK = Actor(name="desk", method="cli")


async def test_an_erased_persons_link_stops_the_hash_and_shows_nobody(gateway: Gateway) -> None:
    gateway.list._matching = Matching(erasure=ErasureSecrets(((1, b"s" * 32),)))
    token = await gateway.token()
    await gateway.list.link(email_key(ANN), phone_key(NUMBER), evidence="form 12", by=DESK)
    await gateway.list.erase(email_key(ANN), by=DESK)
    html = await opened(gateway, token)
    for told in ("example.net", "8284", "hmac"):
        assert told not in html
    assert await gateway.list.links(phone_key(NUMBER)) == ()
    assert "You are unsubscribed" in await press(gateway, token, {"choice": "all"})
    found = await gateway.list.blocking([email_key(ANN)], Channel.EMAIL, datetime.now(UTC))
    assert "unsubscribe" in {entry.reason for entry in found[email_key(ANN)]}
