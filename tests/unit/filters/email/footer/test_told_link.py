"""Which link tells how to stop: ours, to be seen and pressed, and what it is for said beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from filters.email.footer.duties import Duty
from filters.email.footer.languages import LANGUAGES
from filters.email.footer.template import TEMPLATE
from filters.email.footer.text import html, plain
from filters.email.footer.told import told
from suppression.tokens import SAMPLE_TOKEN
from tests.unit.filters.email.footer.telling import (
    EVERYTHING,
    LINK,
    PRESSED,
    WORDING,
    in_html,
    in_text,
)


def in_white(link: str) -> str:
    return link.replace("<a ", "<a style='color:#ffffff' ")


def test_a_link_has_to_say_in_any_of_our_languages_what_it_is_for() -> None:
    for language in LANGUAGES.values():
        wording = replace(WORDING, language=language)
        for template in (TEMPLATE, ("{notice}", "{postal_address}", "{link}")):
            worded = replace(wording, template=template)
            for is_html, halves in (
                (True, html(worded)), (False, plain(worded, "\r\n", flowed=False))
            ):  # fmt: skip
                text = SAMPLE_TOKEN.join(halves)
                said = told(text, worded, LINK, is_html=is_html, is_ours=False)
                assert (said == EVERYTHING) is (is_html or template is TEMPLATE), language.tag


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        (f"To unsubscribe:\r\n{LINK}", True),
        (f"Unsubscribe: https://elsewhere.example/ Shop: {LINK}", False),
        (f"{LINK} (to opt out)", True),
        (f"{LINK} https://elsewhere.example/ to opt out", False),
        (f"Shop now: {LINK}", False),
        (f"Unsubscribe{' x' * 99} {LINK}", False),
    ],
)
def test_the_way_to_opt_out_says_so_right_beside_it(text: str, is_said: bool) -> None:
    assert (Duty.LINK in in_text(text)) is is_said


@pytest.mark.parametrize(
    "text",
    [
        f"<p>Unsubscribe</p>{'<i>x</i>' * 80}<p>{LINK}</p>",
        f"<p>{LINK}</p>{'<i>x</i>' * 80}<p>Unsubscribe</p>",
        f"<a href='{LINK}'><img alt='Unsubscribe'></a> Unsubscribe",
        f"<a href='{LINK}'>-</a> Unsubscribe",
        f"To unsubscribe: <a href='{LINK}'>Claim your prize</a>",
    ],
)
def test_what_is_far_from_a_link_is_not_said_of_it(text: str) -> None:
    assert in_html(text) == frozenset()


@pytest.mark.parametrize(
    "frame", ["<p>{}</p>" + "<i>x</i>" * 80, "<i>x</i>" * 80 + "<p>{}</p>", "<p><i>{}</i></p>"]
)
def test_the_length_of_a_text_is_no_matter(frame: str) -> None:
    assert in_html(frame.format(f"Unsubscribe: {LINK}")) == {Duty.LINK}


@pytest.mark.parametrize(
    "text",
    [
        PRESSED,
        f"<a href=' {LINK}?utm_source=x '>Unsubscribe</a>",
        f"<a href='{LINK}#stop'><b>Opt</b> out</a>",
        f"<p>Unsubscribe: {LINK}</p>",
        f"<p>Opt out: ({LINK}).</p>",
        f"<p>If you no longer wish to get these, <a href='{LINK}'>click here</a></p>",
        f"<p>If you no longer want our mail, <a href='{LINK}'>click here</a></p>",
        f"<a href='{LINK}'>Manage your preferences</a>",
        f"<p>Prefiere no recibirlo? <a href='{LINK}'>Aquí</a> puede darse de baja</p>",
        f"<p style='color:#ffffff'>{PRESSED}</p>",  # a link has a colour of its own
        f"<table><tr><td bgcolor=black>{in_white(PRESSED)}</table>",
    ],
)
def test_a_link_that_can_be_seen_and_pressed_tells_how_to_stop(text: str) -> None:
    assert in_html(text) == {Duty.LINK}


@pytest.mark.parametrize(
    "text",
    [
        f"<a href='{LINK}'><img src=x alt='Stop'></a>",
        f"<a href='{LINK}'>.</a>",
        f"<a href='{LINK}x'>Stop</a>",
        f"<a href='{LINK}/x'>Stop</a>",
        f"<a href='https://elsewhere.example/?to={LINK}'>Stop</a>",
        "<a href='https://elsewhere.example/unsubscribe'>Unsubscribe</a>",
        f"<a name='x'>{LINK[:-1]}</a>",
        f"<a href='{LINK}'>Shop now</a> <a href='https://elsewhere.example'>Unsubscribe</a>",
        f"<a href='{LINK}'>Shop now</a> <span style='opacity:0'>Unsubscribe</span>",
        f"<a href='{LINK}'><span style='opacity:0'>Unsubscribe</span></a>",
        f"<p>{LINK}</p>",
        f"<p style='color:var(--x)'>Unsubscribe {LINK}</p>",
        in_white(PRESSED),
        f"<p style='font-size:0'>{PRESSED}</p>",
        f"<p>&gt; {PRESSED}</p>",
        f"<a href='https://elsewhere.example'><table><tr><td>{PRESSED}</table></a>",
    ],
)
def test_a_link_elsewhere_or_out_of_sight_does_not(text: str) -> None:
    assert in_html(text) == frozenset()


@pytest.mark.parametrize(
    "behind", ["x", "@evil.example", ".evil", ",x", "&x=1", "~x", "=x", "\u200b"]
)
def test_a_link_that_goes_on_is_another_one(behind: str) -> None:
    assert Duty.LINK not in in_text(f"Unsubscribe: {LINK}{behind}")


@pytest.mark.parametrize("behind", ["", " now", "\r\n", ".", ", or write", ">", "?a=b", "#a"])
def test_a_link_ends_where_mail_programs_end_it(behind: str) -> None:
    assert Duty.LINK in in_text(f"Unsubscribe: {LINK}{behind}")


@pytest.mark.parametrize("pressed", ["here", "Click here", "x.example/u", "<b>Opt out</b> of it"])
def test_a_link_that_only_points_is_told_of_by_what_stands_beside_it(pressed: str) -> None:
    assert Duty.LINK in in_html(f"To unsubscribe, <a href='{LINK}'>{pressed}</a>.")


def test_a_text_made_of_links_to_us_is_not_looked_through() -> None:
    assert in_html(f"<p>{PRESSED}</p>" * 100) == {Duty.LINK}
    assert in_html(f"<p>{PRESSED}</p>" * 101) == frozenset()
