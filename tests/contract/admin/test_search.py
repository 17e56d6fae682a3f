"""One box finds a person, a message, words of a subject; operators narrow it down."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.admin.roles import Role
from gateway.admin.terms import read_terms
from gateway.spool import search as searching
from gateway.spool.model import State
from gateway.spool.search import Wanted
from suppression.keys import email_key
from tests.contract.admin.mailing import PLANTED, elements, email, now, text
from tests.contract.admin.newsletters import NEWS, PLAIN, opt_out
from tests.make import ANN, BOB
from tests.make_gateway import CALIFORNIAN

if TYPE_CHECKING:
    from tests.contract.admin.conftest import Browser, Site


def about(subject: str) -> bytes:
    return NEWS.replace(b"Subject: Hello", f"Subject: {subject}".encode())


async def ids(browser: Browser, q: str, **query: str) -> list[str]:
    answer = await browser.get("/admin/search", q=q, format="json", **query)
    assert answer.status == 200, answer.text
    return [row["id"] for row in json.loads(answer.text)]


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        (ANN, "/admin/people/email/ann%40example.net"),
        (f"  {ANN.upper()} ", "/admin/people/email/ann%40example.net"),
        (f"<{ANN}>", "/admin/people/email/ann%40example.net"),
        ("(916) 966-8284", "/admin/people/sms/%2B19169668284"),
        ("@Example.ORG", "/admin/people/email/%40example.org"),
        ("+19169668284", "/admin/people/sms/%2B19169668284"),
    ],
)
async def test_a_person_leads_to_their_page(site: Site, typed: str, leads_to: str) -> None:
    browser = await site.browser(Role.VIEWER)
    answer = await browser.get("/admin/search", q=typed)
    assert (answer.status, answer.location) == (303, leads_to)


async def test_a_message_leads_to_its_page_and_one_that_is_none_says_so(site: Site) -> None:
    queue_id = await email(site, NEWS, ANN)
    browser = await site.browser(Role.VIEWER)
    for typed in (queue_id, queue_id.upper()):
        answer = await browser.get("/admin/search", q=typed)
        assert (answer.status, answer.location) == (303, f"/admin/messages/{queue_id}")
    answer = await browser.get("/admin/search", q="0000000000001")
    assert answer.status == 200
    assert "There is no message 0000000000001" in answer.text
    winter = await email(site, about("Rememberances"), ANN)
    assert await ids(browser, "rememberances") == [winter]


async def test_every_operator_finds_what_it_says_and_nothing_else(site: Site) -> None:
    await opt_out(site, BOB)
    spring, refused = await email(site, about("Spring sale"), ANN), await email(site, NEWS, BOB)
    winter = await email(site, about("WINTER Straße"), ANN, BOB)
    said = await text(site, "Flash sale! 20% off today, shop now")
    browser = await site.browser(Role.VIEWER)
    assert await ids(browser, f"to:{ANN}") == [winter, spring]
    assert await ids(browser, f"to:{CALIFORNIAN}") == [said]
    assert await ids(browser, "verdict:refused channel:email") == [winter, refused]
    assert await ids(browser, "reason:suppressed_optout") == [winter, refused]
    assert await ids(browser, "state:queued") == [winter, spring]
    assert await ids(browser, "channel:sms") == [said]
    assert await ids(browser, "channel:text") == [said]
    assert await ids(browser, "from:bounces@EXAMPLE.com spring") == [spring]
    assert await ids(browser, "from:@example.com") == [winter, refused, spring]
    assert await ids(browser, "from:@example.net") == []
    assert await ids(browser, "route:none") == []
    assert await ids(browser, "strasse winter") == [winter]
    assert await ids(browser, '"spring sale"') == [spring]
    assert await ids(browser, '"sale spring"') == []
    tomorrow, yesterday = now() + timedelta(days=1), now() - timedelta(days=1)
    assert await ids(browser, f"after:{tomorrow:%Y-%m-%d}") == []
    assert len(await ids(browser, f"after:{yesterday:%Y-%m-%d} before:{tomorrow:%Y-%m-%d}")) == 4
    assert await ids(browser, f"before:{yesterday:%Y-%m-%dT%H:%M}") == []
    assert await ids(browser, f"to:{ANN} verdict:refused") == []
    assert await ids(browser, f"{ANN} spring") == [spring]


@pytest.mark.parametrize(
    "typed",
    ["verdict:maybe", "reason:NONE", "state:lost", "channel:fax", "after:soon", "to:nobody",
     "before:2026-13-01", "from:1", "to:@example.org", "after:9999-99-99"],
)  # fmt: skip
async def test_what_no_operator_takes_is_told_and_kept(site: Site, typed: str) -> None:
    browser = await site.browser(Role.VIEWER)
    answer = await browser.get("/admin/search", q=f"spring {typed}")
    assert answer.status == 200
    assert 'role="alert"' in answer.text
    assert f'value="spring {typed}"' in answer.text


async def test_the_filters_stand_as_chips_that_take_them_away(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    page = (await browser.get("/admin/search", q='verdict:refused "big sale" channel:email')).text
    assert "q=%22big+sale%22+channel%3Aemail" in page
    assert "q=verdict%3Arefused+%22big+sale%22" in page


async def test_pages_follow_each_other_without_a_gap(site: Site) -> None:
    await opt_out(site, BOB)
    made = [await email(site, NEWS, ANN, BOB, f"c{n}@example.net") for n in range(9)]
    for wanted in (
        Wanted(limit=2), Wanted(limit=2, to=email_key(ANN)), Wanted(limit=2, state=State.QUEUED),
        Wanted(limit=2, verdict="refused"),
    ):  # fmt: skip
        seen, page = [], await site.gateway.spool.search(wanted)
        while True:
            seen += [each.queue_id for each in page.messages]
            if not page.cursor:
                break
            assert len(page.messages) == 2
            page = await site.gateway.spool.search(
                Wanted(
                    limit=2, to=wanted.to, state=wanted.state, verdict=wanted.verdict,
                    cursor=page.cursor,
                )
            )  # fmt: skip
        assert seen == made[::-1]


@pytest.mark.parametrize("looks_at", [1, 2, 3, 4, 7])
async def test_a_look_that_ends_early_says_how_far_it_went_and_goes_on(
    site: Site, monkeypatch: pytest.MonkeyPatch, looks_at: int
) -> None:
    await opt_out(site, BOB)
    made = [await email(site, NEWS, ANN, BOB) for _ in range(6)]
    await email(site, NEWS, ANN)
    monkeypatch.setattr(searching, "_LOOKS_AT", looks_at)
    for verdict, expected in (("refused", made[::-1]), ("held", [])):
        seen, cursor, pages = [], 0, 0
        while True:
            wanted = Wanted(verdict=verdict, cursor=cursor)
            page = await site.gateway.spool.search(wanted)
            seen += [each.queue_id for each in page.messages]
            pages, cursor = pages + 1, page.cursor
            assert pages < 40
            assert (page.looked_back_to is not None) == bool(cursor)
            if not cursor:
                break
        if looks_at > 1:  # fewer than one message has is less than a look ever is
            assert seen == expected


async def test_a_list_is_a_file_of_the_same_filter_and_no_cell_is_a_formula(site: Site) -> None:
    await email(site, about("=HYPERLINK(1)"), ANN)
    await email(site, NEWS, BOB)
    browser = await site.browser(Role.VIEWER)
    answer = await browser.get("/admin/search", q="hyperlink", format="csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["to"] for row in rows] == [ANN]
    assert not rows[0]["subject"].startswith("=")
    assert (await browser.get("/admin/search", q="x", format="xml")).status == 400


async def test_a_message_to_many_shows_what_became_of_it_for_whom_is_asked_for(site: Site) -> None:
    await opt_out(site, BOB)
    await email(site, NEWS, ANN, BOB)
    browser = await site.browser(Role.VIEWER)
    for person, verdict in ((ANN, "changed"), (BOB, "refused")):
        answer = await browser.get("/admin/search", q=f"to:{person}", format="json")
        (row,) = json.loads(answer.text)
        assert (row["to"], row["verdict"], row["recipients"]) == (person, verdict, 2)


async def test_an_auditor_finds_people_masked(site: Site) -> None:
    await email(site, about("Secret words"), ANN)
    browser = await site.browser(Role.AUDITOR)
    for shape in ("", "json", "csv"):
        answer = await browser.get("/admin/search", q="channel:email", format=shape)
        assert "a•••@example.net" in answer.text
        assert ANN not in answer.text
        assert "Secret words" not in answer.text
        assert "bounces@example.com" not in answer.text


async def test_whatever_is_planted_in_a_search_or_a_subject_is_text(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    await email(site, PLAIN, ANN)
    clean = elements((await browser.get("/admin/search", q="channel:email")).text)
    words = " ".join(PLANTED)[:250]
    await email(site, about(words), ANN)
    assert elements((await browser.get("/admin/search", q="channel:email")).text) == clean
    for start in range(0, len(PLANTED), 8):
        typed = " ".join(PLANTED[start : start + 8])
        page = await browser.get("/admin/search", q=typed)
        assert elements(page.text) == clean
        assert len(page.text.encode()) < 39_000


async def test_who_has_asked_for_nothing_is_told_what_can_be_asked(site: Site) -> None:
    browser = await site.browser(Role.VIEWER)
    page = (await browser.get("/admin/search")).text
    assert "Type an address or a number" in page
    assert "verdict:" in page
    assert "Nothing like that" in (await browser.get("/admin/search", q="nothing")).text


def test_a_term_is_a_name_and_what_it_says() -> None:
    terms = read_terms('TO:ann@example.com from:"@Example.COM" re:hello word', "US")
    assert terms.wanted.to == "ann@example.com"
    assert terms.wanted.sender == "@example.com"
    assert terms.wanted.subject == ("re:hello", "word")
    assert terms.mistakes == ()
