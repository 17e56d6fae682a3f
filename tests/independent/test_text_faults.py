"""The checker finds what is wrong in a text, its charset, its encoding and its line ends."""

from __future__ import annotations

import base64
import quopri

import pytest

from tests.independent.checker import faults
from tests.independent.letters import ADDRESS, FIELDS, HEAD, PLAIN, TEXT_FOOTER, codes, wire


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("Hello\n", "FOOTER"),
        ("Hello\n" + TEXT_FOOTER * 2, "FOOTER"),
        ("Hello\n" + TEXT_FOOTER.replace(ADDRESS, "an address"), "ADDRESS"),
        ("Hello\n" + TEXT_FOOTER.replace("/u/abc", "/u/abc\n"), "LINK_BROKEN"),
        ("Hullo\n" + TEXT_FOOTER, "TEXT_LOST"),
        (TEXT_FOOTER, "TEXT_LOST"),
    ],
)
def test_a_wrong_text_is_found(wrong: str, code: str) -> None:
    assert code in codes(HEAD + PLAIN + "Hello\n", HEAD + FIELDS + PLAIN + wrong)


def test_a_footer_in_another_charset_than_declared_is_found() -> None:
    head = "Content-Type: text/plain; charset=us-ascii\n\n"
    after = HEAD + FIELDS + head + "Hello\n" + TEXT_FOOTER.replace("Adv", "Ädv")
    assert "UNREADABLE" in codes(HEAD + head + "Hello\n", after)
    japanese = "Content-Type: text/plain; charset=iso-2022-jp\n\n"
    text = "こんにちは\n".encode("iso-2022-jp").decode("ascii")
    wrong = HEAD + FIELDS + japanese + text + TEXT_FOOTER.replace("Adv", "広告")
    right = HEAD + FIELDS + japanese + (text + TEXT_FOOTER)
    assert "UNREADABLE" in codes(HEAD + japanese + text, wrong)
    assert codes(HEAD + japanese + text, right) == set()


def test_a_tail_encoded_anew_is_right_and_all_encoded_anew_is_wrong() -> None:
    fields = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {}\n\n"
    text = "Grüße\n" * 400
    coded = quopri.encodestring(text.encode()).decode()
    added = quopri.encodestring(TEXT_FOOTER.encode()).decode()
    head = fields.format("quoted-printable")
    assert codes(HEAD + head + coded, HEAD + FIELDS + head + coded + added) == set()
    again = coded.replace("Gr", "=47r") + added
    assert codes(HEAD + head + coded, HEAD + FIELDS + head + again) == {"RECODED"}


def test_a_base64_body_with_plain_text_after_it_is_found() -> None:
    head = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    coded = base64.encodebytes(b"Hello\r\n" * 40).decode()
    assert codes(HEAD + head + coded, HEAD + FIELDS + head + coded + TEXT_FOOTER)


def test_a_bare_line_feed_is_found() -> None:
    raw = wire(HEAD + PLAIN + "Hello\n")
    assert "BARE_NEWLINE" in {fault.code for fault in faults(raw, raw + b"\n", None)}


def test_a_last_line_without_an_end_is_found() -> None:
    raw = wire(HEAD + PLAIN + "Hello\n")
    assert [fault.code for fault in faults(raw, raw[:-2], None)] == ["NO_LINE_END", "BODY_CHANGED"]
