from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from filters.email.dkim.signing import DkimKey
from filters.email.dkim.verification import verifies
from gateway.delivery.copies import Copies, Signer
from gateway.delivery.lane import Lane
from gateway.metrics.counts import PROCESS
from gateway.spool.model import State
from suppression.tokens import TokenKeys
from tests.contract.delivery.make import MESSAGE, UNSIGNED, carrier, claimed
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


@pytest.mark.parametrize("names", [{"shop"}, {"shop", "example"}])
async def test_whoever_was_renamed_signs_on(names: set[str]) -> None:
    """Their old name may be another's by now."""
    key = DkimKey("s1", ed25519.Ed25519PrivateKey.generate())
    signers = {name: Signer(domains=frozenset({f"{name}.test"}), keys=(key,)) for name in names}
    rendering = Copies(signers, KEYS, real_clock)
    copy = await rendering.render(claimed(header_from="shop.test"))
    assert b"d=shop.test" in copy
    assert verifies(copy, (key,))
    rendering.close()


STRICT = Signer(domains=frozenset({"example.com"}), keys=(), must_sign=True)
ELSEWHERE = Signer(domains=frozenset({"other.test"}), keys=())


@pytest.mark.parametrize(
    ("signers", "waits"),
    [
        ({"example": UNSIGNED}, False),
        ({"renamed": UNSIGNED}, False),
        ({"example": STRICT}, True),
        ({"renamed": STRICT}, True),
        ({"renamed": STRICT, "second": UNSIGNED}, True),  # it may be either
        ({"example": UNSIGNED, "second": STRICT}, False),
        ({"example": ELSEWHERE}, True),
        ({}, True),
    ],
)
async def test_commercial_mail_leaves_unsigned_where_its_sender_of_today_may(
    signers: dict[str, Signer], *, waits: bool
) -> None:
    rendering = Copies(signers, KEYS, real_clock)
    async with listening(NextHop()) as hop:
        lane = Lane(carrier(hop.port), rendering, attempt_s=5)
        (settled,) = await lane.send(claimed(category="commercial"))
        (receipt,) = await lane.send(claimed())
    assert receipt.state is State.DELIVERED
    assert len(hop.messages) == 1 + (not waits)
    if waits:
        assert (settled.state, settled.status) == (State.DEFERRED, "4.7.5")
        assert settled.reply == "no sender identity signs for example.com any more"
    rendering.close()


async def test_the_token_speaks_for_this_recipient_and_this_message(copies: Copies) -> None:
    copy = await copies.render(
        claimed(plan=PERSONAL, grant_id=77, queue_id="0000000000010", identity="")
    )
    token = copy.split(b"\r\n")[0].removeprefix(b"X-Token: ").decode()
    claims = KEYS.read(token)
    assert claims is not None
    assert (claims.grant_id, claims.message) == (77, 32)
