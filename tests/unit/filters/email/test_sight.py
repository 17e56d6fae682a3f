from __future__ import annotations

import pytest

from filters.email.css.effects import MAX_STYLES
from filters.email.footer.text import Wording, html
from filters.email.sight import is_seen
from tests.mail_builders import ADDRESS
from tests.unit.filters.email.footer_frames import DOUBTED_FOOTERS, SEEN_FOOTERS

WORDING = Wording("Example Co", ADDRESS, "https://x/u/", is_advertisement=True)
FOOTER = "TOKEN".join(html(WORDING))


@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "<body><p>x</p>{}</body>",
        "<table><tr><td>x</td></tr>{}",
        "<center><font color=white size=1>{}",
        "<div style='font-size:0'>{}</div>",  # the footer sets its own
        "<div style='font-family: Segoe UI; margin: 0 auto; COLOR:#666'>{}",
        "<http-equiv=pragma><p>x<x-tab>{}",
        "<body class='body' style='margin:0; width:100% !important'>x{}</body>",
        "<style>.hide, td[class=hide] {{display:none}} [x-data] a {{color:inherit}}</style><p>{}",
        "<style>a, td {{display:none!important}}</style>{}",
    ],
)
def test_a_footer_in_the_shown_body_is_seen(frame: str) -> None:
    assert is_seen(frame.format(FOOTER), "https://x/u/TOKEN", WORDING)


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "<!--{}-->",
        "<textarea>{}</textarea>",
        "<template>{}</template>",
        "<noframes>{}</noframes>",
        "<select>{}</select>",
        "<div hidden>{}</div>",
        "<div style='display: none'>{}</div>",
        "<div style='VISIBILITY:hidden'>{}</div>",
        "<div style='max-height:0px;overflow:hidden'>{}</div>",
        "<div style='opacity:0'>{}</div>",
        "<blockquote>{}",
        "<div class='h'>{}",
        "<div id='h'>{}",
        "<div popover>{}",
        "<div style='display:/**/none'>{}",
        "<div style='d\\69splay:none'>{}",
        "<div style='position:absolute;left:-9999px'>{}",
        "<div style='height:1px;overflow:hidden'>{}",
        "<div style='filter:opacity(0)'>{}",
        "<div style='margin-left:-900px'>{}",
        "<div style='opacity:.01'>{}",
        "<details>{}",
        "<dialog>{}",
        "<datalist>{}",
        "<body><noscript>{}</noscript>",
        "<svg><desc>{}</desc></svg>",
        "<style>div{{display:none}}</style><div>{}",
        "<body style='visibility:hidden'>{}",
        "<body class='H'>{}<style>@media all {{ .h {{opacity:0}} }}</style>",
        "<html hidden>{}",
        "<a href=x class=h>{}",
        "<object>{}</object>",
        "<frameset>{}</frameset>",
        "{}{}",
    ],
)
def test_a_footer_that_is_hidden_or_doubled_is_not(frame: str) -> None:
    assert not is_seen(frame.format(FOOTER, FOOTER), "https://x/u/TOKEN", WORDING)


@pytest.mark.parametrize("frame", SEEN_FOOTERS)
def test_a_footer_that_its_own_style_keeps_in_sight_is_seen(frame: str) -> None:
    assert is_seen(frame.format(FOOTER), "https://x/u/TOKEN", WORDING)


@pytest.mark.parametrize("frame", DOUBTED_FOOTERS)
def test_a_footer_that_what_is_around_it_may_hide_is_not(frame: str) -> None:
    assert not is_seen(frame.format(FOOTER), "https://x/u/TOKEN", WORDING)


def test_more_styles_than_any_mailing_has_are_not_looked_through() -> None:
    for count, seen in ((MAX_STYLES // 2, True), (MAX_STYLES + 1, False)):
        styles = "".join(f"<b style='z-index:{number}'>x</b>" for number in range(count))
        assert is_seen(styles + FOOTER, "https://x/u/TOKEN", WORDING) is seen


def test_more_elements_than_any_mailing_has_are_not_looked_through() -> None:
    for count, seen in ((9_000, True), (10_000, False)):
        elements = "<b style='color:red'>x</b>" * count
        assert is_seen(elements + FOOTER, "https://x/u/TOKEN", WORDING) is seen


def test_more_rules_about_room_than_can_be_counted_are_taken_for_too_many() -> None:
    for count, elements, seen in ((50, 1000, True), (101, 10, False), (90, 3000, False)):
        rules = "".join(f".a{number}{{min-height:9px}}" for number in range(count))
        page = f"<style>{rules}</style>{'<b>x</b>' * elements}{FOOTER}"
        assert is_seen(page, "https://x/u/TOKEN", WORDING) is seen


def test_a_link_without_the_words_is_not_the_footer() -> None:
    assert not is_seen('<p><a href="https://x/u/TOKEN">x</a></p>', "https://x/u/TOKEN", WORDING)
