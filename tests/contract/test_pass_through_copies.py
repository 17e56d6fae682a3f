"""The copy that is passed on: the reader's own, signed last, written as the next hop takes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from filters.email.dkim.signing import DkimKey
from gateway.delivery.copies import Signer
from gateway.spool.model import State
from tests.contract.delivery.next_hop import NextHop, listening
from tests.contract.passing import NEWS, TOKENS, passing
from tests.damaged_key import damaged_key
from tests.make import ANN, BOB, message

if TYPE_CHECKING:
    from pathlib import Path

NOT_VERIFIED: Final = "our own DKIM signature does not verify"
BODY: Final = b"Our autumn collection is here."


async def test_what_leaves_is_complete_and_the_readers_own(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop) as running:
        assert (await running.send(NEWS, ANN)).startswith(b"250 2.0.0 ok")
        assert (await running.send(NEWS, BOB)).startswith(b"250 2.0.0 ok")
    tokens: list[bytes] = []
    for copy in hop.messages:
        assert BODY in copy
        assert b"1 Real St, Springfield" in copy
        assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in copy
        found = set(re.findall(rb"https://mail\.example\.com/u/([\w.-]+)", copy))
        assert len(found) == 1
        tokens += found
    assert len(set(tokens)) == 2
    for token in tokens:
        assert TOKENS.read(token.decode()) is not None


async def test_eight_bits_are_written_in_seven_for_a_next_hop_that_wants_it(
    tmp_path: Path,
) -> None:
    letter = message("Gr\xfc\xdfe aus K\xf6ln.\r\n", in_reply_to="<1@example.net>")
    hop = NextHop(extensions=(b"PIPELINING",))
    async with listening(hop), passing(tmp_path, hop) as running:
        assert (await running.send(letter)).startswith(b"250 ")
    assert hop.messages[0].isascii()
    assert b"BODY" not in b"".join(hop.commands)


async def test_what_is_only_watched_is_passed_on_as_it_came(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop, passing(tmp_path, hop, mode="observe") as running:
        assert (await running.send()).startswith(b"250 ")
        await running.gate.opts_out(ANN)
        assert (await running.send()).startswith(b"550 5.7.1 [SUPPRESSED_OPTOUT]"), "these hold"
    (copy,) = hop.messages
    assert copy.endswith(NEWS + b".\r\n")
    assert b"unsubscribe" not in copy.lower()


async def test_the_copy_is_signed_last(tmp_path: Path) -> None:
    made = ed25519.Ed25519PrivateKey.generate()
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    signer = Signer(domains=frozenset({"example.com"}), keys=(DkimKey.load("s1", pem),))
    signers = {"example": signer}
    async with listening(NextHop()) as hop, passing(tmp_path, hop, signers=signers) as running:
        assert (await running.send()).startswith(b"250 ")
    assert hop.messages[0].startswith(b"DKIM-Signature: ")


async def test_a_copy_whose_signature_does_not_verify_is_put_off(tmp_path: Path) -> None:
    signers = {"example": Signer(domains=frozenset({"example.com"}), keys=(damaged_key(),))}
    async with listening(NextHop()) as hop, passing(tmp_path, hop, signers=signers) as running:
        reply = await running.send()
        (delivery,) = await running.deliveries()
    assert reply.startswith(b"451 4.3.0 [INTERNAL_PROOF_FAILED] The changed message did not pass")
    assert (delivery.state, delivery.last_reply) == (State.REFUSED, NOT_VERIFIED)
    assert (hop.messages, b"DATA" in hop.commands) == ([], False)
