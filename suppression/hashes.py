"""Keys of people whose address the list does not hold: hashes that services export, or ours.

A hash is a key like any other and is looked up beside the address it was made of. Only the forms
that the list holds are made at a look-up, so a list without hashes costs nothing more.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from suppression.errors import StoreUnavailable
from suppression.keys import RecipientKey, is_hashed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

Algorithm: TypeAlias = Literal["md5", "sha1", "sha256"]
ALGORITHMS: Final[tuple[Algorithm, ...]] = ("md5", "sha1", "sha256")
"""What services export hashes with: of the lower-cased address, or the number in E.164."""

_KEYED: Final = "hmac"
_MIN_SECRET_BYTES: Final = 16
_PURPOSE: Final = b"optwarden erased person\0"  # the secret makes no other hash by accident


@dataclass(frozen=True, slots=True)
class ErasureSecrets:
    """The secrets of the hashes that stand for erased people: the newest makes, all are looked up.

    A plain hash of a phone number is reversed by counting. A secret that was replaced stays: the
    hashes made with it cannot be made again with another, nobody knows of whom they are.
    """

    secrets: tuple[tuple[int, bytes], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Refuse what could not keep a number secret."""
        if any(number < 0 or len(secret) < _MIN_SECRET_BYTES for number, secret in self.secrets):
            message = "secrets of erased people have a number and at least 16 bytes"
            raise ValueError(message)

    def hashed(self, key: RecipientKey) -> RecipientKey:
        """Return what stands for a person from their erasure on; a hash is left as it is.

        Raises:
            StoreUnavailable: there is no secret.
        """
        if is_hashed(key):
            return key
        if not self.secrets:
            message = "there is no secret to hash erased people with"
            raise StoreUnavailable(message)
        number, secret = max(self.secrets)
        return _keyed(f"{_KEYED}:{number}", secret, key)

    def knows(self, key: RecipientKey) -> bool:
        """Whether a look-up can find this key: not the keyed hash of another installation."""
        return not key.startswith(f"{_KEYED}:") or any(
            key.startswith(f"{_KEYED}:{number}:") for number, _ in self.secrets
        )

    def knows_form(self, form: str) -> bool:
        """Whether hashes of this form can be made."""
        return self.knows(RecipientKey(f"{form}:"))

    def made_as(self, form: str, key: RecipientKey) -> RecipientKey:
        """Return the keyed hash of a form that the list holds, as `hmac:1`.

        Raises:
            StoreUnavailable: its secret is lost, so whom it stops cannot be known.
        """
        for number, secret in self.secrets:
            if form == f"{_KEYED}:{number}":
                return _keyed(form, secret, key)
        message = f"the secret of the hashes {form} is missing: erased people cannot be recognised"
        raise StoreUnavailable(message)


NO_SECRETS: Final = ErasureSecrets()
"""Where nobody was erased: hashes of erased people cannot be made, and none is recognised."""


def hashed_key(algorithm: Algorithm, key: RecipientKey) -> RecipientKey:
    """Return the hash of a key as services export it, with its name in front.

    >>> hashed_key("md5", RecipientKey("ann@example.com"))
    'md5:257c57037d384ae37ea27a07e8a01665'
    """
    digest = hashlib.new(algorithm, key.encode(), usedforsecurity=False)
    return RecipientKey(f"{algorithm}:{digest.hexdigest()}")


def forms_held(connection: sqlite3.Connection, schema: str = "main") -> tuple[str, ...]:
    """Return the kinds of hashes the list has ever held; none costs a glance at an empty table."""
    held = connection.execute(f"SELECT form FROM {schema}.key_forms").fetchall()  # noqa: S608 - a schema name of ours
    return tuple(row[0] for row in held)


def names(
    connection: sqlite3.Connection, key: RecipientKey, secrets: ErasureSecrets
) -> tuple[RecipientKey, ...]:
    """Return what a key is called in the list: as it is, and as every hash the list holds.

    Where a secret is missing its hashes are left out: an opt-out is recorded all the same.
    """
    forms = forms_held(connection)
    known = [form for form in forms if secrets.knows_form(form)]
    return (key, *hashes_of((key,), known, secrets))


def erased_names(
    connection: sqlite3.Connection, keys: Iterable[RecipientKey], secrets: ErasureSecrets
) -> dict[str, RecipientKey]:
    """Return what stands for each of these people if they were erased → their key.

    Where a secret is missing its hashes are left out.
    """
    forms = [f for f in forms_held(connection) if f.startswith(_KEYED) and secrets.knows_form(f)]
    return {_made(form, key, secrets): key for form in forms for key in keys if not is_hashed(key)}


def hashes_of(
    keys: Iterable[RecipientKey], forms: Iterable[str], secrets: ErasureSecrets
) -> Iterator[RecipientKey]:
    """Yield each key as every one of these hashes; what is a hash already is left out."""
    for key in keys:
        if not is_hashed(key):
            yield from (_made(form, key, secrets) for form in forms)


def _made(form: str, key: RecipientKey, secrets: ErasureSecrets) -> RecipientKey:
    if form in ALGORITHMS:
        return hashed_key(form, key)
    return secrets.made_as(form, key)


def _keyed(form: str, secret: bytes, key: RecipientKey) -> RecipientKey:
    digest = hmac.digest(secret, _PURPOSE + key.encode(), "sha256")
    return RecipientKey(f"{form}:{digest.hex()}")
