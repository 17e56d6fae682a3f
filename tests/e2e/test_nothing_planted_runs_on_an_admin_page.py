"""What strangers put into subjects, names, texts, addresses and files is shown as text."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.admin import come_in, pages_from
from tests.e2e.browser import chromium, phone
from tests.e2e.client import submit
from tests.e2e.mail import ANN

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from tests.e2e.gateway_process import Gateway

pytestmark = pytest.mark.peer

PLANTED: Final = (
    (Path(__file__).parents[1] / "data" / "planted.txt").read_text(encoding="utf-8").splitlines()
)
NUMBER: Final = "+12025550143"


def plant(gateway: Gateway) -> None:
    """Put every one of them wherever a stranger, an application or a file may."""
    for planted in PLANTED:
        head = f"From: {planted} <news@shop.example>\r\nTo: {ANN}\r\nSubject: {planted}\r\n"
        kind = "Content-Type: text/html; charset=utf-8\r\nMIME-Version: 1.0\r\n\r\n"
        submit(gateway, f"{head}{kind}<p>20% off</p>{planted}\r\n".encode(), [ANN])
    key = gateway.key("*")
    for planted in PLANTED[::4]:
        order = {"to": NUMBER, "text": f"Your code is 123456 {planted}", "purpose": "security_code",
                 "metadata": {"name": planted}}  # fmt: skip
        post(gateway, key, "/v1/sms", order, planted)
        path = f"/v1/suppressions/email/x{PLANTED.index(planted)}@people.example"
        put = {"evidence": planted, "reason": "manual", "scope": "all"}
        post(gateway, key, path, put, "", method="PUT")
    rows = "".join(f'r{n}@people.example,"{each.replace(chr(34), chr(34) * 2)}"\n'
                   for n, each in enumerate(PLANTED))  # fmt: skip
    file = gateway.folder / "<img src=x onerror=planted()>.csv"
    file.write_text("email,note\n" + rows, encoding="utf-8")
    gateway.command("suppress", "import", str(file))


def post(
    gateway: Gateway, key: str, path: str, body: object, once: str, *, method: str = "POST"
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", gateway.http_port, timeout=30)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    if once:
        headers["Idempotency-Key"] = f"k{abs(hash(once))}"
    connection.request(method, path, json.dumps(body), headers)
    assert connection.getresponse().status < 500
    connection.close()


def watch(context: BrowserContext, page: Page) -> list[str]:
    """Note whatever runs, is asked for elsewhere, or that the browser's policy had to stop."""
    told: list[str] = []
    context.add_init_script("window.planted = () => console.log('PLANTED')")
    page.on("dialog", lambda dialog: told.append(f"dialog {dialog.message}"))
    page.on("console", lambda line: told.append(f"console {line.text}"))
    page.on("pageerror", lambda error: told.append(f"error {error}"))
    page.on(
        "request",
        lambda asked: None if "//127.0.0.1:" in asked.url else told.append(f"asked {asked.url}"),
    )
    return told


def test_nothing_that_strangers_plant_runs_on_any_page(gateway: Gateway) -> None:
    plant(gateway)
    with chromium() as browser, phone(browser, scripts=True, width=1280) as context:
        page = context.new_page()
        told = watch(context, page)
        site = come_in(gateway, page, "admin")
        seen = pages_from(page, site, most=80)
        assert told == [], told
        assert page.locator("nav .leave").count() == 1  # nothing logged us out
    assert len(seen) >= 40, seen
