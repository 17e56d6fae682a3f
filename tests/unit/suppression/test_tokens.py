"""A token opens its own grant, for ever, and nothing else opens anything.

`TOKENS=1000000` tries as many random ones.
"""

from __future__ import annotations

import base64
import os
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppression.tokens import SAMPLE_TOKEN, TOKEN_LENGTH, TokenClaims, TokenKeys

KEYS = TokenKeys(7, {3: b"an older secret." * 2, 7: b"the secret of 7." * 2})
COUNT = int(os.environ.get("TOKENS", "20000"))
NUMBER = st.integers(min_value=0, max_value=2**64 - 1)


def raw(token: str) -> bytes:
    return base64.b32decode(token.upper() + "=")


def written(token: bytes) -> str:
    return base64.b32encode(token).decode().rstrip("=").lower()


@given(NUMBER, NUMBER)
def test_a_token_says_what_it_was_minted_for(grant_id: int, message: int) -> None:
    token = KEYS.mint(grant_id, message)
    assert len(token) == TOKEN_LENGTH
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert KEYS.read(token) == TokenClaims(grant_id=grant_id, message=message, key_id=7)


def test_a_token_whose_case_was_folded_is_read() -> None:
    token = KEYS.mint(1, 2)
    assert KEYS.read(token.upper()) == KEYS.read(token.title()) == KEYS.read(token) is not None


def test_a_token_with_one_bit_flipped_opens_nothing() -> None:
    genuine = raw(KEYS.mint(2**63 + 5, 9))
    for bit in range(len(genuine) * 8):
        flipped = bytearray(genuine)
        flipped[bit // 8] ^= 1 << bit % 8
        assert KEYS.read(written(bytes(flipped))) is None, bit


def test_random_tokens_open_nothing() -> None:
    chance = random.Random(20261125)  # noqa: S311 - the same ones in every run
    for _ in range(COUNT):
        claims = bytes([1, chance.choice((3, 7))]) + chance.randbytes(
            16
        )  # a version and key of ours
        assert KEYS.read(written(claims + chance.randbytes(16))) is None
        assert KEYS.read(written(chance.randbytes(34))) is None


def test_a_mark_stands_for_its_text_alone_under_any_of_the_keys() -> None:
    before = TokenKeys(3, {3: KEYS.secrets[3]})
    assert KEYS.means(KEYS.mark("+19169668284"), "+19169668284")
    assert KEYS.means(before.mark("+19169668284"), "+19169668284")
    for mark in (KEYS.mark("+19169668285"), "", "+19169668284", "é"):
        assert not KEYS.means(mark, "+19169668284")


@pytest.mark.parametrize("spare", range(1, 8))
def test_a_token_has_one_way_of_being_written(spare: int) -> None:
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    token = KEYS.mint(1, 2)
    last = alphabet[alphabet.index(token[-1]) + spare]
    assert KEYS.read(token[:-1] + last) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t[:0],
        lambda t: t[:-1],
        lambda t: t + "a",
        lambda t: t + "=",
        lambda t: t[:-1] + "=",
        lambda t: " " + t[1:],
        lambda t: t[:-1] + "\n",
        lambda t: "0" + t[1:],
        lambda t: "\u212a" + t[1:],
        lambda t: "é" * len(t),
    ],
)
def test_what_is_not_written_as_a_token_opens_nothing(change: object) -> None:
    assert callable(change)
    assert KEYS.read(change(KEYS.mint(1, 2))) is None


def test_the_sample_opens_nothing() -> None:
    assert len(SAMPLE_TOKEN) == TOKEN_LENGTH
    assert KEYS.read(SAMPLE_TOKEN) is None


def test_a_token_of_a_retired_key_still_opens() -> None:
    before = TokenKeys(3, {3: KEYS.secrets[3]})
    assert KEYS.read(before.mint(4, 5)) == TokenClaims(grant_id=4, message=5, key_id=3)


def test_a_link_of_an_older_version_still_opens() -> None:
    """Made with hmac and base64 alone; links like it lie in mail that was sent."""
    token = "aedyaaaaaaaaaaafaaaaaaaaaaaas56z4n4iigwye74rcdbin5krrxa"
    assert KEYS.mint(2**63 + 5, 9) == token
    assert KEYS.read(token) == TokenClaims(grant_id=2**63 + 5, message=9, key_id=7)


def test_a_mark_of_an_older_version_still_stands_for_its_text() -> None:
    assert KEYS.mark("+19169668284") == "469e4955379ebe2d5c61e2519e10ffd3"


def test_a_secret_of_16_bytes_signs() -> None:
    keys = TokenKeys(255, {255: b"x" * 16, 0: b"y" * 16})
    assert keys.read(keys.mint(1, 2)) == TokenClaims(grant_id=1, message=2, key_id=255)


def test_a_token_of_an_unknown_key_opens_nothing() -> None:
    assert KEYS.read(TokenKeys(8, {8: KEYS.secrets[7]}).mint(1, 2)) is None


def test_a_token_of_another_gateway_with_the_same_key_id_opens_nothing() -> None:
    assert KEYS.read(TokenKeys(7, {7: b"somebody else's." * 2}).mint(1, 2)) is None


@pytest.mark.parametrize(
    ("current", "secrets"),
    [
        (1, {}),
        (1, {2: b"x" * 32}),
        (1, {1: b"x" * 15}),
        (256, {256: b"x" * 32}),
        (1, {1: b"x" * 32, -1: b"x" * 32}),
    ],
)
def test_keys_that_could_not_sign_are_refused(current: int, secrets: dict[int, bytes]) -> None:
    with pytest.raises(ValueError, match="token key"):
        TokenKeys(current, secrets)


def test_the_secrets_are_not_shown() -> None:
    assert "secret" not in repr(KEYS)
