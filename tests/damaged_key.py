"""A DKIM key whose halves do not belong together, as a damaged file makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from filters.email.dkim.signing import DkimKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class _Halves:
    """Signs with one key and shows another."""

    def __init__(self) -> None:
        self._signing, self._shown = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()

    def sign(self, data: bytes) -> bytes:
        return self._signing.sign(data)

    def public_key(self) -> Ed25519PublicKey:
        return self._shown.public_key()


def damaged_key() -> DkimKey:
    """Return one that signs what does not verify."""
    return DkimKey("s2", cast("Ed25519PrivateKey", _Halves()))
