"""Deciding about what is held: seen whole, decided with a reason, on the record."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from filters.decision import Effect
from gateway.admin import held as held_page
from gateway.admin import queue as queue_page
from gateway.admin.roles import Role
from gateway.spool.model import State
from tests.contract.spool.make import delivery, email, objection, text

if TYPE_CHECKING:
    from gateway.spool.model import NewMessage
    from tests.contract.admin.conftest import Browser, Site

HELD = objection("EMAIL_CLASS_CONFLICT", Effect.HOLD)
WHY = "read it, it is a receipt"
HOSTILE = '<script>alert(1)</script>"\x1b[2J'


def held(*, subject: str = "Hello", to: str = "bob@example.net", hours: int = 24) -> NewMessage:
    now = datetime.now(UTC)
    return email(
        delivery(to, state=State.HELD, findings=(HELD,)),
        at=now, subject=subject, expires_at=now + timedelta(hours=hours),
    )  # fmt: skip


async def stored(site: Site, message: NewMessage) -> str:
    await site.gateway.spool.accept(message)
    return message.queue_id


async def state_of(site: Site, queue_id: str) -> State:
    view = await site.gateway.spool.message(queue_id)
    assert view is not None
    return view.deliveries[0].state


async def chosen(browser: Browser, fields: dict[str, object]) -> tuple[str, str]:
    """Choose messages; return the path that is led to, and its token."""
    answer = await browser.post("/admin/choose", fields)
    assert answer.status == 303, answer.text
    token = re.search(r"s=([^&]+)", answer.location)
    assert token
    return answer.location, token[1]


async def test_what_is_held_is_listed_with_why_and_until_when(site: Site) -> None:
    browser = await site.browser(Role.COMPLIANCE)
    assert "Nothing is held." in (await browser.get("/admin/held")).text
    late = await stored(site, held(subject="Late", hours=48))
    soon = await stored(site, held(subject="Soon", hours=1))
    page = await browser.get("/admin/held")
    assert page.text.index(soon) < page.text.index(late)
    assert "EMAIL_CLASS_CONFLICT" in page.text
    assert "Nothing is held like that." in (await browser.get("/admin/held", code="OTHER")).text
    rows = json.loads((await browser.get("/admin/held", format="json")).text)
    assert [row["id"] for row in rows] == [soon, late]
    table = list(csv.DictReader(io.StringIO((await browser.get("/admin/held", format="csv")).text)))
    assert table[0]["codes"] == "EMAIL_CLASS_CONFLICT"


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_all_that_is_held_or_waits_is_in_the_file(
    site: Site, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    for module in (held_page, queue_page):
        monkeypatch.setattr(module, "A_PIECE", 2)
    browser = await site.browser(Role.VIEWER)

    async def listed(path: str, state: str) -> list[str]:
        text = (await browser.get(path, state=state, format=form)).text
        rows = json.loads(text) if form == "json" else csv.DictReader(io.StringIO(text))
        return [row["id"] for row in rows]

    for path, state in (("/admin/held", "held"), ("/admin/queue", "queued")):
        assert await listed(path, state) == []
        ids = []
        for number in range(5):
            expires = datetime.now(UTC) + timedelta(hours=number + 1)
            to = delivery("bob@example.net", state=State(state))
            ids.append(await stored(site, email(to, at=datetime.now(UTC), expires_at=expires)))
        assert await listed(path, state) == ids


async def test_what_others_wrote_stands_there_as_text(site: Site) -> None:
    queue_id = await stored(site, held(subject=HOSTILE))
    browser = await site.browser(Role.VIEWER)
    for path in ("/admin/held", f"/admin/held/{queue_id}"):
        page = await browser.get(path)
        assert "<script>alert" not in page.text
        assert "\x1b" not in page.text
        assert "&lt;script&gt;" in page.text
    formula = await stored(site, held(subject="=1+1"))
    rows = (await browser.get("/admin/held", format="csv")).text
    assert formula in rows
    assert ",=1+1" not in rows


async def test_an_auditor_sees_people_masked_and_no_subject(site: Site) -> None:
    queue_id = await stored(site, held(subject="A secret", to="bob@example.net"))
    auditor = await site.browser(Role.AUDITOR)
    for path in ("/admin/held", f"/admin/held/{queue_id}", "/admin/held?format=json"):
        page = await auditor.get(path)
        assert page.status == 200
        assert "A secret" not in page.text
        assert "bob@example.net" not in page.text
        assert "shop@example.com" not in page.text


async def test_a_message_is_judged_again_before_somebody_releases_it(site: Site) -> None:
    queue_id = await stored(site, held())
    browser = await site.browser(Role.COMPLIANCE, "carla")
    page = await browser.get(f"/admin/held/{queue_id}")
    assert "Judged again just now" in page.text
    assert "It cannot be judged again" not in page.text
    release = f"/admin/held/{queue_id}/release"
    silent = await browser.post(release, {"because": " ", "sure": "yes"})
    assert silent.status == 422
    unread = await browser.post(release, {"because": WHY})
    assert unread.status == 422
    assert WHY in unread.text  # what was typed is still there
    assert await state_of(site, queue_id) is State.HELD
    done = await browser.post(release, {"because": WHY, "sure": "yes"})
    assert done.location == "/admin/held?done=release&count=1"
    assert "1 released." in (await browser.get(done.location)).text
    assert await state_of(site, queue_id) is State.QUEUED
    last = (await site.gateway.spool.trace(queue_id=queue_id))[-1]
    assert (last.kind, last.detail["actor"], last.detail["because"]) == ("released", "carla", WHY)
    assert (await browser.post(release, {"because": WHY, "sure": "yes"})).status == 404
    assert "held no more" in (await browser.get(f"/admin/held/{queue_id}")).text


async def test_a_text_is_judged_again_by_what_it_says(site: Site) -> None:
    now = datetime.now(UTC)
    sms = text(
        "+19169668284", at=now, raw=b"Flash sale! 20% off today, shop now <b>",
        deliveries=(
            delivery(
                "+19169668284", state=State.HELD, route="texts",
                findings=(objection("HELD_REVIEW", Effect.HOLD),),
            ),
        ),
    )  # fmt: skip
    queue_id = await stored(site, sms)
    page = await (await site.browser(Role.COMPLIANCE)).get(f"/admin/held/{queue_id}")
    assert "Flash sale! 20% off today, shop now &lt;b&gt;" in page.text
    assert "Today it would be stopped for somebody" in page.text
    assert "SMS_NO_CONSENT" in page.text
    assert "SMS_SENDER_UNREGISTERED" not in page.text  # was decided once, and is not asked again


async def test_a_rejected_message_is_reported_to_its_sender(site: Site) -> None:
    queue_id = await stored(site, held())
    browser = await site.browser(Role.ADMIN)
    reject = f"/admin/held/{queue_id}/reject"
    assert (await browser.post(reject, {"because": ""})).status == 422
    assert (await browser.post(reject, {"because": "this is a sale"})).status == 303
    assert await state_of(site, queue_id) is State.FAILED
    found = await site.gateway.spool.standing()
    assert found.states[State.QUEUED].recipients == 1  # the report
    assert not await site.gateway.spool.reports_owed()


async def test_who_may_not_decide_sees_no_button_and_does_nothing(site: Site) -> None:
    queue_id = await stored(site, held())
    for role in (Role.VIEWER, Role.SUPPORT, Role.AUDITOR):
        browser = await site.browser(role)
        assert "<button>Release</button>" not in (await browser.get(f"/admin/held/{queue_id}")).text
        answer = await browser.post("/admin/choose", {"act": "release", "id": queue_id})
        assert answer.status == 403
        answer = await browser.post("/admin/chosen", {"act": "release", "s": "x"})
        assert answer.status == 403
    assert await state_of(site, queue_id) is State.HELD


async def test_several_are_decided_after_their_number_was_seen(site: Site) -> None:
    ids = [await stored(site, held(to=f"{n}@example.net")) for n in range(3)]
    browser = await site.browser(Role.COMPLIANCE)
    path, token = await chosen(browser, {"act": "release", "every": "yes", "state": "held"})
    page = await browser.get(path)
    assert "Release 3 messages" in page.text
    form = {"act": "release", "s": token, "because": WHY, "sure": "yes"}
    await site.gateway.spool.release(ids[:1], by="somebody", because="else")
    assert (await browser.post("/admin/chosen", {**form, "count": "3"})).status == 422
    assert "another number" in (await browser.post("/admin/chosen", {**form, "count": "3"})).text
    assert (await browser.post("/admin/chosen", {**form, "count": "2", "sure": ""})).status == 422
    late = await stored(site, held(to="late@example.net"))  # matches, and was not chosen
    done = await browser.post("/admin/chosen", {**form, "count": "2"})
    assert done.location == "/admin/held?done=release&count=2"
    assert [await state_of(site, each) for each in ids] == [State.QUEUED] * 3
    assert await state_of(site, late) is State.HELD
    assert (await browser.post("/admin/chosen", {**form, "count": "1"})).status == 404


async def test_what_nothing_undoes_takes_the_number_typed(site: Site) -> None:
    ids = [await stored(site, held(to=f"{n}@example.net")) for n in range(2)]
    browser = await site.browser(Role.COMPLIANCE)
    _, token = await chosen(browser, {"act": "reject", "id": ids})
    form = {"act": "reject", "s": token, "because": "both are sales", "count": "2"}
    assert (await browser.post("/admin/chosen", form)).status == 422
    done = await browser.post("/admin/chosen", {**form, "typed": "2"})
    assert done.location == "/admin/held?done=reject&count=2"
    assert [await state_of(site, each) for each in ids] == [State.FAILED] * 2


def release_while_rejecting(site: Site, queue_id: str, patch: pytest.MonkeyPatch) -> None:
    """Let somebody else release a message between the look at it and its rejection."""
    spool, content = site.gateway.spool, site.gateway.spool.content

    async def read(wanted: str) -> bytes | None:
        if wanted == queue_id:
            await spool.release([queue_id], by="somebody", because="else")
        return await content(wanted)

    patch.setattr(spool, "content", read)


async def test_nobody_is_told_to_have_rejected_what_somebody_else_released(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue_id = await stored(site, held())
    browser = await site.browser(Role.ADMIN)
    release_while_rejecting(site, queue_id, monkeypatch)
    answer = await browser.post(f"/admin/held/{queue_id}/reject", {"because": "this is a sale"})
    assert answer.status == 404
    assert "somebody decided" in answer.text
    assert await state_of(site, queue_id) is State.QUEUED
    assert (await site.gateway.spool.standing()).states[State.QUEUED].recipients == 1  # no report


async def test_what_somebody_else_decided_is_not_counted_as_done(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [await stored(site, held(to=f"{n}@example.net")) for n in range(2)]
    browser = await site.browser(Role.COMPLIANCE)
    _, token = await chosen(browser, {"act": "reject", "id": ids})
    release_while_rejecting(site, ids[1], monkeypatch)
    form = {"act": "reject", "s": token, "because": "both are sales", "count": "2", "typed": "2"}
    done = await browser.post("/admin/chosen", form)
    page = (await browser.get(done.location)).text
    assert "1 rejected. 1 not: somebody else decided" in page
    assert [await state_of(site, each) for each in ids] == [State.FAILED, State.QUEUED]


async def test_a_choice_is_of_who_made_it_and_of_one_deed(site: Site) -> None:
    queue_id = await stored(site, held())
    browser, other = await site.browser(Role.ADMIN), await site.browser(Role.ADMIN, "other")
    path, token = await chosen(browser, {"act": "release", "id": queue_id})
    assert (await other.get(path)).status == 404
    assert (await browser.get("/admin/chosen", act="cancel", s=token)).status == 404
    assert (await browser.get("/admin/chosen", act="none", s=token)).status == 400
    assert (await browser.post("/admin/choose", {"act": "release", "every": "yes"})).status == 400
    empty, _ = await chosen(browser, {"act": "release", "id": "0000000000001"})
    assert "None of what was chosen" in (await browser.get(empty)).text


async def test_the_done_line_says_only_what_we_say(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    for query in ({"done": "hacked", "count": "1"}, {"done": "release", "count": "all your"}):
        page = await browser.get("/admin/held", **query)
        assert 'role="status"' not in page.text
