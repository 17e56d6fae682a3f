"""Passwords and one-time codes of the users: slow to check, and checked beside the event loop."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

if TYPE_CHECKING:
    from datetime import datetime

SHORTEST: Final = 12
LONGEST: Final = 1024
_SECRET: Final = re.compile(r"[A-Z2-7]{32}")  # 20 octets, as RFC 4226 4 (R6) recommends
_STEP_S: Final = 30
STEPS_AHEAD: Final = 2
"""How far a used code may be ahead of one that is looked at: one step either side of now."""
_AT_ONCE: Final = 2  # hashes, each of 64 MiB
_NOBODY: Final = "nobody has this password"


class Passwords:
    """Hashes passwords with argon2id, and compares them, a few at a time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Use the parameters of RFC 9106 4, second choice, unless others are given."""
        self._hasher = hasher or PasswordHasher()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._hash_of_nobody = ""

    async def hashed(self, password: str) -> str:
        """Return what is kept of a password."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def is_right(self, kept: str, password: str) -> bool:
        """Whether it is the password; of nobody it takes as long to say no."""
        if not self._hash_of_nobody:
            self._hash_of_nobody = await self.hashed(_NOBODY)
        async with self._turns:
            found = await asyncio.to_thread(self._verify, kept or self._hash_of_nobody, password)
        return found and bool(kept)

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password[:LONGEST])
        except (Argon2Error, InvalidHashError):
            return False


def new_secret() -> str:
    """Return a secret for one-time codes, in base32 (RFC 6238)."""
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Whether it is a secret as we make them."""
    return _SECRET.fullmatch(text) is not None


def link_for(secret: str, user: str, issuer: str) -> str:
    """Return what an authenticator reads: an `otpauth:` URI."""
    return pyotp.TOTP(secret).provisioning_uri(name=user, issuer_name=issuer)


def step_of(secret: str, code: str, at: datetime, *, after: int) -> int:
    """Return which step's code it is, one of now or a step either side, later than `after`; or 0.

    RFC 6238 5.2: a code is good once. A step far ahead was used while the clock was wrong.
    """
    digits = "".join(code.split())
    now = int(at.timestamp()) // _STEP_S
    after = 0 if after > now + 1 else after
    totp = pyotp.TOTP(secret)
    for step in (now - 1, now, now + 1):
        if step > after and pyotp.utils.strings_equal(digits, totp.at(step * _STEP_S)):
            return step
    return 0
