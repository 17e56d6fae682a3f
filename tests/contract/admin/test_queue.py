"""The queue by state and route, and what is done to several messages at once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gateway.admin.roles import Role
from gateway.spool.model import State
from tests.contract.admin.test_held import HOSTILE, chosen, state_of, stored
from tests.contract.spool.make import ROOM, delivery, email, outcome, text

if TYPE_CHECKING:
    from tests.contract.admin.conftest import Site


async def deferred(site: Site, **changes: object) -> str:
    now = datetime.now(UTC)
    queue_id = await stored(site, email(at=now, **changes))
    (claimed,) = await site.gateway.spool.claim(ROOM, limit=5, lease_s=60)
    ends = outcome(claimed, State.DEFERRED, "421 <i>later</i>", next_at=now)
    await site.gateway.spool.settle(ends)
    return queue_id


async def test_what_is_in_trouble_is_shown_first(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    assert "Nothing is deferred." in (await browser.get("/admin/queue")).text
    queue_id = await deferred(site, subject=HOSTILE)
    page = await browser.get("/admin/queue")
    assert queue_id in page.text
    assert "421 &lt;i&gt;later" in page.text
    assert "<script>alert" not in page.text
    assert "Cancel…" not in page.text  # a viewer changes nothing
    assert "Nothing is deferred." in (await browser.get("/admin/queue", route="other")).text
    (row,) = json.loads((await browser.get("/admin/queue", format="json")).text)
    assert (row["id"], row["state"], row["route"]) == (queue_id, "deferred", "out")
    assert (await browser.get("/admin/queue", state="delivered")).status == 400


async def test_the_list_of_a_route_tells_of_those_who_wait_for_it(site: Site) -> None:
    people = (
        delivery("bob@example.net"),
        delivery("ann@example.com", route="other"),
        delivery("eve@example.com", route="other"),
    )
    queue_id = await stored(site, email(*people, at=datetime.now(UTC)))
    browser = await site.browser(Role.ADMIN)
    of_other = {"state": "queued", "route": "other"}
    (row,) = json.loads((await browser.get("/admin/queue", **of_other, format="json")).text)
    assert (row["id"], row["route"], row["recipients"]) == (queue_id, "other", 2)
    page = (await browser.get("/admin/queue", **of_other)).text
    assert "ann@example.com and 1 more" in " ".join(page.split())
    (row,) = json.loads((await browser.get("/admin/queue", state="queued", format="json")).text)
    assert row["recipients"] == 3


async def test_what_waits_for_a_route_that_is_gone_stands_beside_the_routes(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    await stored(site, email(delivery(route="old relay"), at=datetime.now(UTC)))
    page = await browser.get("/admin/queue")
    assert "old relay" in page.text
    assert "the configuration has no such route" in page.text


async def test_an_auditor_sees_nobody_in_the_queue(site: Site) -> None:
    await deferred(site, subject="A secret")
    auditor = await site.browser(Role.AUDITOR)
    for query in ({}, {"format": "csv"}, {"format": "json"}):
        page = await auditor.get("/admin/queue", **query)
        assert page.status == 200
        assert "bob@example.net" not in page.text
        assert "A secret" not in page.text
        assert "421 &lt;" not in page.text


async def test_messages_are_held_retried_and_cancelled_with_a_reason(site: Site) -> None:
    browser = await site.browser(Role.ADMIN, "ada")
    queue_id = await deferred(site)
    for act, after in (("retry", State.QUEUED), ("hold", State.HELD), ("cancel", State.CANCELLED)):
        _, token = await chosen(browser, {"act": act, "id": queue_id})
        form = {"act": act, "s": token, "because": "the route was mended", "count": "1"}
        done = await browser.post("/admin/chosen", {**form, "typed": "1"})
        assert done.status == 303, done.text
        assert await state_of(site, queue_id) is after
    last = (await site.gateway.spool.trace(queue_id=queue_id))[-1]
    assert (last.kind, last.detail["actor"]) == ("cancelled", "ada")


async def test_compliance_does_not_touch_the_queue(site: Site) -> None:
    queue_id = await deferred(site)
    browser = await site.browser(Role.COMPLIANCE)
    assert "Cancel…" not in (await browser.get("/admin/queue")).text
    assert (await browser.post("/admin/choose", {"act": "cancel", "id": queue_id})).status == 403


async def test_texts_of_unknown_outcome_are_listed_for_a_person(site: Site) -> None:
    queue_id = await stored(site, text(at=datetime.now(UTC)))
    (claimed,) = await site.gateway.spool.claim(ROOM, limit=5, lease_s=60)
    await site.gateway.spool.settle(outcome(claimed, State.UNKNOWN))
    page = await (await site.browser(Role.ADMIN)).get("/admin/queue")
    assert queue_id in page.text
    assert "Try now…" in page.text
    assert "Hold…" not in page.text
