"""Help: every code with what it means, and nothing that is none."""

from __future__ import annotations

import json
from html import unescape
from typing import TYPE_CHECKING

from filters.catalogue import EMAIL_CHECKS, SMS_CHECKS
from filters.codes import CODES
from gateway.admin import meanings

if TYPE_CHECKING:
    from tests.contract.admin.conftest import Site


def test_every_code_stands_in_one_group() -> None:
    found = [code for _, group in meanings._GROUPS for code in group]
    assert sorted(found) == sorted(CODES)


def test_every_rule_s_promise_and_law_stand_behind_its_code() -> None:
    rules = [(each.code, each.promise, each.cites) for each in EMAIL_CHECKS]
    rules += [(each.code, each.promise, each.cites) for each in SMS_CHECKS]
    for code, promise, cites in rules:
        assert promise in {each.promise for each in meanings.promises(code)}
        assert cites in meanings.cites(code)


async def test_help_lists_every_code_and_leads_to_each(site: Site) -> None:
    viewer = await site.browser("viewer")
    page = await viewer.get("/admin/help")
    assert page.status == 200
    assert len(page.text) < 100_000
    for code in CODES:
        assert f'href="/admin/help/{code}"' in page.text
        told = await viewer.get(f"/admin/help/{code}")
        assert told.status == 200
        assert CODES[code].remedy in unescape(told.text)


async def test_help_names_the_law_the_rule_and_the_replies(site: Site) -> None:
    viewer = await site.browser("viewer")
    text = unescape((await viewer.get("/admin/help/SUPPRESSED_OPTOUT")).text)
    assert "15 U.S.C. 7704(a)(4)(A)(i)" in text
    assert "Refuse commercial email to a recipient who opted out of it" in text
    assert "550 5.7.1" in text
    assert "403" in text


async def test_help_is_found_by_words_and_taken_away_as_a_file(site: Site) -> None:
    viewer = await site.browser("viewer")
    rows = json.loads((await viewer.get("/admin/help", q="7704(a)(4) opted", format="json")).text)
    assert "SUPPRESSED_OPTOUT" in [row["code"] for row in rows]
    assert "SMS_TOO_LONG" not in [row["code"] for row in rows]
    nothing = await viewer.get("/admin/help", q="<b>no such")
    assert "No code is like that" in nothing.text
    assert "<b>no such" not in nothing.text
    assert (await viewer.get("/admin/help", format="csv")).text.startswith("code,title,")


async def test_a_code_that_is_none_is_not_found(site: Site) -> None:
    viewer = await site.browser("viewer")
    assert (await viewer.get("/admin/help/NONE")).status == 404
    assert (await viewer.get("/admin/help/%3Cb%3E")).status == 404
