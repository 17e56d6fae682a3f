from __future__ import annotations

from dataclasses import replace

import pytest

from filters.email.footer.duties import Duty
from filters.email.footer.languages import LANGUAGES
from filters.email.footer.template import TEMPLATE
from filters.email.footer.text import Wording, html, plain
from filters.email.footer.told import told
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import ADDRESS
from tests.unit.filters.email.frames import DOUBTED, DOUBTED_FOOTERS, HIDDEN, SEEN_FOOTERS, SHOWN

WORDING = Wording("Example Co", ADDRESS, "https://x.example/u/", is_advertisement=True)
LINK = WORDING.link + SAMPLE_TOKEN
HTML = SAMPLE_TOKEN.join(html(WORDING))
PLAIN = SAMPLE_TOKEN.join(plain(WORDING, "\r\n", flowed=False))
EVERYTHING = frozenset(Duty)
WORDS = f"{WORDING.notice}<br>{ADDRESS}<br>Unsubscribe: {LINK}"
PRESSED = f"<a href='{LINK}'>Unsubscribe</a>"


def in_white(link: str) -> str:
    return link.replace("<a ", "<a style='color:#ffffff' ")


def in_html(text: str, *, is_ours: bool = False) -> frozenset[Duty]:
    return told(text, WORDING, LINK, is_html=True, is_ours=is_ours)


def in_text(text: str, *, is_ours: bool = False, wording: Wording = WORDING) -> frozenset[Duty]:
    return told(text, wording, LINK, is_html=False, is_ours=is_ours)


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
    text = "Hello" + "\r\n" * 60 + ours
    assert in_text(f"{text}\r\n", is_ours=True, wording=wording) == EVERYTHING
    assert in_text(f"{text}\r\nmore", is_ours=True, wording=wording) == frozenset()
    assert in_text(text, wording=wording) == frozenset()


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
    "text",
    [
        ADDRESS,
        ADDRESS.upper(),
        "123 Main St\r\nSpringfield  IL 62701",
        f"Example Co | {ADDRESS} | Tel. 1",
    ],
)
def test_exactly_the_configured_address_counts_however_it_is_set(text: str) -> None:
    assert in_text(text) == {Duty.ADDRESS}
    broken = text.replace("\r\n", "<br>").replace(" ", "&nbsp;")
    assert in_html(f"<p>{broken}</p>") == {Duty.ADDRESS}


@pytest.mark.parametrize(
    "text",
    [
        "123 Main St, Springfield, IL 62702",
        "1-123 Main St, Springfield, IL 62701",
        "1123 Main St, Springfield, IL 62701",
        "123 Main St, Springfield, IL 62701-0001",
        "123 Main St, Suite 4, Springfield, IL 62701",
        f"> {ADDRESS}",
        f"-----Original Message-----\r\n{ADDRESS}",
        f"Von: Ann\r\nGesendet: heute\r\n{ADDRESS}",
    ],
)
def test_another_address_or_a_quoted_one_does_not(text: str) -> None:
    assert in_text(text) == frozenset()


def test_ideographs_need_no_blanks_between_them() -> None:
    wording = Wording("例", "東京都千代田区1-1", "https://x.example/u/", is_advertisement=True)

    assert in_text("〒 東京都 千代田区 1-1", wording=wording) == {Duty.ADDRESS}


def test_an_address_without_words_is_never_told() -> None:
    wording = Wording("Example Co", ":", WORDING.link, is_advertisement=True)

    assert in_text(PLAIN, wording=wording) == {Duty.NOTICE, Duty.LINK}


def test_a_receipt_owes_no_notice() -> None:
    receipt = Wording("Example Co", ADDRESS, WORDING.link, is_advertisement=False)

    assert in_text(PLAIN, wording=receipt) == {Duty.ADDRESS, Duty.LINK}


def test_deep_and_wide_html_is_read() -> None:
    deep = "<div>" * 400 + "<b style='color:#fffffe;display:none'>x</b>" * 4_000

    assert in_html(HTML + deep) == EVERYTHING


def test_html_made_to_hold_parsers_up_is_taken_to_say_nothing() -> None:
    assert in_html(HTML + "<b>" * 20_000) == frozenset()


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


@pytest.mark.parametrize("before", ["." * 300, "<b>....</b>" * 60])
def test_what_ends_a_line_that_nothing_breaks_is_not_seen(before: str) -> None:
    assert in_html(f"<p>x {WORDING.notice}</p>") == {Duty.NOTICE}
    assert in_html(f"<p>x {before[:55]}{WORDING.notice}</p>") == {Duty.NOTICE}
    assert in_html(f"<p>x {before}{WORDING.notice}</p>") == frozenset()
    assert in_html(f"<p>{before} {WORDING.notice}</p>") == {Duty.NOTICE}


def test_a_text_made_of_links_to_us_is_not_looked_through() -> None:
    assert in_html(f"<p>{PRESSED}</p>" * 100) == {Duty.LINK}
    assert in_html(f"<p>{PRESSED}</p>" * 101) == frozenset()
