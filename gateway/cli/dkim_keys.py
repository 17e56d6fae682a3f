"""Making the keys that sign email, and the DNS records that publish them."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Final, Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

_RSA_BITS: Final = 2048  # RFC 8301 3.2; longer keys do not fit one UDP answer
_TXT_CHARACTERS: Final = 255  # RFC 1035 3.3: of one string of a TXT record

PrivateKey = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
Kind = Literal["rsa", "ed25519"]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and what is published of it."""

    private: PrivateKey

    @property
    def pem(self) -> str:
        """The private key as it is kept in a file."""
        pem = self.private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return pem.decode().strip()

    @property
    def published(self) -> str:
        """What the TXT record says that publishes the key (RFC 6376 3.6.1, RFC 8463 4)."""
        if isinstance(self.private, rsa.RSAPrivateKey):
            kind = "rsa"
            public = self.private.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        else:
            kind = "ed25519"
            public = self.private.public_key().public_bytes_raw()
        return f"v=DKIM1; k={kind}; p={base64.b64encode(public).decode()}"

    def record(self, selector: str, domain: str) -> str:
        """Return the TXT record that publishes the key."""
        value = self.published
        pieces = range(0, len(value), _TXT_CHARACTERS)
        strings = " ".join(f'"{value[i : i + _TXT_CHARACTERS]}"' for i in pieces)
        return f"{selector}._domainkey.{domain}. IN TXT ( {strings} )"


def new_key(kind: Kind) -> SigningKey:
    """Make a key."""
    if kind == "ed25519":
        return SigningKey(ed25519.Ed25519PrivateKey.generate())
    return SigningKey(rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS))


def read_key(pem: bytes) -> SigningKey:
    """Read a private key.

    Raises:
        ValueError: it is damaged, has a passphrase, or is of a kind that signs no email.
    """
    try:
        private = serialization.load_pem_private_key(pem, None)
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError(str(error)) from error
    if not isinstance(private, (rsa.RSAPrivateKey, ed25519.Ed25519PrivateKey)):
        message = "it is neither an RSA nor an Ed25519 key"
        raise ValueError(message)  # noqa: TRY004 - the content is wrong, not the type of an argument
    return SigningKey(private)
