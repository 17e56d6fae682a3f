"""The page behind the link: one press, in force at once, and no link that stops working."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.config.models import HttpListener
from suppression.tokens import TokenKeys
from tests.contract.http.conftest import TOKENS, serving
from tests.contract.http.pages import ANN, opened, press, undo_of

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.credentials import Credentials
    from gateway.spool.sqlite import SqliteSpool
    from suppression.sqlite import SqliteSuppressionStore
    from tests.contract.http.conftest import Gateway


@pytest.mark.parametrize(
    ("choice", "stopped", "going_on"),
    [("stream", ["news"], ["offers"]), ("all", ["news", "offers"], [])],
)
async def test_page_stops_what_was_chosen_at_one_press(
    gateway: Gateway, choice: str, stopped: list[str], going_on: list[str]
) -> None:
    token = await gateway.token()
    html = await press(gateway, token, {"choice": choice})
    assert "You are unsubscribed" in html
    assert "still arrive" in html
    for stream in stopped:
        assert await gateway.blocks(ANN, stream=stream)
    for stream in going_on:
        assert not await gateway.blocks(ANN, stream=stream)


async def test_page_stops_all_marketing_where_the_message_had_no_stream(gateway: Gateway) -> None:
    token = await gateway.token(stream="")
    assert 'value="stream"' not in await opened(gateway, token)
    await press(gateway, token, {"choice": "stream"})
    assert await gateway.blocks(ANN, stream="anything")


async def test_page_changes_nothing_when_nothing_was_chosen(gateway: Gateway) -> None:
    token = await gateway.token()
    html = await press(gateway, token, {"choice": "nothing"})
    assert "Nothing was changed" in html
    assert undo_of(html) == ""
    assert not await gateway.blocks(ANN, stream="news")


async def test_links_work_after_two_rotations_and_four_hundred_days(
    stores: tuple[SqliteSuppressionStore, SqliteSpool, Credentials], tmp_path: Path
) -> None:
    rotated = TokenKeys(3, {**TOKENS.secrets, 2: b"second" * 4, 3: b"third." * 4})

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(days=400)

    listener = HttpListener(listen="127.0.0.1:0")
    async with serving(stores, tmp_path, listener, tokens=rotated, clock=clock) as gateway:
        await press(gateway, await gateway.token(), {"List-Unsubscribe": "One-Click"})
        assert await gateway.blocks(ANN, stream="news")
        other = await gateway.token("bob@example.net")
        assert "b•••@example.net" in await opened(gateway, other)
        await press(gateway, other, {"choice": "all"})
        assert await gateway.blocks("bob@example.net")


async def test_a_link_whose_person_nobody_knows_shows_the_form(gateway: Gateway) -> None:
    token = TOKENS.mint(4711, 7)
    for form in ({"choice": "all"}, {"choice": "undo", "page": "a" * 26}):
        assert 'type="email"' in await press(gateway, token, form)
    assert 'type="email"' in await opened(gateway, token)
