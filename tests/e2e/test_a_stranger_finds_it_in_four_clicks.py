"""What people come to the pages for, from the dashboard, by hand: no more than four clicks each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import chromium, phone
from tests.e2e.client import submit
from tests.e2e.furnished import ALSO_ASKED, ASKED, MORE, Furnished
from tests.e2e.gateway_process import Gateway
from tests.e2e.mail import ANN, newsletter
from tests.e2e.settings import settings
from tests.e2e.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.peer

ADA: Final = "ada@people.example"
CLICKS: Final = 4
SENDGRID: Final = "created,email\n1443651125,{name}@old.example\n1443651126,bad@@\n"
"""What SendGrid's list of global unsubscribes is exported as."""


class Stranger:
    """Somebody at the dashboard who reads, types and clicks, and is counted."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name  # of whom they look after: another one each time
        self.clicks = 0

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def click(self, words: str, *, within: str = "main") -> None:
        """Click what says so."""
        self._press(self.page.locator(f"{within} >> text={words}").first)

    def button(self, words: str) -> None:
        self._press(self.main.get_by_role("button", name=words, exact=True))

    def follow(self, path: str) -> None:
        self._press(self.main.locator(f"a[href$='{path}']"))

    def tick(self, box: str) -> None:
        self._press(self.page.locator(box))

    def type(self, label: str, words: str) -> None:
        self.main.get_by_label(label).fill(words)

    def look_for(self, words: str) -> None:
        """Type something into the box at the top and send it."""
        self.page.fill("#find", words)
        self._press(self.page.locator(".find button"))

    def _press(self, what: Locator) -> None:
        what.click()
        self.clicks += 1
        assert self.clicks <= CLICKS


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    gateway = Gateway(tmp_path_factory.mktemp("stranger"), settings(more=MORE))
    gateway.start()
    gateway.command("suppress", "add", ADA, "--evidence", "wrote us in March")
    yield Furnished(gateway)
    gateway.stop()


@pytest.fixture(scope="module")
def visitor(furnished: Furnished) -> Visitor:
    return Visitor(furnished.gateway, "compliance", "stranger")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def stranger(
    request: pytest.FixtureRequest, furnished: Furnished, visitor: Visitor, browser: Browser
) -> Iterator[Stranger]:
    with phone(browser, scripts=request.param, width=1280) as context:
        visitor.lend(context)
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{furnished.gateway.http_port}/admin/")
        yield Stranger(page, "Ann" if request.param else "Dana")


def test_why_did_my_newsletter_not_reach_ada(furnished: Furnished, stranger: Stranger) -> None:
    submit(furnished.gateway, newsletter(ADA), [ADA])
    stranger.look_for(ADA)
    expect(stranger.main).to_contain_text("message refused")
    expect(stranger.main).to_contain_text("SUPPRESSED_OPTOUT")
    expect(stranger.main).to_contain_text("wrote us in March")


def test_take_this_person_off_everything(stranger: Stranger) -> None:
    stranger.click("Suppressions", within="nav")
    stranger.click("Add somebody")
    stranger.type("Whom?", "eve@people.example")
    stranger.page.select_option("#scope", "all")
    stranger.type("How do you know?", "she rang us today")
    stranger.button("Show what it does")
    expect(stranger.main).to_contain_text("eve@people.example")
    stranger.button("Put them on the list")
    expect(stranger.main).to_contain_text("They may be sent nothing.")


def test_import_last_years_list_of_sendgrid(stranger: Stranger, tmp_path: Path) -> None:
    stranger.click("More", within="nav")
    stranger.click("Import", within="nav")
    file = tmp_path / "suppression_global.csv"
    file.write_text(SENDGRID.format(name=stranger.name), encoding="utf-8")
    stranger.page.set_input_files("#file", file)
    stranger.button("Look at it")
    expect(stranger.main).to_contain_text("SendGrid")
    stranger.button("Import 1 entry")
    expect(stranger.main).to_contain_text("suppression_global.csv")


def test_release_this_held_text(furnished: Furnished, stranger: Stranger) -> None:
    words = "your next visit is due. Shall we set a day?"
    held = furnished.send_text(f"{stranger.name}, {words}", "appointment", ALSO_ASKED)
    stranger.click("Held", within="nav")
    stranger.follow(f"/held/{held}")
    stranger.page.fill("#because-release", "she asked for it on the phone")
    stranger.tick("#sure")
    stranger.button("Release")
    expect(stranger.main).to_contain_text("1 released.")


def test_show_all_that_was_sent_to_this_number(furnished: Furnished, stranger: Stranger) -> None:
    stranger.look_for(ASKED)
    for each in (furnished.text, furnished.held_text):
        expect(stranger.page.locator(f"main a[href$='{each}']").first).to_be_visible()


def test_who_lifted_this_entry(furnished: Furnished, stranger: Stranger) -> None:
    furnished.gateway.command("suppress", "add", ANN, "--reason", "manual")
    furnished.gateway.command("suppress", "lift", ANN, "--because", "a slip of ours")
    stranger.look_for(ANN)
    expect(stranger.main).to_contain_text("lifted")
    expect(stranger.main).to_contain_text("a slip of ours")
    expect(stranger.main).to_contain_text("by root")
