"""Requests about data on the pages: taken down, told, verified, answered, with their clocks."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.admin.roles import Role
from gateway.privacy.request import Kind, NewRequest, Outcome, day_of
from suppression.actor import Actor
from suppression.keys import email_key, phone_key

if TYPE_CHECKING:
    from gateway.privacy.request import Request
    from tests.contract.admin.conftest import Site

WHO = "bob@example.net"
NUMBER = "+12025550143"
FORM = {
    "people": f" {WHO.upper()} \n(202) 555-0143\n{WHO}", "kind": "delete", "manner": "a letter",
    "note": "<b>forget</b> me\x1b", "received": "",
}  # fmt: skip


async def put_down(site: Site, *, days_ago: int = 0, kind: Kind = Kind.DELETE) -> Request:
    received_at = datetime.now(UTC) - timedelta(days=days_ago)
    new = NewRequest(
        kind=kind, people=(email_key(WHO),), manner="email", note="please forget me",
        received_at=received_at,
    )  # fmt: skip
    return await site.gateway.services.desk.privacy.add(new, "carla")


async def test_a_request_of_one_person_is_taken_down_with_all_they_name(site: Site) -> None:
    browser = await site.browser(Role.COMPLIANCE, "carla")
    assert "Nobody waits for an answer." in (await browser.get("/admin/privacy")).text
    done = await browser.post("/admin/privacy", FORM)
    assert (done.status, done.location) == (303, "/admin/privacy/P-1?done=opened")
    (request,) = site.gateway.services.desk.privacy.list()
    assert request.people == (email_key(WHO), phone_key(NUMBER))
    assert (request.kind, request.manner, request.recorded_by) == (Kind.DELETE, "a letter", "carla")
    page = await browser.get(done.location)
    assert "Taken down" in page.text
    assert "&lt;b&gt;forget&lt;/b&gt; me" in page.text
    assert "\x1b" not in page.text
    assert f"by {request.answer_by}" in page.text
    assert 'href="/admin/privacy/P-1"' in (await browser.get("/admin/privacy")).text


async def test_its_clocks_run_from_the_day_it_came(site: Site) -> None:
    browser = await site.browser(Role.ADMIN)
    came = day_of(datetime.now(UTC)) - timedelta(days=50)
    await browser.post("/admin/privacy", FORM | {"received": str(came)})
    (request,) = site.gateway.services.desk.privacy.list()
    assert request.answer_by == came + timedelta(days=45)
    page = await browser.get("/admin/privacy")
    assert ">late<" in page.text
    (row,) = json.loads((await browser.get("/admin/privacy", format="json")).text)
    assert row["answer_by"] == str(request.answer_by)


async def test_a_request_that_came_today_came_on_the_day_of_its_clocks(site: Site) -> None:
    browser = await site.browser(Role.ADMIN)
    today = day_of(datetime.now(UTC))
    assert f'value="{today}"' in (await browser.get("/admin/privacy")).text
    assert (await browser.post("/admin/privacy", FORM | {"received": str(today)})).status == 303
    tomorrow = FORM | {"received": str(today + timedelta(days=1))}
    assert (await browser.post("/admin/privacy", tomorrow)).status == 422
    (request,) = site.gateway.services.desk.privacy.list()
    assert day_of(request.received_at) == today


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"people": " \n"}, "Say who"),
        ({"people": "nobody"}, "nobody: "),
        ({"people": "@example.net"}, "whole domain"),
        ({"people": "\n".join(f"a{n}@example.net" for n in range(21))}, "21 lines"),
        ({"kind": "sell"}, "Say what they ask for"),
        ({"received": "yesterday"}, "2026-11-02"),
        ({"received": "2999-01-01"}, "future"),
        ({"note": "x" * 2001}, "2000"),
    ],
)
async def test_what_cannot_be_taken_down_is_said_and_kept_in_the_form(
    site: Site, change: dict[str, str], complaint: str
) -> None:
    browser = await site.browser(Role.ADMIN)
    page = await browser.post("/admin/privacy", FORM | change)
    assert page.status == 422
    assert complaint in page.text
    assert 'value="a letter"' in page.text
    assert site.gateway.services.desk.privacy.list() == ()


async def test_a_request_goes_its_way_and_each_step_is_recorded(site: Site) -> None:
    request = await put_down(site)
    browser, path = (
        await site.browser(Role.COMPLIANCE, "carla"),
        f"/admin/privacy/{request.request_id}",
    )
    assert "I told them" in (await browser.get(path)).text
    assert (await browser.post(f"{path}/told")).status == 303
    assert "I told them" not in (await browser.get(path)).text
    assert (await browser.post(f"{path}/verify", {"how": ""})).status == 422
    assert (await browser.post(f"{path}/verify", {"how": "named her order"})).status == 303
    assert (await browser.post(f"{path}/extend", {"because": "the archive of 2019"})).status == 303
    again = await browser.post(f"{path}/extend", {"because": "and of 2018"})
    assert (again.status, "cannot be extended" in again.text) == (422, True)
    assert (await browser.post(f"{path}/close", {"outcome": "", "answer": "said so"})).status == 422
    form = {"outcome": "denied", "answer": "not <her> address"}
    assert (await browser.post(f"{path}/close", form)).status == 303
    found = site.gateway.services.desk.privacy.find(request.request_id)
    assert found is not None
    assert (found.verified_how, found.extended_because) == (
        "named her order",
        "the archive of 2019",
    )
    assert (found.outcome, found.because, found.closed_by) == (
        Outcome.DENIED, "not <her> address", "carla",
    )  # fmt: skip
    page = await browser.get(path)
    assert "not &lt;her&gt; address" in page.text
    assert '<form method="post" action="/admin/privacy' not in page.text
    assert (await browser.post(f"{path}/told")).status == 422
    assert "Nobody waits" in (await browser.get("/admin/privacy")).text
    assert request.request_id in (await browser.get("/admin/privacy", all="yes")).text
    rows = site.gateway.services.desk.privacy._database.read("SELECT kind FROM ledger ORDER BY seq")
    assert [row["kind"] for row in rows] == [
        "privacy.received", "privacy.confirmed", "privacy.verified", "privacy.extended",
        "privacy.closed",
    ]  # fmt: skip


async def test_nothing_is_shown_or_forgotten_for_who_is_not_known_to_be_them(site: Site) -> None:
    request = await put_down(site)
    browser, path = await site.browser(Role.ADMIN), f"/admin/privacy/{request.request_id}"
    for act in ("export", "erase"):
        page = await browser.post(f"{path}/{act}", {"typed": request.request_id})
        assert (page.status, "say first how you found out" in page.text) == (422, True)
    await browser.post(f"{path}/verify", {"how": "named her order"})
    unsure = await browser.post(f"{path}/erase", {"typed": "P-2"})
    assert (unsure.status, "to confirm" in unsure.text) == (422, True)


async def test_who_sees_people_masked_sees_no_request_of_theirs(site: Site) -> None:
    request = await put_down(site)
    auditor, path = await site.browser(Role.AUDITOR), f"/admin/privacy/{request.request_id}"
    for place in ("/admin/privacy", "/admin/privacy?format=csv", path):
        page = await auditor.get(place)
        assert WHO not in page.text
        assert "forget me" not in page.text
        assert request.request_id in page.text
    assert (await auditor.post(f"{path}/told")).status == 403


async def test_an_auditor_reads_who_asked_and_how_it_came_once_that_is_recorded(site: Site) -> None:
    own = f"her mail from {WHO}"
    carla, auditor = await site.browser(Role.COMPLIANCE, "carla"), await site.browser(Role.AUDITOR)
    path = (await carla.post("/admin/privacy", FORM | {"manner": own})).location.partition("?")[0]
    for place in (path, "/admin/privacy?format=csv", "/admin/privacy?format=json"):
        assert WHO not in (await auditor.get(place)).text, place
        assert "•••" in (await auditor.get(place)).text, place
    assert own in (await carla.get("/admin/privacy?format=csv")).text
    seen = await auditor.post(f"{path}/reveal")
    assert own in seen.text
    assert "&lt;b&gt;forget&lt;/b&gt; me" in seen.text
    rows = site.users._database.read("SELECT kind, body FROM ledger ORDER BY seq DESC LIMIT 1")
    assert rows[0]["kind"] == "user.revealed"
    assert "P-1" in rows[0]["body"]
    assert WHO not in rows[0]["body"]
    assert WHO not in (await auditor.get(path)).text


async def test_a_usual_word_for_how_it_came_is_read_by_everybody(site: Site) -> None:
    request = await put_down(site)
    auditor, path = await site.browser(Role.AUDITOR), f"/admin/privacy/{request.request_id}"
    assert ", by email;" in (await auditor.get(path)).text
    (row,) = json.loads((await auditor.get("/admin/privacy", format="json")).text)
    assert row["manner"] == "email"


async def test_a_person_the_list_takes_for_the_same_is_named(site: Site) -> None:
    request = await put_down(site)
    browser, path = await site.browser(Role.ADMIN), f"/admin/privacy/{request.request_id}"
    assert "for the same person" not in (await browser.get(path)).text
    by = Actor(name="carla", method="admin")
    await site.gateway.list.link(email_key(WHO), phone_key(NUMBER), evidence="a form", by=by)
    assert "for the same person" in (await browser.get(path)).text


async def test_who_downloads_what_is_known_is_told_what_is_left_out(site: Site) -> None:
    new = NewRequest(
        kind=Kind.KNOW, people=(phone_key(NUMBER),), manner="letter", note="",
        received_at=datetime.now(UTC),
    )  # fmt: skip
    request = await site.gateway.services.desk.privacy.add(new, "carla")
    by, path = Actor(name="carla", method="admin"), f"/admin/privacy/{request.request_id}"
    await site.gateway.list.link(email_key(WHO), phone_key(NUMBER), evidence="a form", by=by)
    await site.gateway.list.unlink(phone_key(NUMBER), because="it changed hands", by=by)
    browser = await site.browser(Role.COMPLIANCE, "carla")
    assert "Left out" not in (await browser.get(path)).text
    await browser.post(f"{path}/verify", {"how": "named her order"})
    page = (await browser.get(path)).text
    assert "Left out, since it may be somebody else's" in page
    assert "its link L-1 ended then" in page
    assert "Left out" not in (await (await site.browser(Role.AUDITOR)).get(path)).text
