from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from filters.email.dkim.signing import DkimKey
from gateway.delivery.copies import Copies, Signer
from suppression.tokens import TokenKeys
from tests.contract.delivery.make import MESSAGE, claimed
from tests.contract.spool.make import PERSONAL, real_clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.spool.model import Claimed

KEYS = TokenKeys(1, {1: b"k" * 32})


@pytest.fixture
def copies() -> Iterator[Copies]:
    made = ed25519.Ed25519PrivateKey.generate()
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    keys = (DkimKey.load("s1", pem),)
    signer = Signer(domains=frozenset({"example.com"}), keys=keys)
    rendering = Copies({"example": signer}, KEYS, real_clock)
    yield rendering
    rendering.close()


async def test_a_copy_is_signed_by_its_from_domain(copies: Copies) -> None:
    copy = await copies.render(claimed())
    assert copy.startswith(b"DKIM-Signature: ")
    assert b"d=example.com" in copy
    assert copy.endswith(MESSAGE)


async def test_a_large_copy_is_signed_without_holding_up_the_rest(copies: Copies) -> None:
    large = MESSAGE + (b"x" * 70 + b"\r\n") * 100_000
    turns = 0
    async with asyncio.TaskGroup() as group:
        rendering = group.create_task(copies.render(claimed(raw=large)))
        while not rendering.done():
            await asyncio.sleep(0)
            turns += 1
    assert rendering.result().endswith(large)
    assert rendering.result().startswith(b"DKIM-Signature: ")
    assert turns > 10


@pytest.mark.parametrize("claim", [claimed(identity=""), claimed(header_from="other.test")])
async def test_no_key_signs_for_another_domain(copies: Copies, claim: Claimed) -> None:
    assert await copies.render(claim) == MESSAGE


async def test_the_token_speaks_for_this_recipient_and_this_message(copies: Copies) -> None:
    copy = await copies.render(
        claimed(plan=PERSONAL, grant_id=77, queue_id="0000000000010", identity="")
    )
    token = copy.split(b"\r\n")[0].removeprefix(b"X-Token: ").decode()
    claims = KEYS.read(token)
    assert claims is not None
    assert (claims.grant_id, claims.message) == (77, 32)
