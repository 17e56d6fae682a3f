"""A file of the list that is not all of it says so, and where the rest is."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.contract.admin.listed import LIST, bounced

if TYPE_CHECKING:
    from tests.contract.admin.conftest import Site


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_a_file_that_is_a_part_of_the_list_says_where_it_goes_on(
    site: Site, form: str
) -> None:
    await bounced(site, 5)
    viewer = await site.browser("viewer")
    path, found, names = f"{LIST}?reason=hard_bounce&format={form}&limit=2", [], []
    while path:
        part = await viewer.get(path)
        found += re.findall(r"p\d@example.org", part.text)
        names.append(part.headers.get("Content-Disposition", ""))
        onward = re.fullmatch(r'<([^>]+)>; rel="next"', part.headers.get("Link", ""))
        path = onward[1] if onward else ""
    assert found == [f"p{number}@example.org" for number in (4, 3, 2, 1, 0)]
    assert [("-part" in name) for name in names] == [form == "csv", form == "csv", False]


async def test_the_page_of_a_long_list_says_that_its_files_are_a_part(site: Site) -> None:
    await bounced(site, 51)
    page = (await (await site.browser("admin")).get(LIST)).text
    assert "of the newest 1,000 entries at most" in page
    onward = re.search(r'href="([^"]+cursor[^"]+)"', page)
    assert onward
    older = (await (await site.browser("viewer")).get(unescape(onward[1]))).text
    file = re.search(r'href="([^"]+)">CSV', older)
    assert file
    assert "cursor" not in file[1]  # from the newest on, not from this page
    assert "at most" not in (await (await site.browser("viewer")).get(LIST, reason="legal")).text
