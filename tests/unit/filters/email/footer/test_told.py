from __future__ import annotations

from dataclasses import replace

import pytest

from filters.email.footer.duties import Duty
from filters.email.footer.text import plain
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import ADDRESS
from tests.unit.filters.email.doubted_frames import DOUBTED
from tests.unit.filters.email.footer.telling import (
    EVERYTHING,
    HTML,
    LINK,
    PLAIN,
    PRESSED,
    WORDING,
    in_html,
    in_text,
)
from tests.unit.filters.email.footer_frames import DOUBTED_FOOTERS, SEEN_FOOTERS
from tests.unit.filters.email.hidden_frames import HIDDEN
from tests.unit.filters.email.shown_frames import SHOWN

WORDS = f"{WORDING.notice}<br>{ADDRESS}<br>Unsubscribe: {LINK}"


@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "<body><table><tr><td class='a'>{}</td></tr></table></body>",
        "<div style='color:#333;background:#fff'>{}</div>",
        "<style>.b{{display:none}}</style><p class=a>{}</p>",
        "<td bgcolor='#000'><font color=white>x</font></td>{}",
    ],
)
def test_a_whole_footer_tells_everything(frame: str) -> None:
    assert in_html(frame.format(HTML)) == EVERYTHING
    assert in_text(f"Hello\r\n\r\n{PLAIN}\r\n") == EVERYTHING


@pytest.mark.parametrize(
    "frame",
    [
        "<!--{}-->",
        "<head><title>{}</title></head>",
        "<div style='display:none'>{}</div>",
        "<div hidden>{}</div>",
        "<div popover>{}</div>",
        "<div class=x>{}</div><style>.x{{display:none}}</style>",
        "<div class=x>{}</div><style>@media print{{.x{{display:none}}}}</style>",
        "<body style='display:none'>{}",
        "<details>{}</details>",
        "<textarea>{}</textarea>",
        "<blockquote>{}</blockquote>",
        "<div class='gmail_quote'>{}</div>",
        "-----Original Message-----<br>{}",
        "<div id='divRplyFwdMsg'>From: Ann</div><div>{}</div>",
        "On Monday Ann wrote:<br>{}",
        "<frameset>{}</frameset>",
    ],
)
def test_what_is_not_seen_or_only_quoted_tells_nothing(frame: str) -> None:
    assert in_html(frame.format(HTML)) == frozenset()


@pytest.mark.parametrize("frame", SEEN_FOOTERS)
def test_our_own_footer_of_an_earlier_passage_is_known_in_any_page(frame: str) -> None:
    assert in_html(frame.format(HTML), is_ours=True) == EVERYTHING


@pytest.mark.parametrize("flowed", [True, False])
def test_our_own_footer_is_known_where_a_plain_text_ends(*, flowed: bool) -> None:
    wording = replace(WORDING, company="From Ann")
    ours = SAMPLE_TOKEN.join(plain(wording, "\r\n", flowed=flowed))
    text = "Hello" + "\r\n" * 60 + "Sale of all the shirts.\r\n" * 20 + ours
    assert in_text(f"{text}\r\n", is_ours=True, wording=wording) == EVERYTHING
    assert in_text(f"{text}\r\nmore", is_ours=True, wording=wording) == frozenset()
    assert in_text(text, wording=wording) == frozenset()
    unseen = "Hello" + "\r\n" * 60 + ours
    assert in_text(unseen, is_ours=True, wording=wording) == frozenset()


@pytest.mark.parametrize(
    "frame",
    [
        *DOUBTED_FOOTERS, "<!--{}-->", "<blockquote>{}</blockquote>",
        "<div class=gmail_quote>{}</div>", "<textarea>{}</textarea>", "<div hidden>{}</div>",
    ],
)  # fmt: skip
def test_a_copied_footer_that_may_be_hidden_counts_for_no_more_than_other_text(frame: str) -> None:
    page = f"<style>b{{color:red}}</style>{frame.format(HTML)}"
    assert in_html(page, is_ours=True) == in_html(page)


@pytest.mark.parametrize("frame", SHOWN)
def test_what_ordinary_mail_shows_is_told(frame: str) -> None:
    assert in_html(frame.format(WORDS)) == EVERYTHING


@pytest.mark.parametrize("frame", [*HIDDEN, *DOUBTED])
def test_what_may_be_hidden_is_not(frame: str) -> None:
    assert in_html(frame.format(WORDS)) == frozenset()


