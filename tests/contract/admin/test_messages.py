"""The page of a message says what became of it and why, and shows it without obeying it."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.admin.roles import Role
from tests.contract.admin.mailing import PLANTED, elements, email, now, text
from tests.contract.admin.newsletters import NEWS, PLAIN, opt_out
from tests.mail_builders import message
from tests.make import ANN, BOB

if TYPE_CHECKING:
    from tests.contract.admin.conftest import Site

TABS = ("delivery", "before", "after", "diff", "headers", "raw", "tree", "again")


async def test_a_refusal_says_the_rule_what_it_saw_and_how_to_mend_it(site: Site) -> None:
    await opt_out(site, BOB)
    queue_id = await email(site, NEWS, BOB)
    page = (await (await site.browser(Role.VIEWER)).get(f"/admin/messages/{queue_id}")).text
    assert "It was refused." in page
    assert "SUPPRESSED_OPTOUT" in page
    assert "15 U.S.C. 7704(a)(4)" in page
    assert "What is refused is not kept" in page
    assert BOB in page


async def test_one_sentence_is_said_for_all_recipients_it_is_true_of(site: Site) -> None:
    await opt_out(site, BOB)
    queue_id = await email(site, NEWS, ANN, BOB, "carol@example.net")
    page = (await (await site.browser(Role.VIEWER)).get(f"/admin/messages/{queue_id}")).text
    assert "<b>2 of 3</b>: It may leave" in page
    assert "<b>1 of 3</b>: It was refused." in page


@pytest.mark.parametrize("show", TABS)
async def test_every_tab_is_an_address(site: Site, show: str) -> None:
    queue_id = await email(site, NEWS, ANN)
    browser = await site.browser(Role.VIEWER)
    answer = await browser.get(f"/admin/messages/{queue_id}", show=show)
    assert answer.status == 200
    assert f'show={show}#shown" aria-current="page"' in answer.text


async def test_a_tab_that_is_none_is_no_page(site: Site) -> None:
    queue_id = await email(site, NEWS, ANN)
    browser = await site.browser(Role.VIEWER)
    assert (await browser.get(f"/admin/messages/{queue_id}", show="nothing")).status == 400


async def test_what_was_added_is_marked_in_text_html_header_and_difference(site: Site) -> None:
    queue_id = await email(site, PLAIN, ANN)
    browser = await site.browser(Role.VIEWER)
    page = f"/admin/messages/{queue_id}"
    assert "<ins>" in (await browser.get(page, show="after")).text
    assert "<ins>" not in (await browser.get(page, show="before")).text
    assert "<ins>List-Unsubscribe</ins>" in (await browser.get(page, show="headers")).text
    assert "<ins>+" in (await browser.get(page, show="diff")).text
    newsletter = await email(site, NEWS, ANN)
    after = await browser.get(f"/admin/messages/{newsletter}/frame", of="after")
    assert "outline:3px" in after.text
    assert "1 Main St, Springfield" in after.text.partition("outline:3px")[2]


async def test_a_difference_says_what_was_added_in_words_and_leaves_our_styles_out(
    site: Site,
) -> None:
    queue_id = await email(site, NEWS, ANN)
    page = (
        await (await site.browser(Role.VIEWER)).get(f"/admin/messages/{queue_id}", show="diff")
    ).text
    told, _, lines = page.partition('<pre class="diff"')
    assert "text/html</b>: " in told
    assert "header</b>: " in told
    assert "1 Main St, Springfield" in told
    assert "style=&#34;…&#34;" in lines
    assert "!important" not in lines
    assert "There is more than is shown here" not in lines


async def test_the_frame_runs_loads_and_leads_nowhere(site: Site) -> None:
    body = "\n".join((*PLANTED, "<meta http-equiv=refresh content=0;url=//evil.example>"))
    queue_id = await email(site, message(f"Content-Type: text/html\n\n<body>{body}</body>\n"), ANN)
    browser = await site.browser(Role.VIEWER)
    page = (await browser.get(f"/admin/messages/{queue_id}", show="before")).text
    assert '<iframe sandbox="" ' in page
    answer = await browser.get(f"/admin/messages/{queue_id}/frame", of="before")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
    assert policy.endswith("; sandbox")
    assert "frame-ancestors 'self'" in policy
    assert [each for each in elements(answer.text) if each[1] != "style"] == []
    assert "evil.example" not in re.sub(r'title="[^"]*"', "", answer.text)


@pytest.mark.parametrize("show", TABS)
async def test_whatever_is_planted_in_a_message_is_text(site: Site, show: str) -> None:
    browser = await site.browser(Role.VIEWER)
    ordinary = await email(site, PLAIN, ANN)
    clean = elements((await browser.get(f"/admin/messages/{ordinary}", show=show)).text)
    for start in range(0, len(PLANTED), 40):
        words = " ".join(PLANTED[start : start + 40])
        raw = message(f"\n{words}\n").replace(b"Subject: Hello", b"Subject: " + words.encode())
        queue_id = await email(site, raw, ANN)
        page = await browser.get(f"/admin/messages/{queue_id}", show=show)
        assert elements(page.text) == clean
        assert len(page.text.encode()) < 39_000


async def test_a_message_of_any_size_is_shown_in_a_small_page(site: Site) -> None:
    raw = message("\n" + "<&>\"' and more text\n" * 40_000)
    queue_id = await email(site, raw, *(f"somebody-{n}@example.net" for n in range(300)))
    browser = await site.browser(Role.VIEWER)
    for show in TABS:
        page = await browser.get(f"/admin/messages/{queue_id}", show=show)
        assert len(page.text.encode()) < 39_000, show
    second = await browser.get(f"/admin/messages/{queue_id}", show="delivery", start="20")
    assert "Recipients 21 to 40 of 300" in second.text


async def test_the_recipients_are_a_file_too(site: Site) -> None:
    queue_id = await email(site, PLAIN, ANN, BOB)
    browser = await site.browser(Role.VIEWER)
    answer = await browser.get(f"/admin/messages/{queue_id}", format="csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["address"], row["state"]) for row in rows] == [(ANN, "queued"), (BOB, "queued")]


async def test_after_its_retention_hash_findings_and_segments_are_shown(site: Site) -> None:
    queue_id = await text(site, "Your appointment is at 3.", in_reply_to="")
    browser = await site.browser(Role.VIEWER)
    before = (await browser.get(f"/admin/messages/{queue_id}")).text
    spool = site.gateway.spool
    await spool.cancel([queue_id], by="test", because="to end it")
    await spool.retire(
        now() + timedelta(days=30), email_body=timedelta(days=7), sms_text=timedelta(days=3)
    )
    for show in ("delivery", "before", "after", "evidence", "again"):
        page = (await browser.get(f"/admin/messages/{queue_id}", show=show)).text
        assert "appointment is at 3" not in page
        assert "SHA-256" in page
        assert "kept" in page
    assert "SHA-256" in before


async def test_a_text_shows_what_the_models_saw(site: Site) -> None:
    queue_id = await text(site, "Flash sale! 20% off today, shop now")
    page = await (await site.browser(Role.VIEWER)).get(f"/admin/messages/{queue_id}")
    assert "SMS_PROMOTIONAL_BLOCKED" in page.text
    assert "score" in page.text


async def test_a_file_is_what_was_submitted_and_no_page(site: Site) -> None:
    queue_id = await email(site, NEWS, ANN)
    browser = await site.browser(Role.VIEWER)
    answer = await browser.get(f"/admin/messages/{queue_id}/file")
    assert answer.text.encode() == NEWS
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    after = await browser.get(f"/admin/messages/{queue_id}/file", of="after")
    assert "List-Unsubscribe" in after.text


@pytest.mark.parametrize("queue_id", ["0000000000001", "nothing", "%00", "zzzzzzzzzzzzz"])
async def test_a_message_that_is_not_there_is_not_found(site: Site, queue_id: str) -> None:
    browser = await site.browser(Role.VIEWER)
    for path in ("", "/frame", "/file"):
        assert (await browser.get(f"/admin/messages/{queue_id}{path}")).status == 404
