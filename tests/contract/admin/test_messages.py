"""The page of a message says what became of it and why, and shows it without obeying it."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.admin.roles import Role
from gateway.records import email_record
from suppression.consent import ConsentSource
from suppression.entry import COMMERCIAL, Channel, Origin, Reason
from suppression.keys import email_key, phone_key
from suppression.store import Actor, NewConsent, NewEntry
from tests.contract.admin.mailing import PLANTED, elements, email, now, sent, text
from tests.contract.http.conftest import CONFIG
from tests.mail_builders import message
from tests.make import ANN, BOB
from tests.make_gateway import CALIFORNIAN

if TYPE_CHECKING:
    from tests.contract.admin.conftest import Site

NEWS = message(
    "Content-Type: text/html; charset=utf-8\n\n<html><body><p>Big spring sale, 20% off</p>"
    "<p>Shop now</p></body></html>\n"
)
PLAIN = message("\nHello Ann, this is the newsletter. Buy one, get one free: shop now!\n")
TABS = ("delivery", "before", "after", "diff", "headers", "raw", "tree", "again")


async def opt_out(site: Site, address: str) -> None:
    new = NewEntry(
        channel=Channel.EMAIL, key=email_key(address), scope=COMMERCIAL, reason=Reason.UNSUBSCRIBE,
        origin=Origin.RECIPIENT, evidence="pressed the button", requested_at=now(),
    )  # fmt: skip
    await site.gateway.list.add(new, Actor(name="test", method="test"))


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


async def test_the_recipients_are_a_file_too(site: Site) -> None:
    queue_id = await email(site, PLAIN, ANN, BOB)
    browser = await site.browser(Role.VIEWER)
    answer = await browser.get(f"/admin/messages/{queue_id}", format="csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["address"], row["state"]) for row in rows] == [(ANN, "queued"), (BOB, "queued")]


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


async def test_today_s_policy_is_asked_and_nothing_is_changed(site: Site) -> None:
    queue_id = await email(site, NEWS, ANN)
    browser = await site.browser(Role.VIEWER)
    same = await browser.get(f"/admin/messages/{queue_id}", show="again")
    assert "The same as then." in same.text
    await opt_out(site, ANN)
    differs = await browser.get(f"/admin/messages/{queue_id}", show="again")
    assert "Not the same as then." in differs.text
    assert "SUPPRESSED_OPTOUT" in differs.text
    view = await site.gateway.spool.message(queue_id)
    assert view is not None
    assert [each.state.value for each in view.deliveries] == ["queued"]


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


async def test_what_cannot_be_judged_again_says_why(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await site.browser(Role.VIEWER)
    queue_id = await email(site, NEWS, ANN)
    monkeypatch.setattr(site.gateway.services.submitters, "_by_name", {})
    page = await browser.get(f"/admin/messages/{queue_id}", show="again")
    assert "there is no [[submitter]] named &#39;shop&#39; any more" in page.text
    order = sent(NEWS, ANN)
    decision = await site.gateway.services.decide_email(order)
    record = replace(email_record(order, decision, CONFIG, now()), submitter="")
    await site.gateway.spool.accept(record)
    page = await browser.get(f"/admin/messages/{order.queue_id}", show="again")
    assert "it is the gateway&#39;s own, which no rule judges" in page.text


async def test_mail_by_http_is_judged_again_as_it_was_declared(site: Site) -> None:
    plain = message("\nHello Ann, thanks. Your order 1234 was shipped.\n")
    order = sent(plain, ANN, declared_category="transactional", declared_basis="transaction")
    order = replace(order, arrival=replace(order.arrival, protocol="HTTP"))
    decision = await site.gateway.services.decide_email(order)
    await site.gateway.spool.accept(email_record(order, decision, CONFIG, now()))
    browser = await site.browser(Role.VIEWER)
    page = await browser.get(f"/admin/messages/{order.queue_id}", show="again")
    assert "The same as then." in page.text


async def test_a_text_is_judged_again(site: Site) -> None:
    asked = NewConsent(
        key=phone_key(CALIFORNIAN), source=ConsentSource.FORM, purposes=frozenset(),
        evidence="ticked the box", requested_at=now(),
    )  # fmt: skip
    await site.gateway.list.record_consent(asked, Actor(name="test", method="test"))
    queue_id = await text(site, "Your appointment is at 3.")
    browser = await site.browser(Role.VIEWER)
    page = await browser.get(f"/admin/messages/{queue_id}", show="again")
    assert "The same as then." in page.text
    evidence = await browser.get(f"/admin/messages/{queue_id}", show="evidence")
    assert "It does not advertise" in evidence.text
    after = await browser.get(f"/admin/messages/{queue_id}", show="after")
    assert "<ins>" in after.text
    assert "1 segment" in after.text
