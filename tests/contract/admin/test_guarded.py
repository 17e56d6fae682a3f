"""What somebody with a session, a link or a name could have done and may not."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING

import aiohttp
import pyotp
import pytest

from gateway.admin.disarm import disarmed
from gateway.admin.roles import Role
from gateway.wishes import Wish, Wishes
from suppression.entry import Origin, Reason, Scope
from tests.contract.admin.conftest import PASSWORD, TEST
from tests.contract.admin.listed import ANN, NUMBER, put, standing
from tests.contract.admin.mailing import email
from tests.contract.admin.test_coming_in import log_in, with_password
from tests.contract.admin.test_importing import imported, upload
from tests.contract.admin.test_search import about
from tests.mail_builders import message

if TYPE_CHECKING:
    from tests.contract.admin.conftest import Browser, Site

_CODES = "/admin/account/codes"


async def _logged_in(site: Site) -> Browser:
    await with_password(site)
    browser = await site.stranger()
    await log_in(browser)
    page = (await browser.get("/admin/account")).text
    browser.csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
    return browser


async def _with_codes(site: Site) -> str:
    """Let maria set codes up, and return a link of hers."""
    await with_password(site)
    user = site.users.find("maria")
    assert user is not None
    await site.users.set_codes(user, "A" * 32, 1, TEST)
    return f"/admin/come-in/{await site.users.invite(user, 'password', TEST)}"


@pytest.mark.parametrize("html", ["<div>" * 50_000, "<a><b>" * 30_000])
def test_html_made_to_hold_parsers_up_holds_no_page_up(html: str) -> None:
    before = time.process_time()
    assert "take the file" in disarmed(html)
    assert time.process_time() - before < 0.5


async def test_a_name_too_long_to_be_one_is_not_remembered(site: Site) -> None:
    stranger = await site.stranger()
    said = [await log_in(stranger, "é" * 80_000 + str(each)) for each in range(3)]
    assert {each.status for each in said} == {403}
    assert "Name, password or code is wrong." in said[0].text
    kept = site.gateway.services.commons.tries._by_user._buckets
    assert max(map(len, kept)) < 200


async def test_a_house_that_tries_too_often_is_not_remembered_name_by_name(site: Site) -> None:
    stranger = await site.stranger()
    tries = site.gateway.services.commons.tries
    while tries._by_house.allows("127.0.0.1", time.monotonic()):
        pass
    assert (await log_in(stranger, "somebody")).status == 429
    assert not tries._by_user._buckets


@pytest.mark.parametrize("end", ["\rx", "\nx", "\r\nX-Planted: yes"])
async def test_where_to_go_on_has_no_line_break(site: Site, end: str) -> None:
    await with_password(site)
    answer = await log_in(await site.stranger(), next=f"/admin/queue{end}")
    assert (answer.status, answer.location) == (303, "/admin/")


async def test_an_auditor_spells_out_no_address_by_parts_of_it(site: Site) -> None:
    await put(site)
    auditor, viewer = await site.browser(Role.AUDITOR), await site.browser(Role.VIEWER)
    for part in ("a", "ann@", "@", "nn@."):
        for shape in ("", "csv", "json"):
            answer = await auditor.get("/admin/suppressions", q=part, format=shape)
            assert answer.status == 422, part
    for whole in (ANN, "@example.net"):
        answer = await auditor.get("/admin/suppressions", q=whole, format="json")
        assert [each["address"] for each in json.loads(answer.text)] == ["a•••@example.net"]
    assert json.loads((await viewer.get("/admin/suppressions", q="nn@", format="json")).text)


async def test_an_auditor_finds_no_message_by_words_of_its_subject(site: Site) -> None:
    queue_id = await email(site, about("Secret words"), ANN)
    auditor, viewer = await site.browser(Role.AUDITOR), await site.browser(Role.VIEWER)
    for typed in ("secret", "channel:email secret"):
        assert queue_id not in (await auditor.get("/admin/search", q=typed)).text
        assert json.loads((await auditor.get("/admin/search", q=typed, format="json")).text) == []
        assert queue_id in (await viewer.get("/admin/search", q=typed)).text


async def test_an_auditor_reads_no_address_in_what_the_submitter_wished(site: Site) -> None:
    wished = {ANN: Wish(original=f"rfc822;{ANN}")}
    wishes = Wishes(envelope_id=ANN, by_address=wished)
    queue_id = await email(site, message("\nHello\n"), ANN, wishes=wishes)
    place = f"/admin/messages/{queue_id}"
    auditor, viewer = await site.browser(Role.AUDITOR), await site.browser(Role.VIEWER)
    assert "ann@" not in (await auditor.get(place, format="json")).text
    assert f"rfc822;{ANN}" in (await viewer.get(place, format="json")).text


async def test_an_auditor_reads_no_row_that_an_import_could_not(site: Site) -> None:
    rows = b"email,scope\nann@example.net,all\nx@example.net,joe@b.example\n"
    compliance, auditor = await site.browser("compliance"), await site.browser(Role.AUDITOR)
    draft = await upload(compliance, rows)
    await imported(compliance, draft.location)
    for browser, is_told in ((compliance, True), (auditor, False)):
        (told,) = json.loads((await browser.get("/admin/imports", format="json")).text)
        assert ("joe@b.example" in json.dumps(told)) is is_told
        assert told["invalid"] == 1


async def test_a_wrong_number_ends_by_no_text_that_somebody_says_came(site: Site) -> None:
    await put(site, NUMBER, reason=Reason.WRONG_NUMBER, scope=Scope("all"), origin=Origin.ADMIN)
    admin = await site.browser(Role.ADMIN)
    place = f"/admin/people/sms/{NUMBER}/request"
    assert 'value="sms"' not in (await admin.get(place)).text
    asked = {"source": "sms", "evidence": "they texted us", "lasts": "month"}
    assert (await admin.post(place, asked)).status == 422
    assert [each.reason for each in await standing(site, NUMBER)] == [Reason.WRONG_NUMBER]


async def test_a_link_asks_for_the_code_of_who_has_codes(site: Site) -> None:
    place = await _with_codes(site)
    stranger = await site.stranger()
    chosen = {"password": "another one of length", "again": "another one of length"}
    assert 'name="code"' in (await stranger.get(place)).text
    for code in ({}, {"code": "000000"}):
        answer = await stranger.post(place, {**chosen, **code})
        assert answer.status == 422
        assert "not the present one" in answer.text
    assert (await log_in(await site.stranger(), password=chosen["password"])).status == 403
    now = pyotp.TOTP("A" * 32).at(int(site.gateway.services.clock().timestamp()))
    assert (await stranger.post(place, {**chosen, "code": now})).status == 303


async def test_a_link_is_no_place_to_guess_codes_at(site: Site) -> None:
    place, stranger = await _with_codes(site), await site.stranger()
    chosen = {"password": PASSWORD, "again": PASSWORD, "code": "000000"}
    statuses = [(await stranger.post(place, chosen)).status for _ in range(7)]
    assert statuses[-1] == 429


async def test_codes_are_not_guessed_from_many_places_by_who_has_the_password(site: Site) -> None:
    await _with_codes(site)
    tries = site.gateway.services.commons.tries
    for _ in range(10):
        assert (await log_in(await site.stranger(), code="000000")).status == 403
        tries._by_user._buckets.clear()  # each from somewhere else
    now = pyotp.TOTP("A" * 32).at(int(site.gateway.services.clock().timestamp()))
    assert (await log_in(await site.stranger(), code=now)).status == 403
    tries._codes._buckets.clear()  # a quarter of an hour later
    assert (await log_in(await site.stranger(), code=now)).status == 303


async def test_a_code_that_two_say_at_once_lets_one_in(site: Site) -> None:
    await _with_codes(site)
    now = pyotp.TOTP("A" * 32).at(int(site.gateway.services.clock().timestamp()))
    browsers = [await site.stranger() for _ in range(4)]
    answers = await asyncio.gather(*(log_in(each, code=now) for each in browsers))
    assert sorted(each.status for each in answers) == [303, 403, 403, 403]


async def test_guesses_at_once_are_counted_before_any_is_compared(site: Site) -> None:
    await with_password(site)
    browsers = [await site.stranger() for _ in range(12)]
    answers = await asyncio.gather(*(log_in(each, password="guess") for each in browsers))
    assert sorted(each.status for each in answers) == [403] * 5 + [429] * 7


async def test_who_lifts_nothing_of_the_law_makes_no_key_that_does(site: Site) -> None:
    admin = await site.browser(Role.ADMIN)
    assert 'value="compliance"' not in (await admin.get("/admin/keys")).text
    submitter = site.gateway.services.config.submitter[0].name
    fields = [("csrf", admin.csrf), ("submitter", submitter), ("role", "lift"), ("purpose", "")]
    before = len(site.gateway.services.desk.credentials.list())
    form = aiohttp.FormData([*fields, ("role", "compliance")])
    answer = await admin.ask("POST", "/admin/keys", data=form)
    assert answer.status == 422
    assert len(site.gateway.services.desk.credentials.list()) == before
    assert (await admin.ask("POST", "/admin/keys", data=aiohttp.FormData(fields))).status == 200


@pytest.mark.parametrize("secret", ["1111111111111111", "8", "é", "A" * 31, "a" * 32])
async def test_a_secret_that_is_none_of_ours_is_refused(site: Site, secret: str) -> None:
    browser = await site.browser(Role.VIEWER)
    assert (await browser.post(_CODES, {"secret": secret, "code": "123456"})).status == 422


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        (_CODES, {"secret": "A" * 32, "code": "000000"}),
        ("/admin/account/password", {"old": "x", "password": "y" * 12, "again": "y" * 12}),
    ],
)
async def test_a_session_is_no_place_to_guess_at(
    site: Site, place: str, fields: dict[str, str]
) -> None:
    browser = await _logged_in(site)
    statuses = [(await browser.post(place, fields)).status for _ in range(7)]
    assert statuses[0] == 422
    assert statuses[-1] == 429


async def test_a_link_of_before_somebody_was_disabled_is_over(site: Site) -> None:
    user = await site.users.add("maria", Role.VIEWER, TEST)
    assert user is not None
    place = f"/admin/come-in/{await site.users.invite(user, 'password', TEST)}"
    await site.users.change(user, TEST, is_disabled=True)
    await site.users.change(user, TEST, is_disabled=False)
    assert (await (await site.stranger()).get(place)).status == 404


async def test_a_mistake_of_ours_is_told_as_a_page(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await site.browser(Role.VIEWER)
    monkeypatch.setattr("gateway.admin.application.render", None)
    answer = await browser.get("/admin/messages/x")
    assert answer.status == 503
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert '<a href="/admin/">' in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
