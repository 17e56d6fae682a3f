"""Our place for the footer is that of lol_html, on pages written to mislead and on random ones."""

from __future__ import annotations

import asyncio
import re
from typing import Final

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from filters.email.html import end_of_body
from tests.independent import lol_html
from tests.independent.entities import read
from tests.independent.torture import cases
from tests.independent.trial import Trial

TREE_DEPENDENT: Final = ("<![CDATA[", "]]>", "<svg>", "</svg>", "<template>", "</template>")
PIECES: Final = (
    "</body>", "</BODY\n>", "</body/>", "</body x='>'>", "</bodyguard>", "</body", "</html>",
    "<body>", "<html>", "<p>", "</p>", "x", " ", "\n", "<", ">", "</", "<>", "</>", "<3",
    "&lt;/body>", "<!-- ", "-->", "--!>", "<!-->", "<!--->", "<!", "<!doctype html>", "<?xml ?>",
    "--", "-", "!", "<!--[if mso]>", "<![endif]-->", "<![if !mso]>", "<![endif]>",
    "<script>", "</script>", "<script/>", "</scrip", "<style>", "</style >", "<title>", "</title>",
    "<textarea>", "</textarea>", "<xmp>", "</xmp>", "<iframe>", "</iframe>", "<noembed>",
    "</noembed>", "<noframes>", "</noframes>", '<a title="', "<a title='", '"', "'", "=",
    "<a href=x>", "<a/b=>", "<br/>", "<table>", "</table>",
)  # fmt: skip
"""No plaintext, svg, math, template, select: lol_html gives up or knows more of the tree there.
No CDATA: whether it is some depends on that; we take a page for uncertain that does not end it.
No noscript: it takes that for text, as a browser with scripts does and a mail program does not."""

ABOUT_MORE_THAN_TAGS: Final = {"html-quoted-body-only"}
ESCAPED_TWICE: Final = re.compile(r"(?s)<script.*<!--.*<script")
"""Where scripts stand in comments in scripts we may find an end too early; the proof sees it."""
REVEALED: Final = re.compile(r"<!\[if|<!--\[if[^>]*\]><!-->")
"""What browsers read and Outlook leaves out, where it is not ended again."""
NOT_ABOUT_SIGHT: Final = {"MISPLACED", "PAGE_CHANGED"}
"""html.parser, which says where a body ends, knows less than browsers of comments like `<!-->`."""
TRIAL: Final = Trial()
HEAD: Final = (
    b"From: a@example.com\r\nTo: b@example.org\r\nSubject: Hi\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n\r\n"
)


def pages_of_the_torture_set() -> list[bytes]:
    return [
        read(case.submitted).decoded
        for case in cases()
        if case.name.startswith("html-") and case.name not in ABOUT_MORE_THAN_TAGS
    ]


@pytest.mark.parametrize("page", pages_of_the_torture_set())
def test_hard_pages(page: bytes) -> None:
    assert end_of_body(page) == lol_html.end_of_body(page)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example('<p title="</body>"></body>')
def test_random_pages(page: str) -> None:
    assume(not ESCAPED_TWICE.search(page))
    found = end_of_body(page.encode())
    if found is None and REVEALED.search(page):
        return  # Outlook leaves the block out, and lol_html knows no Outlook
    assert found == lol_html.end_of_body(page.encode())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from((*PIECES, *TREE_DEPENDENT)), max_size=12).map("".join))
@example("<script><!--<script></script></body>")
@example("<![CDATA[</body><!-- ]]></html>")
def test_a_footer_is_seen_whatever_the_page(page: str) -> None:
    raw = HEAD + f"<html><body><p>Hello</p>{page}".encode().replace(b"\n", b"\r\n") + b"\r\n"
    examined = asyncio.run(TRIAL.examine(raw))
    assert examined.after
    assert {fault.code for fault in TRIAL.faults_of(examined)} <= NOT_ABOUT_SIGHT
