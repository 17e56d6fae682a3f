"""The checker calls a right message right, and finds a body that lacks its footer."""

from __future__ import annotations

import pytest

from tests.independent.letters import (
    ADDRESS,
    BODY,
    CLEAN_PARTS,
    FIELDS,
    HEAD,
    HTML_FOOTER,
    LINK,
    NESTED,
    PLAIN,
    TEXT_FOOTER,
    URL,
    codes,
    edited,
    page,
)


def test_a_footer_at_the_end_of_a_text_is_right() -> None:
    before = HEAD + PLAIN + "Hello\n"
    assert codes(before, HEAD + FIELDS + PLAIN + "Hello\n" + TEXT_FOOTER) == set()


def test_a_footer_at_the_end_of_a_page_is_right() -> None:
    right = BODY.replace("</body>", HTML_FOOTER + "</body>")
    assert codes(page(BODY), edited(right)) == set()


@pytest.mark.parametrize("placeholder", ["*|UNSUB|*", "{{{ pm:unsubscribe_url }}}"])
def test_a_placeholder_filled_in_the_line_of_the_footer_is_right(placeholder: str) -> None:
    before = f'<body><p>Hello {ADDRESS}</p><a href="{placeholder}">Stop</a></body>\n'
    filled = before.replace(placeholder, URL)
    after = filled.replace("</body>", "<div>Advertisement</div></body>")
    assert codes(page(before), edited(after)) == set()
    assert "TEXT_LOST" in codes(page(before), edited(after.replace("Hello", "")))
    assert "TEXT_LOST" in codes(page(before), edited(after.replace("Stop", "")))


@pytest.mark.parametrize(
    ("was", "becomes", "wrong"),
    [
        ("", "", set()),
        ("Hello", "Goodbye", {"TEXT_LOST"}),
        (f"{ADDRESS}.", "", {"ADDRESS"}),
        ("<div>", "<div style='display:none'>", {"UNSEEN"}),
        ("Hello", f"<a href='{LINK}{'y' * 32}'>Hello</a>", {"LINK_BROKEN"}),
    ],
)
def test_a_link_is_made_out_anew_in_a_footer_that_is_seen(
    was: str, becomes: str, wrong: set[str]
) -> None:
    is_so_before = wrong != {"TEXT_LOST"}
    after = BODY.replace("</body>", HTML_FOOTER + "</body>")
    before = after.replace(URL, LINK + "z" * 32)
    if is_so_before:
        before = before.replace(was, becomes)
    assert codes(edited(before), edited(after.replace(was, becomes))) == wrong


def test_a_footer_in_each_alternative_is_right_and_in_one_of_them_is_wrong() -> None:
    before = HEAD + NESTED.format(text="", html="", **CLEAN_PARTS)
    after = HEAD + FIELDS + NESTED
    both = after.format(text=TEXT_FOOTER, html=HTML_FOOTER, **CLEAN_PARTS)
    assert codes(before, both) == set()
    assert codes(before, after.format(text=TEXT_FOOTER, html="", **CLEAN_PARTS)) == {"FOOTER"}
    assert codes(before, after.format(text="", html=HTML_FOOTER, **CLEAN_PARTS)) == {"FOOTER"}


@pytest.mark.parametrize(
    ("footers", "wrong"),
    [
        ({"first", "second"}, set()),
        ({"first"}, {"FOOTER"}),
        ({"second"}, {"FOOTER"}),
        ({"first", "second", "last"}, {"FOOTER"}),
    ],
)
def test_each_body_in_a_row_needs_a_footer_and_a_letter_around_a_picture_one(
    footers: set[str], wrong: set[str]
) -> None:
    form = (
        'Content-Type: multipart/mixed; boundary="m"\n\n'
        '--m\nContent-Type: multipart/related; boundary="r"\n\n'
        "--r\nContent-Type: text/html\n\n<p>One</p>{first}\n--r--\n"
        "--m\nContent-Type: text/html\n\n<p>Two</p>{second}\n"
        "--m\nContent-Type: image/png\n\nx\n"
        "--m\nContent-Type: text/html\n\n<p>Three</p>{last}\n--m--\n"
    )
    nothing = dict.fromkeys(("first", "second", "last"), "")
    after = form.format(**nothing | dict.fromkeys(footers, HTML_FOOTER))
    assert codes(HEAD + form.format(**nothing), HEAD + FIELDS + after) == wrong
