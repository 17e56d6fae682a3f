"""The page behind the link: one press, in force at once, taken back by the page alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from gateway.config.models import HttpListener
from gateway.http.pages import WORDS
from suppression.entry import Channel
from suppression.granting import Grantee, ensure_grants
from suppression.keys import email_key, phone_key
from suppression.store import Actor
from suppression.tokens import TokenKeys
from tests.contract.http.conftest import TOKENS, serving

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.credentials import Credentials
    from gateway.spool.sqlite import SqliteSpool
    from suppression.sqlite import SqliteSuppressionStore
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


async def sms_token(gateway: Gateway) -> str:
    grantee = Grantee(phone_key(NUMBER), Channel.SMS, "example", "")
    grants, _ = await gateway.list._database.write(
        lambda connection: ensure_grants(connection, [grantee])
    )
    return TOKENS.mint(grants[grantee], 7)


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


@pytest.mark.parametrize("lang", WORDS)
async def test_page_speaks_the_language_that_was_asked_for(gateway: Gateway, lang: str) -> None:
    token = await gateway.token()
    await linked(gateway)
    words = WORDS[lang]
    for html in (
        await opened(gateway, f"{token}?lang={lang}"),
        await opened(gateway, token, **{"Accept-Language": f"{lang}-XX, en;q=0.5"}),
        await press(gateway, f"{token}?lang={lang}", {"choice": "all"}),
    ):
        assert f'<html lang="{words["tag"]}" dir="{words["direction"]}">' in html
        assert len(html.encode()) <= 10 * 1024
    html = await opened(gateway, f"{token}?lang={lang}")
    assert words["confirm"] in html
    for code, each in WORDS.items():
        assert f'<a href="?lang={code}" lang="{each["tag"]}"' in html
        assert each["name"] in html


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


def taken_along(html: str) -> dict[str, str]:
    """Return what a result page's language buttons send."""
    fields = re.findall(
        r'name="(choice|shown|mark)" value="([^"]+)"', html.partition("<footer>")[2]
    )
    return {name: unescape(value) for name, value in fields}


@pytest.mark.parametrize("choice", ["stream", "all", "nothing", "undo"])
async def test_a_result_is_told_in_another_language_and_nothing_happens(
    gateway: Gateway, choice: str
) -> None:
    token = await gateway.token()
    first = await press(gateway, token, {"choice": "all"}) if choice == "undo" else ""
    html = await press(gateway, token, {"choice": choice, "page": undo_of(first) or "a" * 26})
    before = [event.kind for event in await gateway.list.history(email_key(ANN), Channel.EMAIL)]
    german = await press(gateway, f"{token}?lang=de", taken_along(html))
    assert '<html lang="de" dir="ltr">' in german
    assert undo_of(german) == undo_of(html)
    assert await press(gateway, f"{token}?lang=en", taken_along(german)) == html
    events = await gateway.list.history(email_key(ANN), Channel.EMAIL)
    assert [event.kind for event in events] == before
    gateway.list.close()
    assert await press(gateway, f"{token}?lang=de", taken_along(html)) == german


async def test_the_result_of_the_form_is_told_in_another_language(gateway: Gateway) -> None:
    html = await press(gateway, "", {"address": "bob@example.net"})
    arabic = await press(gateway, "?lang=ar", taken_along(html))
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "b•••@example.net" in arabic
    assert "bob@" not in html + arabic


async def test_a_page_says_nothing_that_we_did_not_write(gateway: Gateway) -> None:
    token = await gateway.token()
    along = taken_along(await press(gateway, token, {"choice": "nothing"}))
    forged = along["shown"].replace("kept", "undone")
    for fields in ({**along, "shown": forged}, {**along, "mark": "0" * 32}, {"choice": "show"}):
        assert "Stop messages from" in await press(gateway, token, fields)
        assert 'type="email"' in await press(gateway, "", fields)
    with_key = {**along, "shown": NUMBER, "mark": TOKENS.mark(NUMBER)}
    assert "Stop messages from" in await press(gateway, token, with_key)
