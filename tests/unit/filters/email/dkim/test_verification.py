from __future__ import annotations

from typing import cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from filters.email.dkim.signing import DkimKey, sign
from filters.email.dkim.verification import signs_well, verifies
from tests.mail_builders import message

SIGNING, SHOWN = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
ED25519, OTHER = DkimKey("s2", SIGNING), DkimKey("s2", SHOWN)
RSA = DkimKey("s1", generate_private_key(65537, 2048))


def test_a_good_key_signs_what_verifies() -> None:
    assert signs_well(RSA)
    assert signs_well(ED25519)


def test_a_key_whose_halves_do_not_belong_together_is_found_out() -> None:
    class Halves:
        """Signs with one key and shows another, as a damaged key does."""

        def sign(self, data: bytes) -> bytes:
            return SIGNING.sign(data)

        def public_key(self) -> Ed25519PublicKey:
            return SHOWN.public_key()

    assert not signs_well(DkimKey("s2", cast("Ed25519PrivateKey", Halves())))


def test_a_signature_of_another_key_does_not_verify() -> None:
    raw = message("\nHello\n")
    signed = sign(raw, "example.com", (ED25519,), 1) + raw

    assert verifies(signed, ED25519)
    assert not verifies(signed, OTHER)


def test_a_message_without_signature_or_body_does_not_verify() -> None:
    assert not verifies(message("\nHello\n"), ED25519)
    assert not verifies(message(""), ED25519)


def test_a_changed_or_added_field_breaks_the_signature() -> None:
    raw = message("\nHello\n")
    signed = sign(raw, "example.com", (ED25519,), 1) + raw

    assert not verifies(signed.replace(b"Subject: Hello", b"Subject: Hallo"), ED25519)
    assert not verifies(b"Cc: x@example.net\r\n" + signed, ED25519)
    assert verifies(b"X-Seen: yes\r\n" + signed, ED25519)


def test_an_empty_body_verifies() -> None:
    raw = message("\n\n\n")
    assert verifies(sign(raw, "example.com", (ED25519,), 1) + raw, ED25519)
