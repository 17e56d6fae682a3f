"""The list and its people on the admin pages: on a telephone, without JavaScript, for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.admin import come_in
from tests.e2e.browser import PHONE, chromium, phone
from tests.e2e.client import submit
from tests.e2e.mail import ANN, newsletter
from tests.e2e.test_the_page_shuts_nobody_out import RULES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.browser import Scheme
    from tests.e2e.gateway_process import Gateway

pytestmark = pytest.mark.peer

PERSON = f"/admin/people/email/{ANN.replace('@', '%40')}"
PAGES = (
    "/admin/suppressions", "/admin/suppressions?reason=manual", "/admin/suppressions/add",
    PERSON, PERSON + "/lift", PERSON + "/request", "/admin/people/sms/%2B12025550143",
    "/admin/imports", "/admin/imports/I-1", "/admin/help", "/admin/help/SMS_NO_CONSENT",
)  # fmt: skip
SCREENS: tuple[tuple[Scheme, int], ...] = (("light", 1280), ("dark", PHONE))


def takes(gateway: Gateway, subject: str) -> str:
    """Return the code that a newsletter to Ann is answered with."""
    return submit(gateway, newsletter(ANN, subject=subject), [ANN])[:3]


def add(page: Page, site: str) -> None:
    page.goto(site + PERSON)
    page.click("text=Add to the list")
    page.fill("#evidence", "she rang us")
    page.click("text=Show what it does")
    expect(page.locator("main")).to_contain_text("Stops marketing email")
    page.click("text=Put them on the list")


def bring(page: Page, site: str, rows: str) -> None:
    page.goto(site + "/admin/imports")
    page.fill("#pasted", rows)
    page.click("text=Look at it")
    expect(page.locator("h2").first).to_have_text("What it would do", timeout=20_000)
    page.click("main button >> nth=0")
    expect(page.locator("main")).to_contain_text("Take it back", timeout=20_000)


def test_somebody_stops_and_lifts_a_person_without_a_script(gateway: Gateway) -> None:
    with chromium() as browser, phone(browser, scripts=False) as context:
        page = context.new_page()
        site = come_in(gateway, page, "compliance")
        add(page, site)
        expect(page.locator("main")).to_contain_text("transactional, conversational; nothing else")
        assert takes(gateway, "one") == "550"
        page.click("main >> text=Lift")
        page.fill("#because", "she wants our letters again")
        page.fill("#evidence", "her mail of today")
        page.fill("#confirm", ANN)
        page.click("text=Lift what is ticked")
        expect(page.locator("main")).to_contain_text("They may be sent everything.")
        assert takes(gateway, "two") == "250"
        page.click("text=Undo: put it back")
        assert takes(gateway, "three") == "550"
        bring(page, site, "email,reason\nbob@people.example,complaint\n")
        expect(page.locator("main")).to_contain_text("I-1")


def test_axe_finds_nothing_on_the_pages_of_the_list(gateway: Gateway) -> None:
    gateway.command("suppress", "add", ANN, "--reason", "manual", "--evidence", "she rang us")
    with chromium() as browser:
        with phone(browser, scripts=True, width=1280) as context:
            page = context.new_page()
            site = come_in(gateway, page, "admin")
            bring(page, site, "email,reason\nbob@people.example,complaint\nbad@@,\n")
            state = context.storage_state()
        for scheme, width in SCREENS:
            seen = browser.new_context(
                color_scheme=scheme, viewport={"width": width, "height": 844}, storage_state=state
            )
            with seen as context:
                page = context.new_page()
                for path in PAGES:
                    page.goto(site + path)
                    found = Axe().run(page, options=RULES)
                    assert not found.response["violations"], (path, found.generate_report())
                    wide = "document.documentElement.scrollWidth > window.innerWidth"
                    assert not page.evaluate(wide), (path, width)
