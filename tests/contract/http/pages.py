"""The page behind a link, as a person opens and presses it, and whom it is about."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from suppression.actor import Actor
from suppression.channel import Channel
from suppression.keys import email_key, phone_key

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway

ANN = "ann@example.net"
NUMBER = "+19169668284"
DESK = Actor(name="desk", method="cli")


async def opened(gateway: Gateway, token: str, **headers: str) -> str:
    async with gateway.call("GET", f"/u/{token}", key="", headers=headers) as answer:
        assert answer.status == 200
        return await answer.text()


async def press(gateway: Gateway, token: str, form: dict[str, str], *, status: int = 200) -> str:
    async with gateway.call("POST", f"/u/{token}", key="", data=form) as answer:
        assert answer.status == status
        assert "Location" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        return await answer.text()


def page_of(html: str) -> str:
    """Return the nonce of a page, none where nothing can be pressed or taken back."""
    match = re.search(r'name="page" value="([^"]+)"', html)
    return match[1] if match else ""


def undo_of(html: str) -> str:
    return page_of(html) if 'value="undo"' in html else ""


async def stops_texts(gateway: Gateway, number: str = NUMBER) -> bool:
    key = phone_key(number)
    return bool((await gateway.list.blocking([key], Channel.SMS, datetime.now(UTC)))[key])


async def linked(gateway: Gateway) -> None:
    await gateway.list.link(email_key(ANN), phone_key(NUMBER), evidence="form 12", by=DESK)
