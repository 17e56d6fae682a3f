"""The checker wants a signed or forwarded message whole, and the footer beside it."""

from __future__ import annotations

from typing import Final

import pytest

from tests.independent.checker import is_appended
from tests.independent.letters import FIELDS, HEAD, TEXT_FOOTER, codes, wire

SIGNED: Final = (
    'Content-Type: multipart/signed; boundary="s"; micalg=pgp-sha256;\n'
    ' protocol="application/pgp-signature"\n\n'
)
SEALED: Final = (
    "--s\nContent-Type: text/plain\n\nHello\n--s\n"
    "Content-Type: application/pgp-signature\n\nxxx\n--s--\n"
)
OUTER: Final = (
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=o\n\n--o\n{entity}\n"
    "--o\nContent-Type: text/plain; charset=us-ascii\n\n{footer}\n--o--\n"
)


def appended(entity: str, footer: str = TEXT_FOOTER) -> str:
    return HEAD + FIELDS + OUTER.format(entity=entity, footer=footer)


def test_a_signed_message_whole_in_a_new_multipart_is_right() -> None:
    before = HEAD + SIGNED + SEALED
    after = appended(SIGNED + SEALED)
    assert is_appended(wire(before), wire(after))
    assert codes(before, after) == set()


@pytest.mark.parametrize(
    "entity",
    [
        SIGNED + SEALED.replace("Hello", "Hello" + TEXT_FOOTER),
        SIGNED.replace(";\n protocol", "; protocol") + SEALED,
        SIGNED + SEALED.replace("Content-Type: text/plain", "Content-Type:text/plain"),
        SIGNED + SEALED.replace("--s--\n", "--s--\n\n"),
    ],
    ids=["footer inside", "refolded", "respelt", "a line more"],
)
def test_a_signed_message_that_is_not_whole_is_found(entity: str) -> None:
    assert codes(HEAD + SIGNED + SEALED, appended(entity)) == {"NOT_WHOLE"}


def test_an_edit_of_a_signed_part_in_place_is_found() -> None:
    edited = SEALED.replace("Hello\n", "Hello\n" + TEXT_FOOTER)
    assert "LEAF_CHANGED" in codes(HEAD + SIGNED + SEALED, HEAD + FIELDS + SIGNED + edited)


def test_a_part_without_the_footer_is_found() -> None:
    assert codes(HEAD + SIGNED + SEALED, appended(SIGNED + SEALED, "Bye")) == {"FOOTER"}


def test_a_message_in_a_message_stays_as_it_is() -> None:
    forwarded = (
        "Content-Type: multipart/mixed; boundary=f\n\n--f\nContent-Type: text/plain\n\nSee\n{}"
        "--f\nContent-Type: message/rfc822\n\nSubject: old\n\nold\n{}\n--f--\n"
    )
    before = HEAD + forwarded.format("", "")
    assert codes(before, HEAD + FIELDS + forwarded.format(TEXT_FOOTER, "")) == set()
    assert "LEAF_CHANGED" in codes(
        before, HEAD + FIELDS + forwarded.format(TEXT_FOOTER, TEXT_FOOTER)
    )
