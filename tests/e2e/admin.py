"""The admin pages as somebody who works with them sees them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.gateway_process import Gateway

PASSWORD: Final = "correct horse battery"
_LINK: Final = re.compile(r'<a [^>]*href="(/admin/[^"#]*)"')
_NOT_PAGES: Final = ("format=csv", "format=json", "/export", "/static/", ".csv", ".jsonl")


def come_in(gateway: Gateway, page: Page, role: str, name: str = "maria") -> str:
    """Make a user of this role and let them in; return where the site is."""
    link = gateway.command("users", "add", name, "--role", role).strip()
    site = f"http://127.0.0.1:{gateway.http_port}"
    page.goto(site + urlsplit(link).path)
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/admin/")
    return site


def pages_from(page: Page, site: str, *, most: int) -> list[str]:
    """Return the paths of pages that links lead to, of each kind a few, breadth first."""
    found, kinds = ["/admin/"], {"/admin/": 1}
    for path in found:
        page.goto(site + path)
        for link in _LINK.findall(page.content()):
            target = link.replace("&amp;", "&")
            kind = re.sub(r"[0-9]|%..|=[^&]*|(?<=/)[0-9a-z]{13}(?=/|$|\?)", "", target)
            is_page = not any(each in target for each in _NOT_PAGES)
            if is_page and target not in found and kinds.get(kind, 0) < 2 and len(found) < most:
                kinds[kind] = kinds.get(kind, 0) + 1
                found.append(target)
    return found
