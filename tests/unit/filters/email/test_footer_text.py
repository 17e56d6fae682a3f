from __future__ import annotations

import re

import pytest

from filters.email.footer_text import Wording, html, plain
from filters.email.reading import visible_text
from tests.mail_builders import ADDRESS, NOTICE, URL

AD = Wording("Example Co", ADDRESS, URL + "/u/", is_advertisement=True)
RECEIPT = Wording("Example Co", ADDRESS, URL + "/u/", is_advertisement=False)


def test_an_advertisement_says_so_and_names_address_and_way_out() -> None:
    before, after = plain(AD, "\n", flowed=False)

    assert (before + "TOKEN" + after).split("\n") == [
        "----",
        NOTICE,
        f"Example Co, {ADDRESS}",
        "You receive this email as a contact of Example Co.",
        "To stop these emails, unsubscribe here:",
        f"{URL}/u/TOKEN",
    ]


def test_a_receipt_has_no_ad_notice_and_does_not_promise_to_end() -> None:
    before, _ = plain(RECEIPT, "\n", flowed=False)

    assert "advertisement" not in before
    assert "To stop advertising emails from Example Co, unsubscribe here:" in before
    assert ADDRESS in before


@pytest.mark.parametrize("wording", [AD, RECEIPT])
def test_html_says_the_same_in_own_colours_and_one_link(wording: Wording) -> None:
    before, after = html(wording)
    markup = before + "TOKEN" + after
    shown = visible_text(markup)

    assert all(line in shown for line in wording.lines[:3])
    assert "unsubscribe here" in shown
    assert markup.count("<a ") == markup.count(f'href="{URL}/u/TOKEN"') == 1
    for promise in ("background:#ffffff!", "color:#333333!", "12px/18px", 'lang="en"', 'dir="ltr"'):
        assert promise in markup
    assert markup.startswith("\r\n")
    assert markup.endswith("\r\n")
    assert max(map(len, markup.split("\r\n"))) < 200


def test_every_element_says_by_itself_that_it_is_seen() -> None:
    markup = "TOKEN".join(html(AD))
    styles = re.findall(r'<(?!br|/)[^>]*style="([^"]*)"', markup)
    assert len(styles) == len(re.findall(r"<(?!br|/)", markup)) == 2  # no style sheet gets between
    for style in styles:
        declarations = [each.strip() for each in style.split(";") if each.strip()]
        assert all(each.endswith("!important") for each in declarations)
        stated = {each.partition(":")[0] for each in declarations}
        seen = "display visibility opacity position font color height max-height overflow"
        assert stated.issuperset(f"{seen} text-indent transform clip-path zoom".split())


def test_values_are_escaped_in_html_and_it_is_ascii() -> None:
    wording = Wording(
        'A<b>&"Co" \u2603', "1 <Str> \u00df", "https://x/?a=1&b=2/u/", is_advertisement=True
    )
    before, after = html(wording)

    assert (before + after).isascii()
    assert "<b>" not in before
    assert "a=1&amp;b=2" in before
    assert 'advertisement from A<b>&"Co" \u2603.' in visible_text(before + after)


def test_configured_lines_become_one_and_invisible_characters_go() -> None:
    wording = Wording(
        "Ex\u200bample\tCo", "1 Main St,\n\nSpringfield\r\nUSA", "https://x/", is_advertisement=True
    )

    assert wording.lines[1] == "Ex ample Co, 1 Main St, Springfield, USA"


def test_flowed_text_is_space_stuffed() -> None:
    wording = Wording("From Here", ADDRESS, "https://x/", is_advertisement=True)

    assert f"\n From Here, {ADDRESS}\n" in plain(wording, "\n", flowed=True).before
    assert f"\nFrom Here, {ADDRESS}\n" in plain(wording, "\n", flowed=False).before
    assert not any(
        line.endswith(" ") for line in plain(wording, "\n", flowed=True).before.split("\n")
    )
