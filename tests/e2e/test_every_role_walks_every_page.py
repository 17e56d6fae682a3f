"""Every page as each role sees it: whole, on a telephone, in the dark, without JavaScript.

Each push sees every page as every role, and axe looks at each of them in the dark or the light;
`WALK=all` sees every page as every role, on every screen, with and without JavaScript, as axe does.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe

from gateway.admin.roles import Role
from tests.e2e.browser import PHONE, Scheme, chromium
from tests.e2e.furnished import MORE, Furnished
from tests.e2e.gateway_process import Gateway
from tests.e2e.settings import settings
from tests.e2e.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.peer

DESK: Final = 1280
RULES: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}
_WIDE: Final = "document.documentElement.scrollWidth > window.innerWidth"
_NO_PAGES: Final = ("/frame", "/file", "/errors")


class Walk(NamedTuple):
    """Who walks, on what screen."""

    role: Role
    scheme: Scheme
    width: int
    has_scripts: bool
    axe: tuple[int, ...]  # of every two pages, which it looks at


CHOSEN: Final = (
    Walk(Role.VIEWER, "light", PHONE, has_scripts=False, axe=()),
    Walk(Role.SUPPORT, "dark", DESK, has_scripts=True, axe=()),
    Walk(Role.COMPLIANCE, "dark", PHONE, has_scripts=True, axe=(0,)),
    Walk(Role.ADMIN, "light", DESK, has_scripts=True, axe=(1,)),
    Walk(Role.ADMIN, "light", PHONE, has_scripts=False, axe=()),
    Walk(Role.AUDITOR, "dark", PHONE, has_scripts=True, axe=()),
)
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")
ALL: Final = tuple(
    Walk(role, scheme, width, has_scripts=has_scripts, axe=(0, 1) if has_scripts else ())
    for role in Role
    for scheme in SCHEMES
    for width in (PHONE, DESK)
    for has_scripts in (True, False)
)
WALKS: Final = ALL if os.environ.get("WALK") == "all" else CHOSEN


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    gateway = Gateway(tmp_path_factory.mktemp("walk"), settings(more=MORE))
    gateway.start()
    yield Furnished(gateway)
    gateway.stop()


@pytest.fixture(scope="module")
def visitors(furnished: Furnished) -> dict[Role, Visitor]:
    return {role: Visitor(furnished.gateway, role) for role in Role}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def watched(page: Page) -> list[str]:
    """Note what a page complains of: errors, and what the browser's policy had to stop."""
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(f"error {error}"))
    page.on("console", lambda line: told.append(f"console {line.text}"))
    page.on(
        "response",
        lambda came: told.append(f"{came.status} {came.url}") if came.status >= 400 else None,
    )
    return told


@pytest.mark.parametrize("walk", WALKS, ids=lambda w: "-".join(map(str, w)))
def test_every_page_is_whole(
    furnished: Furnished, visitors: dict[Role, Visitor], browser: Browser, walk: Walk
) -> None:
    visitor = visitors[walk.role]
    places = (*furnished.pages(visitor).values(), *furnished.more_pages())
    context = browser.new_context(
        java_script_enabled=walk.has_scripts, color_scheme=walk.scheme,
        viewport={"width": walk.width, "height": 844}, locale="en-US",
    )  # fmt: skip
    with context:
        visitor.lend(context)
        page = context.new_page()
        told = watched(page)
        for number, place in enumerate(places):
            if place.partition("?")[0].endswith(_NO_PAGES):
                continue
            page.goto(f"http://127.0.0.1:{furnished.gateway.http_port}/admin{place}")
            assert told == [], (place, told)
            assert page.locator("h1").count() == 1, place
            assert page.locator("nav .leave").count() == 1, place
            assert not page.evaluate(_WIDE), (place, walk.width)
            if number % 2 in walk.axe:
                found = Axe().run(page, options=RULES)
                assert not found.response["violations"], (place, found.generate_report())
                assert len(found.response["passes"]) > 10, place
