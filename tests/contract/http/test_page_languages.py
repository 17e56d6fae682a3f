"""The page and its results are told in the language that was asked for, and in our words alone."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from gateway.http.pages import WORDS
from suppression.channel import Channel
from suppression.keys import email_key
from tests.contract.http.conftest import TOKENS
from tests.contract.http.pages import ANN, NUMBER, linked, opened, press, undo_of

if TYPE_CHECKING:
    from tests.contract.http.conftest import Gateway


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
