"""What a press did is taken back by the page that did it alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from suppression.channel import Channel
from suppression.keys import email_key
from tests.contract.http.pages import ANN, opened, page_of, press, undo_of

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway


async def test_undo_lifts_what_the_page_just_did(gateway: Gateway) -> None:
    token = await gateway.token()
    undo = undo_of(await press(gateway, token, {"choice": "all"}))
    assert await gateway.blocks(ANN)
    for _ in range(2):  # a second press of the button says the same
        assert "as before" in await press(gateway, token, {"choice": "undo", "page": undo})
    assert not await gateway.blocks(ANN)
    kinds = [event.kind for event in await gateway.list.history(email_key(ANN), Channel.EMAIL)]
    assert kinds == ["added", "lifted"]


async def test_undo_is_not_offered_for_an_entry_that_was_there_before(gateway: Gateway) -> None:
    token = await gateway.token()
    for expected in (True, False):
        assert bool(undo_of(await press(gateway, token, {"choice": "all"}))) is expected


async def test_a_page_that_is_pressed_twice_can_still_be_taken_back(gateway: Gateway) -> None:
    token = await gateway.token()
    act = page_of(await opened(gateway, token))
    first = await press(gateway, token, {"choice": "all", "page": act})
    again = await press(gateway, token, {"choice": "all", "page": act})
    assert undo_of(first) == undo_of(again) == act


async def test_one_click_after_the_page_is_not_taken_back_by_it(gateway: Gateway) -> None:
    token = await gateway.token()
    undo = undo_of(await press(gateway, token, {"choice": "stream"}))
    await press(gateway, token, {"List-Unsubscribe": "One-Click"})
    assert "cannot be undone" in await press(gateway, token, {"choice": "undo", "page": undo})
    assert await gateway.blocks(ANN, stream="news")


async def test_undo_lifts_nothing_for_somebody_elses_link_or_page(gateway: Gateway) -> None:
    token, other = await gateway.token(), await gateway.token("bob@example.net")
    undo = undo_of(await press(gateway, token, {"choice": "all"}))
    unpressed = page_of(await opened(gateway, token))
    for link, act in [(other, undo), (token, unpressed), (token, ""), (token, "é"), (token, "%")]:
        html = await press(gateway, link, {"choice": "undo", "page": act})
        assert "cannot be undone" in html
    assert await gateway.blocks(ANN)


async def test_every_page_has_a_nonce_of_its_own(gateway: Gateway) -> None:
    token = await gateway.token()
    acts = {page_of(await opened(gateway, token)) for _ in range(20)}
    assert len(acts) == 20
    assert all(re.fullmatch(r"[a-z2-7]{26}", act) for act in acts)