@pytest.mark.parametrize(
    ("body", "is_told"),
    [
        ("link='#0563C1' vlink='#954F72' alink=red", True), ("alink=white", True),
        ("link=white bgcolor=navy text=white", True), ("vlink='#c0c0c0'", False),
        ("link=white", False), ("link='#0563c1' bgcolor='#0563C1' text=white", False),
        ("link=white><style>a{color:#00f}</style", True),
        ("link=0563C1", False), ("link", False), ("bgcolor=navy text=white", False),
    ],
)  # fmt: skip
def test_the_colour_that_a_body_gives_to_links_counts_for_links_alone(
    body: str, *, is_told: bool
) -> None:
    page = f"<body {body}>{WORDING.notice}<br>{ADDRESS}<br>{PRESSED}"
    assert in_html(page) == (EVERYTHING if is_told else EVERYTHING - {Duty.LINK})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\r\n" * 5000, ""), ("\r\n" * 60, ""), (" " * 600, ""), ("\u3164" * 600, ""),
        ("\u200b\xa0" * 300, ""), ("\N{RIGHT-TO-LEFT OVERRIDE}", ""),
        ("", "\N{LEFT-TO-RIGHT OVERRIDE}"), ("x" + "\xa0" * 300 + "x" + " " * 300, ""),
        ("\f" * 150, ""), ("\r\nbegin 644 a.txt\r\n", "\r\nend\r\n"), ("\r\nbegin 644 a\r\n", ""),
        ("\r\n-----BEGIN PGP SIGNATURE-----\r\n", "\r\n-----END PGP SIGNATURE-----\r\n"),
        ("\r\n=ybegin line=128\r\n", ""),
    ],
)  # fmt: skip
def test_what_nobody_looks_for_in_a_plain_text_is_not_told(before: str, after: str) -> None:
    assert in_text(f"Hello{before}{PLAIN}{after}") == frozenset()


def test_what_follows_a_signature_or_a_bar_in_the_line_is_told() -> None:
    signature = "-----BEGIN PGP SIGNATURE-----\r\nx\r\n-----END PGP SIGNATURE-----\r\n"
    assert in_text(f"{signature}\r\n{PLAIN}") == EVERYTHING
    quoted = PLAIN.replace("\r\n", "\r\n| ")
    assert in_text(f"| {quoted}") == frozenset()
    assert Duty.ADDRESS in in_text("x | " + ADDRESS.replace("\n", " | "))


@pytest.mark.parametrize("before", ["\r\n" * 10, " " * 60, "\r\n" + " " * 70 + "\r\n", "\xa0" * 99])
def test_ordinary_blanks_in_a_plain_text_do_no_harm(before: str) -> None:
    assert in_text(f"Hello{before}\r\n{PLAIN}") == EVERYTHING


def test_more_styles_than_any_mailing_has_are_not_looked_through() -> None:
    styles = "".join(f"<span style='margin:{number / 100}px'>x</span>" for number in range(1100))
    assert in_html(WORDS + styles[: len(styles) // 2]) == EVERYTHING
    assert in_html(WORDS + styles) == frozenset()


@pytest.mark.parametrize(
    "frame",
    [
        "{}-----Original Message-----<br>older",
        "-----Original Message-----<br>older{}",
        "<div id='divRplyFwdMsg'>From: Ann</div><div>older</div>{}",
    ],
)
def test_below_a_quote_it_counts_if_it_was_added_here(frame: str) -> None:
    assert in_html(frame.format(HTML), is_ours=True) == EVERYTHING


def test_what_was_quoted_inside_never_counts() -> None:
    assert in_html(f"<blockquote>{HTML}</blockquote>", is_ours=True) == frozenset()
    quoted = "\r\n".join("> " + line for line in PLAIN.split("\r\n"))
    assert in_text(quoted, is_ours=True) == frozenset()


def test_deep_and_wide_html_is_read() -> None:
    deep = "<div>" * 400 + "<b style='color:#fffffe;display:none'>x</b>" * 4_000

    assert in_html(HTML + deep) == EVERYTHING


def test_html_made_to_hold_parsers_up_is_taken_to_say_nothing() -> None:
    assert in_html(HTML + "<b>" * 20_000) == frozenset()


@pytest.mark.parametrize("before", ["." * 300, "<b>....</b>" * 60])
def test_what_ends_a_line_that_nothing_breaks_is_not_seen(before: str) -> None:
    assert in_html(f"<p>x {WORDING.notice}</p>") == {Duty.NOTICE}
    assert in_html(f"<p>x {before[:55]}{WORDING.notice}</p>") == {Duty.NOTICE}
    assert in_html(f"<p>x {before}{WORDING.notice}</p>") == frozenset()
    assert in_html(f"<p>{before} {WORDING.notice}</p>") == {Duty.NOTICE}
