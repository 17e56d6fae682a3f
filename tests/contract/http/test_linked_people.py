"""The number and the address of one person: shown masked, each stopped by a press of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from suppression.channel import Channel
from suppression.granting import Grantee, ensure_grants
from suppression.keys import phone_key
from tests.contract.http.conftest import TOKENS
from tests.contract.http.pages import ANN, NUMBER, linked, opened, press, stops_texts, undo_of

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway


async def sms_token(gateway: Gateway) -> str:
    grantee = Grantee(phone_key(NUMBER), Channel.SMS, "example", "")
    grants, _ = await gateway.list._database.write(
        lambda connection: ensure_grants(connection, [grantee])
    )
    return TOKENS.mint(grants[grantee], 7)


async def test_the_number_of_the_same_person_is_shown_masked_and_switched_separately(
    gateway: Gateway,
) -> None:
    token = await gateway.token()
    await linked(gateway)
    html = await opened(gateway, token)
    assert "+1•••8284" in html
    assert NUMBER not in html
    mark = re.search(r'name="other-1" value="([0-9a-f]{32})"', html)
    assert mark
    html = await press(gateway, token, {"choice": "nothing", "other-1": mark[1]})
    assert "Text messages from" in html
    assert await stops_texts(gateway)
    assert not await gateway.blocks(ANN, stream="news")
    assert "as before" in await press(gateway, token, {"choice": "undo", "page": undo_of(html)})
    assert not await stops_texts(gateway)
    await press(gateway, token, {"choice": "all"})
    assert not await stops_texts(gateway)


async def test_both_are_stopped_by_one_press_and_taken_back_by_one(gateway: Gateway) -> None:
    token = await gateway.token()
    await linked(gateway)
    html = await press(gateway, token, {"choice": "all", "other-1": TOKENS.mark(NUMBER)})
    assert await stops_texts(gateway)
    assert await gateway.blocks(ANN)
    await press(gateway, token, {"choice": "undo", "page": undo_of(html)})
    assert not await stops_texts(gateway)
    assert not await gateway.blocks(ANN)


@pytest.mark.parametrize("mark", [TOKENS.mark("+12025550123"), "0" * 32, "", "é", NUMBER])
async def test_nobody_elses_texts_are_stopped(gateway: Gateway, mark: str) -> None:
    token = await gateway.token()
    await linked(gateway)
    await press(gateway, token, {"choice": "nothing", "other-1": mark})
    assert not await stops_texts(gateway)
    assert not await stops_texts(gateway, "+12025550123")


async def test_the_link_in_a_text_stops_texts_and_shows_the_address(gateway: Gateway) -> None:
    await linked(gateway)
    token = await sms_token(gateway)
    html = await opened(gateway, token)
    assert "a•••@example.net" in html
    assert 'value="stream"' not in html
    assert "security codes and reminders by text" in html
    html = await press(gateway, token, {"choice": "all", "other-1": TOKENS.mark(ANN)})
    assert "Text messages from" in html
    assert await stops_texts(gateway)
    assert await gateway.blocks(ANN, stream="news")


async def test_one_click_stops_what_it_was_sent_for_and_no_texts(gateway: Gateway) -> None:
    token = await gateway.token()
    await linked(gateway)
    await press(gateway, token, {"List-Unsubscribe": "One-Click"})
    assert await gateway.blocks(ANN, stream="news")
    assert not await stops_texts(gateway)
