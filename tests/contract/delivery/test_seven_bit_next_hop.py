from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from filters.email.dkim.signing import DkimKey
from filters.email.dkim.verification import verifies
from gateway.delivery.copies import Copies, Signer
from gateway.delivery.lane import Lane
from gateway.spool.model import State
from suppression.tokens import TokenKeys
from tests.contract.delivery.make import carrier, claimed
from tests.contract.delivery.next_hop import NextHop, listening
from tests.contract.spool.make import PERSONAL, real_clock

if TYPE_CHECKING:
    from collections.abc import Iterator

END = b".\r\n"
KEY = DkimKey("s1", Ed25519PrivateKey.generate())
LETTER = (
    "From: a@example.com\r\nSubject: hello\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n"
).encode()
REPORT = (
    b"From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n"
    b"Subject: x\r\n\r\nGr\xfc\xdfe\r\n"
)


@pytest.fixture
def copies() -> Iterator[Copies]:
    signer = Signer(domains=frozenset({"example.com"}), keys=(KEY,))
    rendering = Copies({"example": signer}, TokenKeys(1, {1: b"k" * 32}), real_clock)
    yield rendering
    rendering.close()


async def test_a_next_hop_of_7_bits_gets_the_mail_recoded_and_then_signed(copies: Copies) -> None:
    async with listening(NextHop(extensions=())) as hop:
        lane = Lane(carrier(hop.port), copies, attempt_s=5)
        (settled,) = await lane.send(claimed(raw=LETTER))
    assert settled.state is State.DELIVERED
    copy = hop.messages[0].removesuffix(END)
    assert copy.isascii()
    assert b"Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe\r\n" in copy
    assert verifies(copy, (KEY,))
    assert hop.connections == 1


async def test_a_next_hop_of_8_bits_gets_the_mail_as_it_is(copies: Copies) -> None:
    async with listening(NextHop()) as hop:
        (settled,) = await Lane(carrier(hop.port), copies, attempt_s=5).send(claimed(raw=LETTER))
    assert settled.state is State.DELIVERED
    assert hop.messages[0].endswith(LETTER + END)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, State.DELIVERED),  # ours is put on top, by the domain of the From field
        ({"header_from": "other.test"}, State.FAILED),
        ({"header_from": "other.test", "plan": PERSONAL}, State.DELIVERED),
        ({"is_observed": True}, State.FAILED),
    ],
)
async def test_no_signature_is_broken_that_nothing_takes_the_place_of(
    changes: dict[str, Any], state: State, copies: Copies
) -> None:
    signed = b"DKIM-Signature: v=1; d=example.com; b=x\r\n" + LETTER
    async with listening(NextHop(extensions=())) as hop:
        lane = Lane(carrier(hop.port), copies, attempt_s=5)
        (settled,) = await lane.send(claimed(raw=signed, **changes))
    assert settled.state is state
    assert settled.status == ("5.6.3" if state is State.FAILED else "2.0.0")


async def test_what_may_not_be_recoded_is_returned(copies: Copies) -> None:
    async with listening(NextHop(extensions=())) as hop:
        (settled,) = await Lane(carrier(hop.port), copies, attempt_s=5).send(claimed(raw=REPORT))
    assert (settled.state, settled.status) == (State.FAILED, "5.6.3")
    assert hop.messages == []
