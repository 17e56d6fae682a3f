"""An auditor sees people masked, and reveals those of one page to one session, on the record."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.admin.roles import Role
from tests.contract.admin.mailing import email
from tests.contract.admin.newsletters import PLAIN
from tests.make import ANN, BOB

if TYPE_CHECKING:
    from tests.contract.admin.conftest import Site

TABS = ("delivery", "before", "after", "diff", "headers", "raw", "tree", "again")


async def test_an_auditor_sees_people_masked_and_reveals_them_on_the_record(site: Site) -> None:
    queue_id = await email(site, PLAIN.replace(b"Hello\r\n", b"Secret words\r\n"), ANN)
    browser, page = await site.browser(Role.AUDITOR), f"/admin/messages/{queue_id}"
    for show in TABS:
        masked = await browser.get(page, show=show)
        assert masked.status == 200
        for hidden in (ANN, "Secret words", "newsletter"):
            assert hidden not in masked.text, show
    assert "a•••@example.net" in (await browser.get(page)).text
    for closed in (f"{page}/frame", f"{page}/file"):
        assert (await browser.get(closed)).status == 404
    data = json.loads((await browser.get(page, format="json")).text)
    assert data["deliveries"][0]["address"] == "a•••@example.net"
    assert "detail" not in str(data)
    assert ANN not in (await browser.get(page, format="csv")).text
    assert ANN.replace("@", "%40") not in (await browser.get(page)).text

    answer = await browser.post("/admin/reveal", {"about": f"/messages/{queue_id}", "show": "raw"})
    assert answer.status == 303
    shown = await browser.ask("GET", answer.location)
    assert "Secret words" in shown.text
    assert ANN in shown.text
    ((recorded,),) = site.users._database.read(
        "SELECT count(*) FROM ledger WHERE kind = 'user.revealed'"
    )
    assert recorded == 1


async def test_what_was_revealed_is_revealed_of_one_page_to_one_session(site: Site) -> None:
    one, other = await email(site, PLAIN, ANN), await email(site, PLAIN, BOB)
    browser = await site.browser(Role.AUDITOR)
    answer = await browser.post("/admin/reveal", {"about": f"/messages/{one}"})
    seal = answer.location.partition("revealed=")[2]
    assert BOB not in (await browser.get(f"/admin/messages/{other}", revealed=seal)).text
    second = await site.browser(Role.AUDITOR, "second")
    assert ANN not in (await second.get(f"/admin/messages/{one}", revealed=seal)).text
    for about in ("https://evil.example", "//evil.example", "", "/x y"):
        answer = await browser.post("/admin/reveal", {"about": about})
        assert answer.status == 400


async def test_no_link_to_a_person_is_opened_by_what_its_reader_knows(site: Site) -> None:
    queue_id = await email(site, PLAIN, ANN)
    browser = await site.browser(Role.AUDITOR)
    page = (await browser.get(f"/admin/messages/{queue_id}")).text
    sealed = re.search(r"/admin/people/sealed/([\w-]+)", page)
    assert sealed
    raw = base64.urlsafe_b64decode(sealed[1] + "=" * (-len(sealed[1]) % 4))
    known = hashlib.sha256(b"whom" + browser.csrf.encode()).digest()
    with pytest.raises(InvalidTag):
        AESGCM(known).decrypt(raw[:12], raw[12:], None)
    assert (await browser.get(sealed[0])).status == 200
