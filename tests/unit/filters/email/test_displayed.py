from __future__ import annotations

import pytest

from filters.email.displayed import body_parts, decoded_text, displayed_parts
from filters.email.reading import visible_text
from filters.email.mime import Part, parse
from tests.mail_builders import message

TEXT = "Content-Type: text/plain\n\n"
HTML = "Content-Type: text/html\n\n"
PICTURE = "Content-Type: image/png\nContent-ID: <p>\n\nx"
FILE = "Content-Type: text/plain; name=a.txt\n\nx"
ATTACHED = "Content-Type: text/plain\nContent-Disposition: attachment\n\nx"
CALENDAR = "Content-Type: text/calendar\n\nBEGIN:VCALENDAR"
LETTER = "Content-Type: message/rfc822\n\nFrom: x\n\nHello"


def multi(subtype: str, *parts: str, boundary: str = "b", more: str = "") -> str:
    body = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f"Content-Type: multipart/{subtype}; boundary={boundary}{more}\n\n{body}--{boundary}--\n"


def alternative(*parts: str) -> str:
    return multi("alternative", *parts, boundary="alt")


def bodies(raw: bytes, parts: tuple[Part, ...]) -> list[str]:
    return [raw[part.body_start : part.body_end].decode() for part in parts]


@pytest.mark.parametrize(
    ("rest", "shown", "body"),
    [
        ("\n1", ["1"], ["1"]),
        (TEXT + "1", ["1"], ["1"]),
        (FILE, [], []),
        (LETTER, [], []),
        (alternative(TEXT + "1", HTML + "2"), ["1", "2"], ["1", "2"]),
        (alternative(TEXT + "1", HTML + "2", CALENDAR), ["1", "2"], ["1", "2"]),
        (multi("mixed", TEXT + "1", PICTURE, ATTACHED, FILE, LETTER), ["1"], ["1"]),
        (multi("mixed", TEXT + "1", PICTURE, TEXT + "2"), ["1", "2"], ["2"]),
        (multi("mixed", TEXT + "1", HTML + "2", HTML + "3"), ["1", "2", "3"], ["1", "3"]),
        (
            multi("mixed", alternative(TEXT + "1", HTML + "2"), TEXT + "list"),
            ["1", "2", "list"],
            ["1", "2"],
        ),
        (multi("mixed", PICTURE), [], []),
        (multi("related", HTML + "1", PICTURE), ["1"], ["1"]),
        (
            multi("related", PICTURE, "Content-ID: <r>\n" + HTML + "1", more='; start="<r>"'),
            ["1"],
            ["1"],
        ),
        (multi("related", HTML + "1", PICTURE, more="; start=gone"), ["1"], ["1"]),
        ("Content-Type: multipart/related; boundary=b\n\n", [], []),
        (alternative(TEXT + "1", multi("related", HTML + "2", PICTURE)), ["1", "2"], ["1", "2"]),
        (multi("signed", TEXT + "1", "Content-Type: application/pgp-signature\n\nx"), ["1"], ["1"]),
        (multi("report", TEXT + "1"), [], []),
        (multi("mixed", multi("report", TEXT + "1", boundary="r"), TEXT + "2"), ["2"], ["2"]),
        (multi("encrypted", TEXT + "1"), [], []),
    ],
)
def test_what_mail_programs_show_is_found(rest: str, shown: list[str], body: list[str]) -> None:
    raw = message(rest)
    tree = parse(raw)

    assert bodies(raw, displayed_parts(tree)) == shown
    assert bodies(raw, body_parts(tree)) == body


def test_text_is_decoded_from_transfer_encoding_and_charset() -> None:
    raw = message(
        "Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64\n\n1MU=\n"
    )

    assert decoded_text(raw, parse(raw)) == "\u0442\u0435"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello <b>y</b>ou<p>Bye", "Hello you\nBye"),
        ("<head><title>t</title></head><script>s</script><style>c</style>x<!-- no -->", "x"),
        ("<div style='display:none'>preheader</div>Hello", "preheader\nHello"),
        ("", ""),
        ("<frameset></frameset>", ""),
    ],
)
def test_visible_text_is_what_stands_there_for_people(html: str, text: str) -> None:
    assert "\n".join(visible_text(html).split("\n\n")) == text


def test_text_nested_deeper_than_browsers_follow_is_still_read() -> None:
    assert visible_text("<div>\n" * 4000 + "50% off &amp; more").split() == [
        "50%",
        "off",
        "&",
        "more",
    ]
