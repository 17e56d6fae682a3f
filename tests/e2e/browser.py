"""Debian's Chromium, driven from outside as a person drives it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal

from playwright.sync_api import sync_playwright

from tests.e2e.peers import need

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext

PHONE: Final = 390
"""Pixels across a telephone."""

Scheme = Literal["light", "dark"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser; the test is skipped where there is none."""
    need("chromium")
    with sync_playwright() as playwright:
        # a container has no kernel namespaces to put a sandbox into
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        try:
            yield browser
        finally:
            browser.close()


def phone(
    browser: Browser, *, scripts: bool, scheme: Scheme = "light", width: int = PHONE
) -> BrowserContext:
    """Return a telephone, with or without JavaScript."""
    return browser.new_context(
        java_script_enabled=scripts,
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        locale="en-US",
    )
