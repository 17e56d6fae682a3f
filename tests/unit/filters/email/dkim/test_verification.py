from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from hypothesis import given, settings
from hypothesis import strategies as st

from filters.email.dkim.signing import DkimKey, sign
from filters.email.dkim.verification import signs_well, verifies
from tests.damaged_key import damaged_key
from tests.mail_builders import message

ED25519 = DkimKey("s2", Ed25519PrivateKey.generate())
OTHER = DkimKey("s2", Ed25519PrivateKey.generate())
RSA = DkimKey("s1", generate_private_key(65537, 2048))


def test_a_good_key_signs_what_verifies() -> None:
    assert signs_well(RSA)
    assert signs_well(ED25519)


def test_a_key_whose_halves_do_not_belong_together_is_found_out() -> None:
    assert not signs_well(damaged_key())


def test_a_signature_of_another_key_does_not_verify() -> None:
    raw = message("\nHello\n")
    signed = sign(raw, "example.com", (ED25519,), 1) + raw

    assert verifies(signed, (ED25519,))
    assert not verifies(signed, (OTHER,))


def test_a_message_without_signature_or_body_does_not_verify() -> None:
    assert not verifies(message("\nHello\n"), (ED25519,))
    assert not verifies(message(""), (ED25519,))


def test_a_changed_or_added_field_breaks_the_signature() -> None:
    raw = message("\nHello\n")
    signed = sign(raw, "example.com", (ED25519,), 1) + raw

    assert not verifies(signed.replace(b"Subject: Hello", b"Subject: Hallo"), (ED25519,))
    assert not verifies(b"Cc: x@example.net\r\n" + signed, (ED25519,))
    assert verifies(b"X-Seen: yes\r\n" + signed, (ED25519,))


def test_an_empty_body_verifies() -> None:
    raw = message("\n\n\n")
    assert verifies(sign(raw, "example.com", (ED25519,), 1) + raw, (ED25519,))


def test_each_key_has_its_signature_in_its_order() -> None:
    raw = message("\nHello\n")
    signed = sign(raw, "example.com", (RSA, ED25519), 1) + raw

    assert verifies(signed, (RSA, ED25519))
    assert verifies(signed, (RSA,))
    assert not verifies(signed, (ED25519, RSA))
    assert not verifies(signed, (RSA, ED25519, OTHER))
    assert not verifies(signed, (RSA, OTHER))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"bh=", b"bh=x"),
        (b"a=ed25519-sha256", b"a=ed25519-sha1"),
        (b"c=relaxed/relaxed", b"c=simple/relaxed"),
        (b"d=example.com", b"d=example.org"),
        (b"h=from:from", b"h=from"),
        (b"\tb=", b"\tb=x"),
        (b"\tb=", b"\tx="),
        (b"h=", b"y="),
    ],
)
def test_a_changed_signature_does_not_verify(old: bytes, new: bytes) -> None:
    raw = message("\nHello\n")
    signed = sign(raw, "example.com", (ED25519,), 1) + raw

    assert verifies(signed, (ED25519,))
    assert not verifies(signed.replace(old, new, 1), (ED25519,))


def hand_made(tags: str, digits: bytes = b"") -> bytes:
    """Sign one field by hand under these tags."""
    body_hash = b64encode(sha256(b"Hello\r\n").digest()).decode()
    unsigned = f"v=1; {tags}; d=example.com; s=s2; h=from; bh={body_hash}; b=".encode()
    data = b"from:a@example.com\r\ndkim-signature:" + unsigned
    written = digits or b64encode(ED25519.sign(data))
    return b"DKIM-Signature: %b%b\r\nFrom: a@example.com\r\n\r\nHello\r\n" % (unsigned, written)


def test_a_signature_says_itself_how_it_was_made() -> None:
    tags = "a=ed25519-sha256; c=relaxed/relaxed"
    assert verifies(hand_made(tags), (ED25519,))
    assert not verifies(hand_made(tags, b"A"), (ED25519,)), "no base64"
    for other in ("a=rsa-sha256; c=relaxed/relaxed", "a=ed25519-sha256; c=simple", tags[:17]):
        assert not verifies(hand_made(other), (ED25519,)), other


_PIECES = st.sampled_from(
    [b"a", b" ", b"\t", b"\r\n ", b"\r\n\t", b"\x0b", b"\x0c", b"\xc3\xa9", b":"]
)


@settings(deadline=None)
@given(
    st.lists(_PIECES, max_size=20).map(b"".join),
    st.lists(st.sampled_from([b"Subject", b"subject \t", b"To", b"List-Id", b"X-A"]), max_size=6),
    st.lists(_PIECES | st.just(b"\r\n"), max_size=30).map(b"".join),
)
def test_what_is_signed_verifies_whatever_white_space_is_in_it(
    value: bytes, names: list[bytes], body: bytes
) -> None:
    fields = (b"%b:%b%d\r\n" % (name, value, number) for number, name in enumerate(names))
    raw = b"From: a@example.com\r\n" + b"".join(fields) + b"\r\n" + body
    signed = sign(raw, "example.com", (ED25519,), 1) + raw

    assert verifies(signed, (ED25519,))
    assert not verifies(signed + b"more\r\n", (ED25519,))
