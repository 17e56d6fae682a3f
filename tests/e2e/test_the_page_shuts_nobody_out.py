"""Every page in every language, light and dark, as axe sees it: nothing that keeps people out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from gateway.http.pages import WORDS
from tests.e2e.browser import chromium, phone
from tests.public_pages import states

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.e2e.browser import Scheme

pytestmark = pytest.mark.peer

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", WORDS)
def test_axe_finds_nothing(lang: str, scheme: Scheme, browser: Browser) -> None:
    axe = Axe()
    with phone(browser, scripts=True, scheme=scheme) as context:
        page = context.new_page()
        for state, answer in states(lang):
            page.set_content(answer.text or "")
            found = axe.run(page, options=RULES)
            assert found.violations_count == 0, f"{state}: {found.generate_report()}"
            assert len(found.response["passes"]) > 10, state
