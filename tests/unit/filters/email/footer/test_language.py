from __future__ import annotations

from email.base64mime import body_encode

import pytest

from filters.email.footer.language import language_of, language_of_writer
from filters.email.footer.languages import LANGUAGES
from tests.mail_builders import email, message

HTML = "Content-Type: text/html\n"
FIELD = "Content-Language: "


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("\nHello", "en"),
        (FIELD + "de\n\nHallo", "de"),
        (FIELD + "fi, sv-FI\n\nHej", "sv"),
        (FIELD + "fi\n\nMoi", "en"),
        (FIELD + "zh-HK\n\n\u4f60\u597d", "zh-Hant"),
        (HTML + '\n<html lang="zh-TW">', "zh-Hant"),
        (HTML + '\n<html lang="zh-CN">', "zh"),
        (FIELD + "fr\n" + HTML + '\n<html lang="de">', "fr"),
        (FIELD + "fi\n" + HTML + '\n<html lang="sv">', "sv"),
        (HTML + "\n<!DOCTYPE html>\n<HTML class=x LANG=pt-BR>", "pt"),
        (HTML + "\n<html xmlns='x' xml:lang='ja'>", "ja"),
        (HTML + '\n<!--[if mso]><html lang="de"><![endif]--><html lang="it">', "it"),
        (HTML + '\n<p lang="de">', "en"),
        (HTML + '\n<html lang="">', "en"),
        (HTML + '\n<html data-lang="de">', "en"),
        (HTML + '\n<html lang="de', "en"),
        (HTML + "\n<html><!--", "en"),
        (HTML + 'Content-Transfer-Encoding: quoted-printable\n\n<html lan=\ng=3D"nl">', "nl"),
        (
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHi\n--b\n"
            + HTML
            + "Content-Disposition: attachment\n\n<html lang=pl>\n--b--\n",
            "en",
        ),
        (
            "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nHi\n--b\n"
            + HTML
            + "\n<html lang=pl>\n--b--\n",
            "pl",
        ),
    ],
)
def test_a_message_says_which_language_it_is_in(rest: str, expected: str) -> None:
    assert language_of(email(message(rest)), "auto") is LANGUAGES[expected]


@pytest.mark.parametrize("charset", ["utf-16le", "utf-8", "x-nobody"])
def test_the_language_is_found_in_any_charset(charset: str) -> None:
    head = f"Content-Type: text/html; charset={charset}\nContent-Transfer-Encoding: base64\n\n"
    encoded = "utf-8" if charset == "x-nobody" else charset
    body = body_encode("<html lang=he>\u05d0".encode(encoded), eol="\r\n").encode()

    assert language_of(email(message(head) + body), "auto") is LANGUAGES["he"]


def test_the_configured_language_comes_first() -> None:
    assert language_of(email(message(FIELD + "de\n\nHallo")), "ar") is LANGUAGES["ar"]


@pytest.mark.parametrize(
    ("rest", "configured", "expected"),
    [
        ("\nunsubscribe", "auto", "en"),
        ("Accept-Language: fi, pl-PL\n\nunsubscribe", "auto", "pl"),
        (FIELD + "es-MX\nAccept-Language: en-US\n\nbaja", "auto", "es"),
        (HTML + "Accept-Language: en-US\n\n<html lang=fr>", "auto", "fr"),
        (FIELD + "es\n\nbaja", "nl", "nl"),
    ],
)
def test_somebody_is_answered_in_their_own_language(
    rest: str, configured: str, expected: str
) -> None:
    written = email(message(rest))
    assert language_of_writer(written.raw, written.tree, configured) is LANGUAGES[expected]
