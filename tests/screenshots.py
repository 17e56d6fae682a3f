"""Takes the pictures of the pages for the documents, those of admins as the demonstration runs.

`python3 dev.py screenshots` starts `demo`, comes in by its link, and writes `docs/admin/*.png`; the
public pages, three beside each other, are `docs/pages/*.png`.

**Failures:** the exit status is 1 where the demonstration does not begin or a page is not there.
"""

from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from tests.e2e.browser import PHONE, chromium, phone
from tests.public_pages import states

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Browser, Page

    from tests.e2e.browser import Scheme

_ROOT: Final = Path(__file__).parents[1]
_PICTURES: Final = _ROOT / "docs" / "admin"
_LINK: Final = re.compile(r"http://\S+/admin/come-in/\S+")
_DESK: Final = 1280
_PAGES: Final = {
    "dashboard": "/admin/",
    "list": "/admin/suppressions",
    "person": "/admin/people/email/bob%40example.org",
    "check": "/admin/check",
}
"""Name of a picture → the page on it; that of a message is found by its link."""

_PUBLIC: Final = _ROOT / "docs" / "pages"
_BESIDE: Final[dict[str, tuple[tuple[str, str, Scheme], ...]]] = {
    "choice": (("choice", "en", "light"), ("choice", "de", "dark"), ("choice", "ar", "light")),
    "result": (
        ("unsubscribed", "en", "light"), ("unsubscribed", "ja", "dark"), ("undone", "ar", "light"),
    ),
    "form": (("form", "en", "light"), ("bad_address", "en", "dark"), ("noted", "en", "light")),
}  # fmt: skip
"""Name of a picture → the pages on it: what the person came to see, the language, the colours."""
_FRAME: Final = "body { margin: 0; background: #888; display: flex; gap: 20px; align-items: start }"


def main() -> int:
    """Take every picture."""
    _PICTURES.mkdir(exist_ok=True)
    demo = subprocess.Popen(
        [sys.executable, "-m", "gateway", "demo"], cwd=_ROOT, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        link = _told(demo)
        with chromium() as browser:
            _take(browser, link)
            for name, pages in _BESIDE.items():
                _take_beside(browser, name, [_shown(browser, *each) for each in pages])
    finally:
        demo.terminate()
        demo.wait()
    return 0


def _told(demo: subprocess.Popen[str]) -> str:
    """Return the link into the pages: it is printed once the messages were sent."""
    for line in demo.stdout or ():
        if found := _LINK.search(line):
            return found[0]
    raise SystemExit("screenshots: the demonstration ended before it began")


def _take(browser: Browser, link: str) -> None:
    site = "{0.scheme}://{0.netloc}".format(urlsplit(link))
    with phone(browser, scripts=True, width=_DESK) as context:
        page = context.new_page()
        page.goto(link)
        page.click("main button")
        page.wait_for_url("**/admin/")
        kept = context.storage_state()
        for name, path in _PAGES.items():
            _picture(page, site + path, f"{name}.png")
        page.goto(f"{site}/admin/search?q=channel:email")
        message = page.locator("main tbody a").last.get_attribute("href")
        _picture(page, f"{site}{message}", "message.png")
    with browser.new_context(
        storage_state=kept, color_scheme="dark", viewport={"width": 390, "height": 844}
    ) as context:
        _picture(context.new_page(), f"{site}{message}", "message-telephone.png", whole=False)


def _shown(browser: Browser, state: str, lang: str, scheme: Scheme) -> bytes:
    """Return the picture of a public page on a telephone."""
    with phone(browser, scripts=False, scheme=scheme) as context:
        page = context.new_page()
        page.set_content(dict(states(lang))[state].text or "")
        return page.screenshot(full_page=True)


def _take_beside(browser: Browser, name: str, pictures: Iterable[bytes]) -> None:
    """Put pictures beside each other."""
    images = (f'<img src="data:image/png;base64,{b64encode(each).decode()}">' for each in pictures)
    with phone(browser, scripts=False, width=3 * PHONE + 40) as context:
        page = context.new_page()
        page.set_content(f"<!doctype html><style>{_FRAME}</style><body>{''.join(images)}")
        page.locator("body").screenshot(path=_PUBLIC / f"{name}.png")


def _picture(page: Page, url: str, name: str, *, whole: bool = True) -> None:
    answer = page.goto(url)
    if answer is None or not answer.ok:
        raise SystemExit(f"screenshots: {url} is not there")
    page.screenshot(path=_PICTURES / name, full_page=whole)


if __name__ == "__main__":
    sys.exit(main())
