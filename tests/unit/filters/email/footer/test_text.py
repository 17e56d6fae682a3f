from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from filters.email.footer.duties import Duty
from filters.email.footer.languages import LANGUAGES
from filters.email.footer.style import BACKGROUND, LINK_COLOR, TEXT_COLOR
from filters.email.footer.text import Wording, html, html_on_top, plain
from filters.email.reading import visible_text
from tests.mail_builders import ADDRESS, NOTICE, URL

if TYPE_CHECKING:
    from filters.email.footer.languages import Language

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


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        ({Duty.LINK, Duty.ADDRESS}, [NOTICE]),
        ({Duty.LINK, Duty.NOTICE}, [f"Example Co, {ADDRESS}"]),
        ({Duty.LINK}, [NOTICE, f"Example Co, {ADDRESS}"]),
        ({Duty.NOTICE, Duty.ADDRESS}, ["To stop these emails, unsubscribe here:", f"{URL}/u/"]),
    ],
)
def test_a_footer_says_no_more_than_is_missing(told: set[Duty], lines: list[str]) -> None:
    left = AD.beside(frozenset(told))
    texts = left.around_token(html(left))
    shown = visible_text("TOKEN".join(texts))

    assert plain(left, "\n", flowed=False).before.split("\n") == ["----", *lines]
    assert len(texts) == 1 + (Duty.LINK not in told)
    assert ("unsubscribe here" in shown) is (Duty.LINK not in told)
    assert all(line in shown for line in left.shown)


@pytest.mark.parametrize("wording", [AD, RECEIPT])
def test_html_says_the_same_in_own_colours_and_one_link(wording: Wording) -> None:
    before, after = html(wording)
    markup = before + "TOKEN" + after
    shown = visible_text(markup)

    assert all(line in shown for line in wording.shown)
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
        seen = "display visibility opacity position font color height max-height overflow direction"
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


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("is_advertisement", [True, False])
def test_every_language_says_it_all_with_the_link_on_a_line_of_its_own(
    language: Language, *, is_advertisement: bool
) -> None:
    wording = Wording(
        "Example Co", ADDRESS, URL + "/u/", is_advertisement=is_advertisement, language=language
    )

    lines = "TOKEN".join(plain(wording, "\n", flowed=False)).split("\n")

    assert lines[-1] == f"{URL}/u/TOKEN"
    assert lines[-2].endswith(language.colon)
    assert lines[0] == "----"
    assert tuple(lines[1:-1]) == wording.lines
    assert any(ADDRESS in line for line in lines)
    assert (language.notice.partition("{")[0] in lines[1]) is is_advertisement
    assert len(lines) == (6 if is_advertisement else 5)
    assert not re.search(r"[\[\]{}\x00\x01]", "".join(lines))


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_html_names_its_language_and_runs_in_its_direction(language: Language) -> None:
    wording = Wording("Example Co", ADDRESS, URL, is_advertisement=True, language=language)

    for halves in (html(wording), html_on_top(wording)):
        markup = "TOKEN".join(halves)
        assert f'lang="{language.tag}" dir="{language.direction}"' in markup
        assert markup.count(f"direction:{language.direction}!important") == 2
        assert markup.count("text-align:center!important") == 2
        assert re.search(r">[^<]{4,}</a>", markup)  # the link says by itself what it is for
        assert markup.isascii()


def test_latin_values_keep_their_order_among_words_from_right_to_left() -> None:
    mark, arabic = "\N{LEFT-TO-RIGHT MARK}", "\u0634\u0631\u0643\u0629"
    wording = Wording(arabic, ADDRESS, URL, is_advertisement=True, language=LANGUAGES["ar"])

    assert wording.lines[1] == f"{arabic}, {mark}{ADDRESS}{mark}"
    assert mark not in "".join(Wording("A", ADDRESS, URL, is_advertisement=True).lines)


def test_the_line_on_top_is_ad_notice_and_link() -> None:
    markup = "TOKEN".join(html_on_top(AD))

    assert visible_text(markup).split("\n")[-1].strip() == f"{NOTICE} Unsubscribe"
    assert markup.count(f'<a href="{URL}/u/TOKEN"') == 1


OWN = (
    "News of {company} <of {postal_address}>",
    "{notice}",
    "",
    "Enough?  {link} and it ends.",
    "Bye,",
)


def test_lines_of_ones_own_are_written_as_they_are_in_text_and_html() -> None:
    wording = Wording("A & B", ADDRESS, URL + "/u/", is_advertisement=True, template=OWN)

    assert "TOKEN".join(plain(wording, "\n", flowed=False)).split("\n") == [
        "----",
        f"News of A & B <of {ADDRESS}>",
        "This is an advertisement from A & B.",
        "Enough?",
        f"{URL}/u/TOKEN",
        "and it ends.",
        "Bye,",
    ]
    markup = "TOKEN".join(html(wording))
    assert f"News of A &amp; B &lt;of {ADDRESS}&gt;<br>" in markup
    assert ">Unsubscribe</a> and it ends.<br>" in markup
    assert all(line in visible_text(markup) for line in wording.shown)


def test_a_receipt_goes_without_the_line_of_the_ad_notice() -> None:
    wording = Wording("Co", ADDRESS, URL, is_advertisement=False, template=OWN)

    assert "advertisement" not in "".join(wording.lines + wording.shown)
    assert len(wording.shown) == len(OWN) - 2


@pytest.mark.parametrize("color", [TEXT_COLOR, LINK_COLOR])
def test_the_colours_can_be_told_apart_also_when_they_are_turned_round(color: str) -> None:
    one, other = rgb(color), rgb(BACKGROUND)
    turned = [tuple(255 - part for part in each) for each in (one, other)]

    assert contrast(one, other) >= 4.5
    assert contrast(*turned) >= 4.5


def rgb(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color.removeprefix("#")))


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(color: tuple[int, ...]) -> float:
    parts = [part / 255 for part in color]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
