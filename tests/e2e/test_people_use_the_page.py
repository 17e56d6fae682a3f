"""The page behind the link in a browser: a telephone, without JavaScript, in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import chromium, phone
from tests.e2e.client import submit
from tests.e2e.mail import ANN, link_of, newsletter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

pytestmark = pytest.mark.peer

NUMBER = "+12025550123"
LEAST_TARGET = 24  # CSS pixels, WCAG 2.2 criterion 2.5.8
LEAST_BUTTON = 44


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def open_link(gateway: Gateway, sink: Sink) -> str:
    """Send a newsletter and return where its link leads on this machine."""
    submit(gateway, newsletter(ANN), [ANN])
    token = link_of(sink.to(ANN).message).rpartition("/")[2]
    return f"http://127.0.0.1:{gateway.http_port}/u/{token}"


def takes(gateway: Gateway) -> str:
    """Return the code that another newsletter to Ann is answered with."""
    return submit(gateway, newsletter(ANN, subject="The next one"), [ANN])[:3]


def assert_usable(page: Page) -> None:
    """Nothing is cut off, and everything can be hit with a finger."""
    for element in page.locator("h1, p, legend, label, button, a").all():
        box = element.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= page.viewport_size["width"]  # type: ignore[index]
    for element in page.locator("label.option, a, button").all():
        box = element.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= LEAST_TARGET
    for element in page.locator("main button").all():
        box = element.bounding_box()
        assert box is not None
        assert box["height"] >= LEAST_BUTTON


def test_a_person_opts_out_and_takes_it_back_in_their_language(
    gateway: Gateway, sink: Sink, browser: Browser
) -> None:
    url = open_link(gateway, sink)
    with phone(browser, scripts=False) as context:
        page = context.new_page()
        page.goto(url)
        expect(page.get_by_role("heading")).to_have_text("Stop messages from Shop Ltd")
        expect(page.locator("legend")).to_have_text("Emails to a•••@people.example")
        assert_usable(page)
        page.get_by_role("link", name="Deutsch").click()
        expect(page.get_by_role("heading")).to_have_text("Keine Nachrichten mehr von Shop Ltd")
        page.get_by_label("Alle Werbung").check()
        page.get_by_role("button", name="Bestätigen").click()
        expect(page.get_by_role("heading")).to_have_text("Sie sind abgemeldet")
        expect(page.get_by_text("erhalten Sie weiterhin")).to_be_visible()
        assert_usable(page)
        assert takes(gateway) == "550"
        page.get_by_role("button", name="Español").click()
        expect(page.get_by_role("heading")).to_have_text("Se ha dado de baja")
        expect(page.locator("html")).to_have_attribute("lang", "es")
        assert_usable(page)
        assert takes(gateway) == "550"
        page.get_by_role("button", name="Deutsch").click()
        page.get_by_role("button", name="Rückgängig").click()
        expect(page.get_by_role("heading")).to_have_text("Rückgängig gemacht")
        assert takes(gateway) == "250"
        assert context.cookies() == []


def test_a_person_switches_texts_off_by_keyboard_and_keeps_the_email(
    gateway: Gateway, sink: Sink, browser: Browser
) -> None:
    url = open_link(gateway, sink)
    gateway.command("link", "add", ANN, NUMBER, "--evidence", "form 12")
    with phone(browser, scripts=False) as context:
        page = context.new_page()
        page.goto(url)
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")  # from the first radio button to the last: nothing
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(page.get_by_role("checkbox")).to_be_checked()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(
            page.get_by_text("Text messages from Shop Ltd no longer go to +1•••0123.")
        ).to_be_visible()
    assert takes(gateway) == "250"
    (entry,) = gateway.read("suppress", "list")
    assert (entry["channel"], entry["key"]) == ("sms", NUMBER)


@pytest.mark.parametrize("language", ["Polski", "العربية", "日本語"])
def test_the_page_fits_the_narrowest_telephone(
    language: str, gateway: Gateway, sink: Sink, browser: Browser
) -> None:
    url = open_link(gateway, sink)
    gateway.command("link", "add", ANN, NUMBER, "--evidence", "form 12")
    with phone(browser, scripts=False, width=320) as context:
        page = context.new_page()
        page.goto(url)
        page.get_by_role("link", name=language).click()
        assert_usable(page)
        page.locator("main button").click()
        assert_usable(page)


def test_a_person_without_a_link_types_the_address(gateway: Gateway, browser: Browser) -> None:
    with phone(browser, scripts=False) as context:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{gateway.http_port}/u/")
        assert_usable(page)
        page.get_by_label("Email address").fill(ANN)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading")).to_have_text("You are unsubscribed")
        assert takes(gateway) == "550"


def test_a_browser_that_only_looks_opts_nobody_out(
    gateway: Gateway, sink: Sink, browser: Browser
) -> None:
    url = open_link(gateway, sink)
    with phone(browser, scripts=True) as context:
        complaints: list[str] = []
        for address in (url, f"{url}/", f"{url}?lang=he", f"{url}?choice=all"):
            page = context.new_page()
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(address, wait_until="networkidle")
            page.mouse.move(100, 300)
            page.mouse.wheel(0, 2000)
            page.get_by_role("button").hover()
            page.close(run_before_unload=True)
        assert complaints == []
    assert gateway.read("suppress", "list") == []
    assert takes(gateway) == "250"
