from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from filters.email.dkim.signing import DkimKey
from gateway.delivery.copies import Copies, Signer
from gateway.delivery.lane import Lane
from gateway.metrics.counts import PROCESS
from gateway.spool.model import State
from suppression.tokens import TokenKeys
from tests.contract.delivery.make import MESSAGE, carrier, claimed
from tests.contract.delivery.next_hop import NextHop, listening
from tests.contract.spool.make import PERSONAL, real_clock
from tests.damaged_key import damaged_key

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


def failed() -> float:
    return PROCESS.get_sample_value("optwarden_proofs_failed_total") or 0.0


@pytest.mark.parametrize("more", [b"", b"x\r\n" * 100_000])
async def test_a_copy_whose_signature_does_not_verify_never_leaves(more: bytes) -> None:
    signer = Signer(domains=frozenset({"example.com"}), keys=(damaged_key(),))
    rendering, before = Copies({"example": signer}, KEYS, real_clock), failed()
    async with listening(NextHop()) as hop:
        lane = Lane(carrier(hop.port), rendering, attempt_s=5)
        (settled,) = await lane.send(claimed(raw=MESSAGE + more))
    assert (settled.state, settled.status) == (State.DEFERRED, "4.3.0")
    assert settled.reply == "our own DKIM signature does not verify"
    assert (hop.messages, failed() - before) == ([], 1)
    rendering.close()


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
