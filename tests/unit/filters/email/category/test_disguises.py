"""An advertisement that is called a receipt is one, however it is written down."""

from __future__ import annotations

import base64

import pytest

from filters.email.newlines import has_bare_newline
from filters.errors import MalformedMessage
from filters.message import Category
from tests.make import message
from tests.unit.filters.email.categories import AD, AD_HTML, TRANSACTIONAL, decision, several

HOMOGLYPHS = str.maketrans({"a": "\u0430", "e": "\u0435", "o": "\u043e", "c": "\u0441"})

FULL_WIDTH = {ord("!") + n: 0xFF01 + n for n in range(94)}
TORN = AD_HTML.replace("ar", "a<!-- x -->r").replace("of", "o<!---->f")
ENCLOSED = f"Content-Type: message/rfc822\r\n\r\nFrom: a@example.com\r\n\r\n{AD}"


def in_utf_7(text: str) -> str:
    """Write every letter as none that ASCII has (RFC 2152)."""
    letters = (base64.b64encode(letter.encode("utf-16-be")).decode("ascii") for letter in text)
    return "".join(f"+{letter.rstrip('=')}-" for letter in letters)


def written(text: str, charset: str, *, told: str = "", kind: str = "plain") -> bytes:
    body = base64.encodebytes(text.encode(charset)).replace(b"\n", b"\r\n").decode("ascii")
    return message(
        body, content_type=f"text/{kind}; charset={told or charset}",
        content_transfer_encoding="base64",
    )  # fmt: skip


DISGUISES = {
    "as it is": message(AD),
    "base64": written(AD, "utf-8"),
    "utf-16": written(AD, "utf-16"),
    "utf-7": written(in_utf_7(AD), "ascii", told="utf-7"),
    "a charset that nobody knows": written(AD, "utf-16", told="x-unknown"),
    "letters of another alphabet": written(AD.translate(HOMOGLYPHS), "utf-8"),
    "letters held apart by nothing": written("\u200b".join(AD), "utf-8"),
    "full-width letters": written(AD.translate(FULL_WIDTH), "utf-8"),
    "comments inside of words": written(TORN, "utf-8", kind="html"),
    "entities": written(AD_HTML.replace("a", "&#97;").replace("o", "&#x6f;"), "utf-8", kind="html"),
    "a message inside": several(ENCLOSED),
    "behind a receipt": several("\r\nYour receipt.\r\n", f"Content-Type: text/plain\r\n\r\n{AD}"),
    "two types": message(AD, content_type="image/png\r\nContent-Type: text/plain"),
    "two subjects": message(AD, subject="Your receipt\r\nSubject: Clearance"),
    "a line without a colon": message(AD, subject="Your receipt\r\nno colon here"),
    "a NUL": message(AD.replace("off", "o\0ff")),
    "a bare CR before the body": message(AD, subject="Your receipt\rContent-Type: image/png"),
}  # fmt: skip


@pytest.mark.parametrize("disguise", DISGUISES)
def test_an_advertisement_in_disguise_is_an_advertisement_or_nothing(disguise: str) -> None:
    raw = DISGUISES[disguise]
    if has_bare_newline(raw):  # 550 before anything is judged
        return
    try:
        category, _ = decision(raw, **TRANSACTIONAL)
    except MalformedMessage:
        return
    assert category is Category.COMMERCIAL


def test_what_only_looks_a_little_like_one_is_a_receipt() -> None:
    raw = written("You were charged 12,00 \u20ac for order 1234. Thank you.\r\n", "utf-8")
    assert decision(raw, **TRANSACTIONAL)[0] is Category.TRANSACTIONAL
