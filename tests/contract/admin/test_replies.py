"""The replies that wait: read, decided, recorded."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING

from gateway.admin.roles import Role
from gateway.privacy.request import Kind, NewRequest
from suppression.channel import Channel
from suppression.entry import NEVER
from suppression.keys import email_key
from suppression.review import Decision, NewReview

if TYPE_CHECKING:
    from suppression.review import Review
    from tests.contract.admin.conftest import Site

WHO = "bob@example.net"
SAID = "<b>please</b> do not\x1b send me so much"


async def put_up(site: Site) -> Review:
    return await site.gateway.list.review(
        NewReview(
            channel=Channel.EMAIL, key=email_key(WHO), text=SAID, matched="do not send",
            received_at=datetime.now(UTC),
        )
    )  # fmt: skip


async def test_replies_are_listed_with_the_days_that_are_left(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    assert "No reply waits." in (await browser.get("/admin/replies")).text
    review = await put_up(site)
    page = await browser.get("/admin/replies")
    assert f'href="/admin/replies/{review.review_id}"' in page.text
    assert "&lt;b&gt;please" in page.text
    assert "<b>please" not in page.text
    assert "\x1b" not in page.text
    (row,) = json.loads((await browser.get("/admin/replies", format="json")).text)
    assert row["address"] == WHO
    whole = await browser.get(f"/admin/replies/{review.review_id}")
    assert "\x1b" not in whole.text
    assert "do not␛ send" in whole.text


async def test_all_replies_that_wait_are_in_the_files_and_on_the_pages(site: Site) -> None:
    keys = [email_key(f"p{number}@example.net") for number in range(101)]
    for key in keys:
        new = NewReview(
            channel=Channel.EMAIL, key=key, text="hm", matched="hm", received_at=datetime.now(UTC)
        )
        await site.gateway.list.review(new)
    browser = await site.browser(Role.VIEWER)
    rows = json.loads((await browser.get("/admin/replies", format="json")).text)
    assert [row["address"] for row in rows] == keys
    table = csv.DictReader(io.StringIO((await browser.get("/admin/replies", format="csv")).text))
    assert [row["address"] for row in table] == keys
    page = (await browser.get("/admin/replies")).text
    assert keys[-1] not in page
    assert "100 replies, and more" in page
    onward = re.search(r'href="([^"]+)">Next page', page)
    assert onward
    older = (await browser.get(unescape(onward[1]))).text
    assert keys[-1] in older
    assert "1 reply, oldest first" in older
    assert "Next page" not in older


async def test_an_opt_out_is_in_force_when_it_is_answered(site: Site) -> None:
    review = await put_up(site)
    browser = await site.browser(Role.COMPLIANCE, "carla")
    path = f"/admin/replies/{review.review_id}"
    assert "Opt them out" in (await browser.get(path)).text
    done = await browser.post(f"{path}/opt-out")
    assert done.status == 303
    assert "Opted out." in (await browser.get(done.location)).text
    assert await site.gateway.blocks(WHO)
    decided = await site.gateway.list.find_review(review.review_id)
    assert decided is not None
    assert (decided.decision, decided.decided_by) == (Decision.OPTED_OUT, "carla")
    assert (await browser.post(f"{path}/opt-out")).status == 404
    assert "not kept once it is decided" in (await browser.get(path)).text


async def test_a_reply_becomes_a_request_about_data_and_waits_on(site: Site) -> None:
    review = await put_up(site)
    path = f"/admin/replies/{review.review_id}"
    viewer = await site.browser(Role.SUPPORT)
    assert "Open a privacy request" not in (await viewer.get(path)).text
    assert (await viewer.post(f"{path}/privacy", {"kind": "delete"})).status == 403
    browser = await site.browser(Role.COMPLIANCE, "carla")
    assert (await browser.post(f"{path}/privacy", {"kind": "sell"})).status == 404
    done = await browser.post(f"{path}/privacy", {"kind": "delete"})
    assert (await browser.post(f"{path}/privacy", {"kind": "delete"})).status == 303
    assert "A request about their data waits for them" in (await browser.get(done.location)).text
    (request,) = site.gateway.services.desk.privacy.list()
    assert (request.kind, request.people, request.manner) == (
        Kind.DELETE, (email_key(WHO),), "email",
    )  # fmt: skip
    assert (request.recorded_by, request.received_at) == ("carla", review.received_at)
    assert request.verified_at == NEVER
    assert SAID in request.note
    assert [each.review_id for each in await site.gateway.list.reviews()] == [review.review_id]
    await browser.post(f"{path}/opt-out")
    assert (await browser.post(f"{path}/privacy", {"kind": "know"})).status == 404


async def test_who_adds_a_reply_to_a_request_that_is_full_is_told_to_keep_it(site: Site) -> None:
    review = await put_up(site)
    new = NewRequest(
        kind=Kind.KNOW, people=(email_key(WHO),), manner="email", note="x" * 64_000,
        received_at=review.received_at,
    )  # fmt: skip
    await site.gateway.services.desk.privacy.add(new, "carla")
    browser, path = await site.browser(Role.COMPLIANCE), f"/admin/replies/{review.review_id}"
    done = await browser.post(f"{path}/privacy", {"kind": "know"})
    assert "has no room for more words: keep these" in (await browser.get(done.location)).text
    (request,) = site.gateway.services.desk.privacy.list()
    assert request.note == new.note


async def test_a_dismissal_takes_a_reason(site: Site) -> None:
    review = await put_up(site)
    browser = await site.browser(Role.ADMIN)
    path = f"/admin/replies/{review.review_id}"
    assert (await browser.post(f"{path}/dismiss", {"because": ""})).status == 422
    done = await browser.post(f"{path}/dismiss", {"because": "asks for fewer, not none"})
    assert done.status == 303
    assert not await site.gateway.blocks(WHO)


async def test_an_auditor_sees_a_reply_once_that_is_recorded(site: Site) -> None:
    review = await put_up(site)
    auditor = await site.browser(Role.AUDITOR)
    path = f"/admin/replies/{review.review_id}"
    for masked in (path, "/admin/replies", "/admin/replies?format=json"):
        page = await auditor.get(masked)
        assert WHO not in page.text
        assert "so much" not in page.text
    seen = await auditor.post(f"{path}/reveal")
    assert WHO in seen.text
    assert "so much" in seen.text
    rows = site.users._database.read("SELECT kind, body FROM ledger ORDER BY seq DESC LIMIT 1")
    assert rows[0]["kind"] == "user.revealed"
    assert review.review_id in rows[0]["body"]
    assert WHO not in rows[0]["body"]
    assert (await auditor.post(f"{path}/opt-out")).status == 403


async def test_what_is_not_there_is_not_found(site: Site) -> None:
    browser = await site.browser(Role.ADMIN)
    for path in ("none", "999999", "%00"):
        assert (await browser.get(f"/admin/replies/{path}")).status == 404
