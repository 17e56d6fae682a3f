"""A header field of long lines is folded where that changes nothing."""

from __future__ import annotations

import email as oracle

import pytest

from tests.mail_builders import message
from tests.unit.filters.email.long_lines import LONG, sent


@pytest.mark.parametrize("size", [80, 500, 960])
def test_a_long_field_is_folded_and_says_the_same(size: int) -> None:
    ids = " ".join(f"<{'x' * size}{n}@example.com>" for n in range(1 + 3000 // size))
    raw = message(f"References: {ids}\n\nHello\n")

    copy = sent(raw)

    assert oracle.message_from_bytes(copy)["References"].replace("\r\n", "") == ids
    assert b"\r\n\r\n" in copy
    lines = copy.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert all(line.strip() for line in lines)
    assert max(map(len, lines)) <= size + 40


@pytest.mark.parametrize("more", ["", f" {LONG.strip()}"])
def test_a_field_of_one_long_word_is_folded_behind_its_name(more: str) -> None:
    value = "x" * 995 + more
    copy = sent(message(f"X-Long: {value}\n\nHello\n"))
    assert b"X-Long:\r\n xxx" in copy
    assert oracle.message_from_bytes(copy)["X-Long"].replace("\r\n", "").strip() == value


def test_a_field_is_not_folded_behind_its_name_where_its_words_are_short_enough() -> None:
    copy = sent(message(f"X-Long: {'x' * 900} {LONG}\n\nHello\n"))
    assert b"X-Long: xxx" in copy


def test_a_field_of_mime_is_not_folded_inside_of_quotes() -> None:
    value = f'text/plain; x="{"a b " * 100}"; y="{"c d " * 100}"; z="{"e f " * 40}"'
    copy = sent(message(f"Content-Type: {value}\n\nHello\n"))
    assert b'";\r\n y="c d' in copy


def test_our_own_broken_signature_goes_however_long() -> None:
    signature = f"DKIM-Signature: a=rsa-sha256; d=example.com; {'h=a; ' * 300}b=x\n"
    copy = sent(message(f"{signature}\nHello\n"), tells=False)
    assert b"DKIM-Signature" not in copy


def test_no_line_is_told_to_be_broken_where_only_a_field_was_long_that_we_replace() -> None:
    listed = ", ".join(f"<https://shop.example/{'x' * 300}{n}>" for n in range(4))
    copy = sent(message(f"List-Unsubscribe: {listed}\n\nHello\n"), tells=False)
    assert b"shop.example" not in copy
