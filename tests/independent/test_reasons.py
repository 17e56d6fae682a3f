"""The reasons of the table are seen in mail that has them, and in no other."""

from __future__ import annotations

from typing import Final

import pytest

from tests.independent.beside import why_beside, why_bodiless
from tests.independent.corpus import crlf
from tests.independent.refusal import Ground, refusal

_HEAD: Final = "From: news@example.com\nTo: jane@example.org\nSubject: {}\nMIME-Version: 1.0\n"
_PAGE: Final = "Content-Type: text/html\n\n<html><head>{}</head><body><p>Hello</p></body></html>\n"
_INVITATION: Final = "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n"
_PICTURE: Final = "Content-Type: image/png\n\nx\n"


def message(rest: str, subject: str = "News") -> bytes:
    return crlf((_HEAD.format(subject) + rest).encode())


def choice(*forms: str) -> str:
    parts = "".join(f"--b\n{form}\n" for form in forms)
    return f"Content-Type: multipart/alternative; boundary=b\n\n{parts}--b--\n"


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        (_PAGE.format("<link rel=stylesheet href=https://shop.example/a.css>"), "style sheet"),
        (_PAGE.format("<style>@import url(//shop.example/a.css);</style>"), "style sheet"),
        (_PAGE.format("").replace("Hello", "Hello<!--"), "comment"),
        (_PAGE.format("<style>a {tex-decoration: none}</style>"), "misspells"),
        (_PAGE.format("").replace("Hello</p></body></html>", "<b>Hello</body></html>more"), "open"),
        (_PAGE.format("").replace("</html>", "</html>more"), ""),
        (_PAGE.format("").replace("Hello", "<b>Hello"), ""),
        (choice(_PAGE.format(""), _PICTURE), "no words"),
        (_PAGE.format("<link rel=stylesheet href=https://fonts.googleapis.com/css>"), ""),
        (_PAGE.format("<!-- x --><style>a {text-decoration: none}</style>"), ""),
        (choice(_PICTURE, _PAGE.format("")), "no words"),
        (choice(_PAGE.format(""), _INVITATION), ""),
    ],
)
def test_why_a_footer_stands_beside_a_body_is_seen_in_it(rest: str, says: str) -> None:
    why = why_beside(message(rest))
    assert says in why
    assert bool(says) is bool(why)


def test_what_shows_no_text_has_no_body() -> None:
    assert why_bodiless(message(_PICTURE)) == "no body to write to: image/png"
    assert "fragment" in why_bodiless(message("Content-Type: message/partial\n\nHello\n"))
    assert not why_bodiless(message("\nHello\n"))


@pytest.mark.parametrize(
    ("raw", "code", "ground"),
    [
        (message("\nHello\n", "Re: your order"), "EMAIL_SUBJECT_DECEPTIVE", Ground.LAW),
        (message("\nHello\n"), "EMAIL_SUBJECT_DECEPTIVE", None),
        (message("\nHello\rthere\n"), "SMTP_BARE_NEWLINE", Ground.SMTP),
        (message("\n" + "x" * 999 + "\n"), "SMTP_LINE_TOO_LONG", Ground.SMTP),
        (message("X-Long: " + "x" * 999 + "\n\nHello\n"), "SMTP_LINE_TOO_LONG", Ground.SMTP),
        (message("\nHello\n"), "SMTP_LINE_TOO_LONG", None),
        (message("Date: x\nDate: y\n\nHello\n"), "MIME_MALFORMED", Ground.ENGINE),
        (message("\nHello\n"), "MIME_MALFORMED", None),
        (message("\nHello\n"), "INTERNAL_CHECK_BROKEN", None),
    ],
)
def test_a_refusal_stands_on_the_ground_of_its_code(
    raw: bytes, code: str, ground: Ground | None
) -> None:
    found = refusal(raw, (code,))
    assert bool(found.why) is (ground is not None)
    assert found.ground is (ground or Ground.ENGINE)
