"""The checker finds a footer in a page that nobody sees or that is in the wrong place."""

from __future__ import annotations

import pytest

from tests.independent.letters import ADDRESS, BODY, HTML_FOOTER, codes, edited, page


@pytest.mark.parametrize(
    "wrong",
    [
        f"<!-- {HTML_FOOTER} -->",
        f"<script>{HTML_FOOTER}</script>",
        f"<style>{HTML_FOOTER}</style>",
        f"<textarea>{HTML_FOOTER}</textarea>",
        f"<template>{HTML_FOOTER}</template>",
        f"<div style='DISPLAY : none'>{HTML_FOOTER}</div>",
        f"<div style='max-height:0'>{HTML_FOOTER}</div>",
        f"<div style='opacity:0'>{HTML_FOOTER}</div>",
        f"<div style='font-size:0'>{HTML_FOOTER}</div>",
        f"<div hidden>{HTML_FOOTER}</div>",
        f"<style>.x{{display:none}}</style><div class=x>{HTML_FOOTER}</div>",
        f"<!--[if mso]>{HTML_FOOTER}<![endif]-->",
        HTML_FOOTER.replace("Unsubscribe", ""),
    ],
)  # fmt: skip
def test_a_footer_nobody_sees_is_found(wrong: str) -> None:
    after = BODY.replace("</body>", wrong + "</body>")
    assert codes(page(BODY), edited(after)) & {"UNSEEN", "FOOTER"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (BODY.replace("</html>", f"</html>{HTML_FOOTER}"), "MISPLACED"),
        (BODY.replace("</body>", f"</body>{HTML_FOOTER}"), "MISPLACED"),
        (BODY.replace("<p>", f"{HTML_FOOTER}<p>"), "MISPLACED"),
        (BODY.replace("<title>", f"<title>{HTML_FOOTER}"), "FOOTER"),
        (BODY.replace("</body>", HTML_FOOTER * 2 + "</body>"), "FOOTER"),
        (BODY, "FOOTER"),
        (BODY.replace("</body>", HTML_FOOTER.replace(ADDRESS, "") + "</body>"), "ADDRESS"),
        (BODY.replace("Hello", "Hallo").replace("</body>", HTML_FOOTER + "</body>"), "TEXT_LOST"),
        (BODY.replace("</p>", f"</p{HTML_FOOTER}>"), "MISPLACED"),
    ],
    ids=["after html", "after body", "on top", "in title", "twice", "none", "no address",
         "text changed", "in a tag"],
)  # fmt: skip
def test_a_footer_in_the_wrong_place_is_found(wrong: str, code: str) -> None:
    assert code in codes(page(BODY), edited(wrong))


def test_a_footer_that_swallows_what_follows_is_found() -> None:
    body = BODY.replace("</html>", "<p>late</p></html>")
    after = body.replace("</body>", HTML_FOOTER + "<textarea></body>")
    assert codes(page(body), edited(after)) == {"PAGE_CHANGED"}


def test_a_body_end_tag_inside_a_comment_is_no_end() -> None:
    body = "<html><body><!-- </body> --><p>Hello</p></body></html>\n"
    right = body.replace("</p></body>", f"</p>{HTML_FOOTER}</body>")
    wrong = body.replace("<!-- </body>", f"<!-- {HTML_FOOTER}</body>")
    assert codes(page(body), edited(right)) == set()
    assert "FOOTER" in codes(page(body), edited(wrong))


def test_an_end_tag_in_another_spelling_is_one() -> None:
    body = "<BODY><p>Hello</p></BODY\n></HTML>\n"
    assert codes(page(body), edited(body.replace("</BODY", HTML_FOOTER + "</BODY"))) == set()
    assert "MISPLACED" in codes(
        page(body), edited(body.replace("</HTML>", HTML_FOOTER + "</HTML>"))
    )
