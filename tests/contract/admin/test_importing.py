"""Files to the list by its pages: looked at first, imported as they were seen, taken back."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from html import unescape
from typing import TYPE_CHECKING

import aiohttp
import pytest

from gateway.admin import importing
from gateway.admin.drafting import _name_of
from suppression.entry import ALL, Reason
from tests.contract.admin.listed import ANN, PLANTED, RUNS, put, standing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.admin.conftest import Answer, Browser, Site

IMPORTS = "/admin/imports"
LIST = "email,reason\nann@example.net,\nbad@@,\nbob@example.net,complaint\n"


async def upload(browser: Browser, content: bytes, name: str = "may.csv", **fields: str) -> Answer:
    form = aiohttp.FormData()
    for key, value in {"csrf": browser.csrf, **fields}.items():
        form.add_field(key, value)
    form.add_field("file", content, filename=name, content_type="text/csv")
    return await browser.ask("POST", IMPORTS, data=form)


async def settled(browser: Browser, place: str) -> str:
    """Return a page once it does not ask to be looked at again."""
    async with asyncio.timeout(20):
        while True:
            text = (await browser.get(place)).text
            if "hx-trigger" not in text:
                return text
            assert '<noscript><meta http-equiv="refresh"' in text
            await asyncio.sleep(0.05)


def figures(text: str) -> dict[str, str]:
    found = re.findall(r'<span class="soft">([^<]+)</span><b>([^<]+)</b>', text)
    return {unescape(name): count for name, count in found}


def digest(text: str) -> str:
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', text)
    assert found
    return found[1]


def confirmation(text: str) -> dict[str, str]:
    """Return what the button sends that imports what a page shows."""
    weighed = re.search(r'name="weighed" value="([^"]+)"', text)
    assert weighed
    return {"digest": digest(text), "weighed": weighed[1]}


async def imported(browser: Browser, place: str) -> str:
    answer = await browser.post(place + "/confirm", confirmation(await settled(browser, place)))
    assert answer.status == 303, answer.text
    await settled(browser, answer.location)
    return answer.location


def test_a_file_keeps_its_name_and_no_folder() -> None:
    assert _name_of("C:\\lists\\may.csv") == _name_of("../../may.csv") == "may.csv"
    assert _name_of("/") == "upload"
    assert _name_of("a\u202eb\x00" + "c" * 200) == "ab" + "c" * 118


async def test_a_file_is_looked_at_before_anybody_is_on_the_list(site: Site) -> None:
    await put(site)
    admin = await site.browser("admin")
    answer = await upload(admin, gzip.compress(LIST.encode()), "may.csv.gz")
    assert answer.status == 303, answer.text
    text = await settled(admin, answer.location)
    assert "<h1>may.csv.gz</h1>" in text
    assert "It is read as CSV" in text
    assert figures(text)["people who were not on the list"] == "1"
    assert figures(text)["the list does that already"] == "1"
    assert figures(text)["cannot be read"] == "1"
    rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in text.split("<tr>")]
    assert any(row.startswith(f"2 {ANN} email, commercial") for row in rows)
    assert any(row.startswith("3 email:") for row in rows)
    assert not await standing(site, "bob@example.net")


async def test_what_was_confirmed_is_imported_and_can_be_taken_back(
    site: Site, tmp_path: Path
) -> None:
    admin = await site.browser("admin")
    answer = await upload(admin, LIST.encode())
    place = await imported(admin, answer.location)
    assert place == f"{IMPORTS}/I-1"
    (entry,) = await standing(site)
    assert (entry.recorded_by, entry.method) == ("admin", "import")
    page = (await admin.get(place)).text
    assert figures(page)["people who were not on the list"] == "2"
    errors = await admin.get(place + "/errors")
    assert "bad@@" in errors.text
    assert (await admin.get(answer.location)).status == 404
    assert not list((tmp_path / "imports").glob("draft-*"))
    assert (await admin.post(place + "/undo", {"confirm": "yes"})).status == 422
    assert await standing(site)
    assert (await admin.post(place + "/undo", {"confirm": "i-1"})).status == 303
    assert not await standing(site)
    assert "taken back" in (await admin.get(place)).text
    assert (await admin.post(place + "/undo", {"confirm": "I-1"})).status == 409


async def test_a_pasted_list_is_read_too(site: Site) -> None:
    compliance = await site.browser("compliance")
    answer = await compliance.post(IMPORTS, {"pasted": "ann@example.net\r\nbob@example.net\r\n"})
    assert answer.status == 303
    await imported(compliance, answer.location)
    assert await standing(site)
    assert await standing(site, "bob@example.net")


async def test_columns_are_what_somebody_says_they_are(site: Site) -> None:
    admin = await site.browser("admin")
    answer = await upload(admin, b"Kunde,Wann\nann@example.net,2026-01-02\n")
    text = await settled(admin, answer.location)
    assert "no column names a person" in text
    assert 'name="digest"' not in text
    changed = await admin.post(answer.location, {"columns": "Kunde=email", "reason": "complaint"})
    assert changed.status == 303
    text = await settled(admin, answer.location)
    assert "<option selected>email</option>" in text
    await imported(admin, answer.location)
    (entry,) = await standing(site)
    assert entry.reason is Reason.COMPLAINT


@pytest.mark.parametrize(
    "wrong",
    [{"columns": "Kunde=nonsense"}, {"columns": "Kunde"}, {"channel": "fax"}, {"reason": "x"},
     {"scope": "some"}],
    ids=str,
)  # fmt: skip
async def test_a_column_is_nothing_that_there_is_not(site: Site, wrong: dict[str, str]) -> None:
    admin = await site.browser("admin")
    answer = await upload(admin, LIST.encode())
    assert (await admin.post(answer.location, wrong)).status == 422


async def test_only_the_file_that_was_seen_is_imported(site: Site) -> None:
    admin, other = await site.browser("admin"), await site.browser("admin", "other")
    place = (await upload(admin, LIST.encode())).location
    seen = confirmation(await settled(admin, place))
    wrong = {**seen, "digest": seen["digest"][::-1]}
    assert (await admin.post(place + "/confirm", wrong)).status == 409
    assert (await admin.post(place + "/confirm", {"digest": seen["digest"]})).status == 409
    assert (await admin.post(place + "/confirm", {})).status == 409
    assert (await other.get(place)).status == 404
    assert (await other.post(place + "/confirm", seen)).status == 404
    assert not await standing(site)
    assert (await admin.post(place + "/discard")).status == 303
    assert (await admin.post(place + "/confirm", seen)).status == 404
    assert not await standing(site)


async def test_a_file_is_imported_only_in_the_way_that_was_seen(site: Site) -> None:
    admin = await site.browser("admin")
    place = (await upload(admin, LIST.encode())).location
    seen = confirmation(await settled(admin, place))
    assert (await admin.post(place, {"reason": "soft_bounce"})).status == 303  # in another tab
    now = confirmation(await settled(admin, place))
    late = await admin.post(place + "/confirm", seen)
    assert late.status == 409
    assert "It is read in another way by now" in late.text
    assert not await standing(site)
    assert (await admin.post(place + "/confirm", now)).status == 303


async def test_what_is_no_list_says_why(site: Site) -> None:
    admin = await site.browser("admin")
    for content, told in ((b"%PDF-1.4", "a PDF"), (b"", "the file is empty")):
        place = (await upload(admin, content)).location
        text = await settled(admin, place)
        assert told in text
        assert 'name="digest"' not in text
    assert (await admin.post(IMPORTS, {"pasted": "  "})).status == 400
    assert (await upload(admin, b"", "")).status == 400


async def test_whatever_stands_in_a_file_is_shown_as_text(site: Site) -> None:
    admin = await site.browser("admin")
    lines = [f'p{n}@example.net,"{each.replace(chr(34), chr(34) * 2)}"'
             for n, each in enumerate(PLANTED[:40])]  # fmt: skip
    content = "\n".join(["email,<script>planted()</script>evidence", *lines, f'"{PLANTED[0]}",x'])
    place = (await upload(admin, content.encode(), "<img src=x>.csv")).location
    assert not RUNS.search(await settled(admin, place))
    done = await imported(admin, place)
    assert not RUNS.search((await admin.get(done)).text)
    assert not RUNS.search((await admin.get(IMPORTS)).text)


async def test_a_file_of_another_session_is_not_kept(site: Site, tmp_path: Path) -> None:
    admin = await site.browser("admin")
    assert (await upload(admin, LIST.encode(), csrf="x")).status == 403
    support = await site.browser("support")
    assert (await upload(support, LIST.encode())).status == 403
    folder = tmp_path / "imports"
    assert not folder.exists() or not list(folder.iterdir())


async def test_imports_are_listed_and_taken_away_as_a_file(site: Site) -> None:
    viewer, admin = await site.browser("viewer"), await site.browser("admin")
    empty = (await viewer.get(IMPORTS)).text
    assert "Nothing was imported yet." in empty
    assert 'type="file"' not in empty
    assert 'type="file"' in (await admin.get(IMPORTS)).text
    place = await imported(admin, (await upload(admin, LIST.encode())).location)
    listed = (await viewer.get(IMPORTS)).text
    assert f'href="{place}"' in listed
    page = (await viewer.get(place)).text
    assert "Take it back" not in page
    (row,) = json.loads((await viewer.get(IMPORTS, format="json")).text)
    assert (row["id"], row["new"], row["by"]) == ("I-1", 2, "admin")
    assert (await viewer.get(IMPORTS, format="csv")).text.startswith("id,name,state")
    assert (await viewer.get(IMPORTS, cursor="x")).status == 400


async def test_all_imports_are_in_the_file(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_ON_A_PAGE", 1)
    admin = await site.browser("admin")
    for _ in range(2):
        await imported(admin, (await upload(admin, LIST.encode())).location)
    page = (await admin.get(IMPORTS)).text
    assert "/imports/I-2" in page
    assert "/imports/I-1" not in page
    rows = json.loads((await admin.get(IMPORTS, format="json")).text)
    assert [row["id"] for row in rows] == ["I-2", "I-1"]


@pytest.mark.parametrize("place", ["I-9", "D-1", "..%2f..", "draft/none", "I-9/errors"])
async def test_an_import_that_is_none_is_not_found(site: Site, place: str) -> None:
    admin = await site.browser("admin")
    assert (await admin.get(f"{IMPORTS}/{place}")).status == 404


async def test_who_does_not_answer_for_the_law_takes_no_legal_entries_back(site: Site) -> None:
    admin = await site.browser("admin")
    answer = await upload(admin, b"email,reason\nann@example.net,legal\n")
    place = await imported(admin, answer.location)
    told = await admin.post(place + "/undo", {"confirm": "I-1"})
    assert told.status == 422
    assert "the role compliance" in told.text
    assert (await standing(site))[0].reason is Reason.LEGAL
    compliance = await site.browser("compliance")
    assert (await compliance.post(place + "/undo", {"confirm": "I-1"})).status == 303


async def test_an_import_weakens_nothing(site: Site) -> None:
    before = await put(site, reason=Reason.LEGAL, scope=ALL)
    admin = await site.browser("admin")
    await imported(admin, (await upload(admin, LIST.encode())).location)
    assert before in await standing(site)


async def test_an_auditor_sees_of_an_import_neither_its_name_nor_what_quotes_it(site: Site) -> None:
    browser = await site.browser("compliance")
    content = b"email,note\nmia@people.example,a\nnobody,Mia Lopez called\n"
    draft = await upload(browser, content, "mia-lopez.csv")
    place = (await imported(browser, draft.location)).partition("?")[0]
    auditor = await site.browser("auditor")
    for path in ("/admin/imports", "/admin/imports?format=json", place):
        page = await auditor.get(path)
        assert page.status == 200
        assert "•••.csv" in page.text
        assert "Mia Lopez" not in page.text
        assert "mia-lopez" not in page.text
        assert "mia-lopez.csv" in (await browser.get(path)).text
