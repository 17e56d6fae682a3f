"""The list on its pages: found fast, added to with a look before, lifted in bulk as it was seen."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from html import unescape
from typing import TYPE_CHECKING

import pytest

from gateway.ledger import export
from gateway.pace import Pace
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.entry import ALL, Reason
from suppression.keys import email_key
from tests.contract.admin.conftest import opened
from tests.contract.admin.listed import (
    ANN,
    HOSTILE,
    LIST,
    NUMBER,
    PLANTED,
    RUNS,
    bounced,
    put,
    standing,
)

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.credentials import Credentials
    from gateway.spool.sqlite import SqliteSpool
    from suppression.sqlite import SqliteSuppressionStore
    from tests.contract.admin.conftest import Answer, Browser, Site

NEW = {"scope": "commercial", "reason": "unsubscribe", "evidence": "ticket 4711"}


async def test_the_newest_entries_stand_first_and_pages_follow(site: Site) -> None:
    await bounced(site, 55)
    viewer = await site.browser("viewer")
    text = (await viewer.get(LIST)).text
    assert text.index("p54@") < text.index("p53@") < text.index("p5@")
    assert "p4@" not in text
    assert len(text) < 40_000
    onward = re.search(r'href="([^"]+cursor[^"]+)"', text)
    assert onward
    assert "p4@" in (await viewer.get(onward[1])).text


async def test_a_whole_address_or_number_is_found_by_its_key(site: Site) -> None:
    await put(site)
    await put(site, "joann@example.net")
    await put(site, NUMBER)
    viewer = await site.browser("viewer")

    async def found(q: str) -> list[str]:
        rows = json.loads((await viewer.get(LIST, q=q, format="json")).text)
        return [row["address"] for row in rows]

    assert await found("Ann@Example.net") == [ANN]
    assert await found("(415) 555-0199") == [NUMBER]
    assert await found("ann@") == ["joann@example.net", ANN]
    assert await found("@example.net") == ["joann@example.net", ANN]


async def test_an_auditor_takes_away_no_address_and_no_evidence(site: Site) -> None:
    await put(site, evidence=f"a letter of {ANN}")
    auditor = await site.browser("auditor")
    for shape in ("csv", "json"):
        text = (await auditor.get(LIST, format=shape)).text
        assert "a•••@example.net" in text
        assert "ann@" not in text


async def test_what_people_wrote_is_text_on_the_list_and_no_formula_in_the_file(
    site: Site,
) -> None:
    for number, planted in enumerate([HOSTILE, "=cmd()", *PLANTED[:20]]):
        await put(site, f"h{number}@example.net", evidence=planted)
    admin = await site.browser("admin")
    assert not RUNS.search((await admin.get(LIST)).text)
    assert not RUNS.search((await admin.get(LIST, q=PLANTED[0])).text)
    assert "'=cmd()" in (await admin.get(LIST, format="csv")).text


async def test_many_are_seen_before_they_are_put_on_the_list(site: Site) -> None:
    await put(site)
    support = await site.browser("support")
    typed = {**NEW, "addresses": f"{ANN}\nBob@Example.net\n{NUMBER}\nnobody@@\nbob@example.net"}
    seen = await support.post(LIST + "/add", typed)
    assert seen.status == 200
    assert "<b>3 people.</b>" in seen.text
    assert "1 of them is stopped already" in seen.text
    assert "1 of the lines cannot be read" in seen.text
    assert not await standing(site, "bob@example.net")
    done = await support.post(LIST + "/add", {**typed, "seen": "yes"})
    assert done.status == 303
    for who in ("bob@example.net", NUMBER):
        (entry,) = await standing(site, who)
        assert (entry.recorded_by, entry.method, entry.evidence) == (
            "support", "admin", "ticket 4711",
        )  # fmt: skip


async def test_one_leads_to_their_page_and_says_what_happened(site: Site) -> None:
    support = await site.browser("support")
    typed = {**NEW, "addresses": ANN, "seen": "yes"}
    first, again = (
        await support.post(LIST + "/add", typed),
        await support.post(LIST + "/add", typed),
    )
    assert first.location == f"/admin/people/email/{ANN.replace('@', '%40')}?done=added"
    assert again.location.endswith("done=known")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"addresses": ""}, "Say who"),
        ({"addresses": "nobody@@"}, "nobody@@"),
        ({"evidence": "?"}, "Say how you know"),
        ({"reason": "erased"}, "by the gateway alone"),
        ({"scope": "some"}, "is not a scope"),
        ({"addresses": "\n".join(f"p{n}@example.net" for n in range(1001))}, "Import a file"),
    ],
    ids=str,
)
async def test_what_cannot_be_added_says_why_and_keeps_what_was_typed(
    site: Site, wrong: dict[str, str], told: str
) -> None:
    support = await site.browser("support")
    answer = await support.post(LIST + "/add", {**NEW, "addresses": ANN, **wrong})
    assert answer.status == 422
    assert told in answer.text
    assert wrong.get("evidence", "ticket 4711") in answer.text


async def chosen(browser: Browser, query: str) -> str:
    answer = await browser.post(f"{LIST}/lift?{query}")
    assert answer.status == 303, answer.text
    return answer.location


async def lift(browser: Browser, place: str, count: int, **fields: str) -> Answer:
    typed = {"because": "their server was broken", "confirm": str(count), **fields}
    return await browser.post(place, typed)


async def active(site: Site) -> int:
    found = [await standing(site, f"p{number}@example.org") for number in range(6)]
    return sum(map(bool, found))


async def test_what_was_chosen_is_counted_and_lifted_as_it_was_seen(site: Site) -> None:
    await bounced(site, 3)
    await put(site)
    admin = await site.browser("admin")
    assert "Lift everything like this" not in (await admin.get(LIST)).text
    assert "Lift everything like this" in (await admin.get(LIST, reason="hard_bounce")).text
    place = await chosen(admin, "reason=hard_bounce")
    assert await active(site) == 3
    page = (await admin.get(place)).text
    assert "Lift 3 entries" in page
    assert (await lift(admin, place, 2)).status == 422
    assert (await lift(admin, place, 3, because="")).status == 422
    assert await active(site) == 3
    assert (await lift(admin, place, 3)).status == 303
    assert await active(site) == 0
    assert await standing(site)
    (lifted,) = json.loads((await admin.get(LIST, q="p0@example.org", format="json")).text)
    assert lifted["active"] is False
    assert (await lift(admin, place, 3)).status == 404


async def test_nothing_is_lifted_where_the_list_changed_meanwhile(site: Site) -> None:
    await bounced(site, 3)
    admin = await site.browser("admin")
    place = await chosen(admin, "reason=hard_bounce")
    await put(site, "p5@example.org", reason=Reason.HARD_BOUNCE, scope=ALL)
    answer = await lift(admin, place, 3)
    assert answer.status == 409
    assert "4 are like that now" in answer.text
    assert await active(site) == 4
    desk = Actor(name="desk", method="cli")
    place = await chosen(admin, "reason=hard_bounce")
    await site.gateway.list.lift(
        email_key("p5@example.org"), Channel.EMAIL, because="mended", by=desk
    )
    assert (await lift(admin, place, 4)).status == 409
    assert await active(site) == 3


async def test_a_selection_is_of_one_user_and_one_filter(site: Site) -> None:
    await bounced(site, 2)
    admin, other = await site.browser("admin"), await site.browser("admin", "other")
    place = await chosen(admin, "reason=hard_bounce")
    assert (await other.get(place)).status == 404
    assert (await lift(other, place, 2)).status == 404
    assert (await lift(admin, place.replace("hard_bounce", "complaint"), 2)).status == 404
    assert (await lift(admin, place.partition("?")[0], 2)).status == 404
    assert await active(site) == 2


async def test_what_a_role_may_not_lift_stays_and_is_named(site: Site) -> None:
    await bounced(site, 2)
    await put(site, "q0@example.org")
    await put(site, "q1@example.org", reason=Reason.LEGAL, scope=ALL)
    admin, compliance = await site.browser("admin"), await site.browser("compliance")
    place = await chosen(admin, "q=example.org")
    page = (await admin.get(place)).text
    assert "Lift 2 entries" in page
    assert "2 of the 4 stay on the list." in page
    assert (await lift(admin, place, 4)).status == 422
    assert (await lift(admin, place, 2)).status == 303
    place = await chosen(compliance, "q=example.org")
    assert "Lift 2 entries" in (await compliance.get(place)).text
    assert (await lift(compliance, place, 2)).status == 422
    assert (await lift(compliance, place, 2, evidence="their letters, folder 9")).status == 303
    assert not await standing(site, "q0@example.org")
    assert not await standing(site, "q1@example.org")


async def test_all_of_the_list_is_never_chosen(site: Site) -> None:
    await bounced(site, 2)
    admin = await site.browser("admin")
    assert (await admin.post(LIST + "/lift")).status == 400
    assert (await admin.post(LIST + "/lift?reason=legal")).status == 404


async def test_a_long_list_is_looked_through_further_when_asked(
    stores: tuple[SqliteSuppressionStore, SqliteSpool, Credentials], tmp_path: Path
) -> None:
    async with opened(stores, tmp_path, Pace(look_s=0.0)) as site:
        await put(site)
        await bounced(site, 1)
        with closing(sqlite3.connect(site.gateway.list_path)) as listed, listed:
            listed.execute("UPDATE entries SET id = 1000000 WHERE reason = 'hard_bounce'")
        viewer = await site.browser("viewer")
        page = (await viewer.get(LIST, reason="unsubscribe")).text
        assert "None so far: the list is long." in page
        further = re.search(r'<a href="([^"]+)">Look further</a>', page)
        assert further
        assert ANN in (await viewer.get(unescape(further[1]))).text


async def test_a_list_is_exported_as_it_is_filtered_and_on_the_record(site: Site) -> None:
    await put(site)
    await bounced(site, 2)
    admin, viewer = await site.browser("admin"), await site.browser("viewer")
    assert "Export, on the record" in (await admin.get(LIST)).text
    assert "Export, on the record" not in (await viewer.get(LIST)).text
    whole = await admin.post(LIST + "/export", {"form": "csv"})
    assert whole.status == 200
    assert [line.partition(",")[0] for line in whole.text.splitlines()[1:]] == [
        ANN, "p0@example.org", "p1@example.org",
    ]  # fmt: skip
    part = await admin.post(LIST + "/export?reason=hard_bounce", {"form": "jsonl"})
    assert len(part.text.splitlines()) == 2
    one = await admin.post(LIST + f"/export?q={ANN}", {"form": "csv"})
    assert len(one.text.splitlines()) == 2
    hashed = await admin.post(LIST + "/export", {"form": "sha256"})
    assert ANN not in hashed.text
    assert (await admin.post(LIST + "/export", {"form": "pdf"})).status == 400
    assert (await viewer.post(LIST + "/export", {"form": "csv"})).status == 403
    recorded = "".join(map(str, export(site.gateway.list_path)))
    assert recorded.count("suppression.exported") == 4


async def test_the_list_is_filtered_by_scope_and_day(site: Site) -> None:
    await put(site, scope="stream:news")
    await bounced(site, 1)
    viewer = await site.browser("viewer")

    async def found(**query: str) -> int:
        return len(json.loads((await viewer.get(LIST, format="json", **query)).text))

    assert await found(scope="stream:news") == 1
    assert await found(since="2026-01-01") == 2
    assert await found(since="2999-01-01") == 0
    assert (await viewer.get(LIST, scope="nonsense")).status == 422
    assert (await viewer.get(LIST, since="soon")).status == 422
