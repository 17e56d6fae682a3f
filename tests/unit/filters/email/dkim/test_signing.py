from __future__ import annotations

import base64
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

import dkim as oracle
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from filters.email.dkim.signing import DkimKey, relaxed_body, sign
from tests.mail_builders import message

if TYPE_CHECKING:
    from collections.abc import Iterator

Private = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey


def pem(private: Private) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


RSA: Final = DkimKey.load("s1", pem(rsa.generate_private_key(65537, 2048)))
ED25519: Final = DkimKey.load("s2", pem(ed25519.Ed25519PrivateKey.generate()))


@pytest.fixture(autouse=True, scope="module")
def _ed25519_by_cryptography() -> Iterator[None]:
    """Let dkimpy verify Ed25519 where PyNaCl is not installed; signatures come as it takes them."""

    class VerifyKey:
        def __init__(self, text: bytes, encoder: object) -> None:  # noqa: ARG002 - PyNaCl's
            self._key = ed25519.Ed25519PublicKey.from_public_bytes(base64.b64decode(text))

        def verify(self, data: bytes, signature: bytes) -> None:
            self._key.verify(signature, data)

    nacl = SimpleNamespace(
        signing=SimpleNamespace(VerifyKey=VerifyKey),
        encoding=SimpleNamespace(Base64Encoder=None),
        exceptions=SimpleNamespace(BadSignatureError=InvalidSignature, ValueError=ValueError),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(oracle, "nacl", nacl, raising=False)
        yield


def record(name: bytes, timeout: int = 5) -> bytes:
    """Answer as the DNS would."""
    key = RSA if name.startswith(b"s1.") else ED25519
    public = key.private.public_key()
    if isinstance(public, ed25519.Ed25519PublicKey):
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return b"v=DKIM1; k=ed25519; p=" + base64.b64encode(raw)
    der = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)


def verifies(signed: bytes) -> bool:
    verifier = oracle.DKIM(signed)
    count = signed.count(b"DKIM-Signature: v=1")
    try:
        return count > 0 and all(verifier.verify(idx=i, dnsfunc=record) for i in range(count))
    except oracle.ValidationError:
        return False


def signed(raw: bytes, *keys: DkimKey) -> bytes:
    """Return the signed message as it arrives: SMTP ends the last line (RFC 5321 4.1.1.4)."""
    fields = sign(raw, "example.com", keys or (RSA, ED25519), 1_790_000_000)
    return fields + raw + (b"" if raw.endswith(b"\r\n") else b"\r\n")


WEAK = 1024
LIST = (
    "List-Unsubscribe: <https://x/u/t>,\n <mailto:u+t@x>\n"
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
)


@pytest.mark.parametrize(
    "raw",
    [
        message("\nHello\n"),
        message("\n"),
        message(""),
        message("\n\n\n\n"),
        message("\nHello\n\n\n\n"),
        message("\nHello"),
        message("\nHello \t \n \t\n\t\n"),
        message("\n  indented\tand  spaced \n"),
        message("\n "),
        message("Reply-To: a@example.com,\n\tb@example.com\nX-Other:y\n\nHello\n"),
        message(LIST + "List-Id: <a.b>\n\nHello\n"),
        message("Comments: caf\u00e9\n\ncaf\u00e9\n"),
        message("Content-Type:  text/plain ;\n\t charset=utf-8 \n\nHello\n"),
        message("List-Help: <a>\nList-Help: <b>\n\nHello\n"),
    ],
)  # fmt: skip
def test_an_independent_verifier_accepts_both_signatures(raw: bytes) -> None:
    assert verifies(signed(raw))


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([b"a", b" ", b"\t", b"\r\n", b"\xc3\xa9"]), max_size=30).map(b"".join)
)
def test_any_white_space_in_a_body_verifies(body: bytes) -> None:
    assert verifies(signed(message("\n") + body, ED25519))


ONE_CLICK = message(LIST + "\nHello\n")


@pytest.mark.parametrize(
    "field",
    ["From", "To", "Cc", "Subject", "Date", "Reply-To", "Sender", "Message-ID", "MIME-Version",
     "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "List-Unsubscribe",
     "List-Unsubscribe-Post"],
)  # fmt: skip
def test_a_field_added_after_signing_breaks_the_signature(field: str) -> None:
    copy = signed(ONE_CLICK, RSA)

    assert verifies(copy)
    assert not oracle.DKIM(f"{field}: x\r\n".encode() + copy).verify(idx=0, dnsfunc=record)


@pytest.mark.parametrize("field", ["List-Id", "List-Help", "Precedence", "Feedback-ID", "X-Mailer"])
def test_a_field_that_next_hops_and_lists_add_breaks_none(field: str) -> None:
    for own in ("", f"{field}: ours\n"):
        copy = signed(message(f"{LIST}{own}\nHello\n"), RSA)
        assert oracle.DKIM(f"{field}: x\r\n".encode() + copy).verify(idx=0, dnsfunc=record)


def test_a_changed_body_breaks_the_signature() -> None:
    assert not verifies(signed(ONE_CLICK, RSA).replace(b"Hello\r\n", b"Hallo\r\n"))


def test_the_signature_says_when_and_never_how_long() -> None:
    field = sign(ONE_CLICK, "example.com", (RSA,), 1_790_000_000)

    assert b"t=1790000000;" in field
    assert b" l=" not in field
    assert b"c=relaxed/relaxed; d=example.com; s=s1;" in field
    assert field.count(b"list-unsubscribe-post") == 2
    assert all(len(line) <= 78 for line in field.split(b"\r\n"))
    assert field.endswith(b"\r\n")


def test_a_message_without_header_is_signed_over_nothing_but_the_body() -> None:
    assert b"h=from:to:" in sign(b"\r\nHello\r\n", "example.com", (ED25519,), 1)


def test_an_empty_body_has_the_canonical_form_of_nothing() -> None:
    assert relaxed_body(b"") == relaxed_body(b" \r\n\r\n") == b""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pem(rsa.generate_private_key(65537, WEAK)), "has 1024 bits, at least 2048"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "neither RSA nor Ed25519"),
        (b"nonsense", "no unencrypted private key in PEM"),
        (
            ec.generate_private_key(ec.SECP256R1()).private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.BestAvailableEncryption(b"secret"),
            ),
            "no unencrypted private key",
        ),
    ],
)
def test_a_key_that_cannot_sign_well_is_refused_with_the_way_to_mend_it(
    data: bytes, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        DkimKey.load("s1", data)

    assert "optwarden dkim keygen" in str(caught.value)
