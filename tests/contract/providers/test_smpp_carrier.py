"""What an SMSC answers is taken for what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import SecretStr

from gateway.config.models import Delivery, Route
from gateway.providers.proofs import Proofs
from gateway.providers.provider import Fate, Outcome
from gateway.providers.smpp.carrier import SmppCarrier
from gateway.providers.smpp.pdu import ANSWER, Command, Pdu
from gateway.spool.parts import PartOf
from suppression.keys import phone_key
from tests.contract.delivery.make import NOW
from tests.contract.providers.make import People, Seconds

if TYPE_CHECKING:
    import pytest

THROTTLED: Final = Pdu(Command.SUBMIT_SM | ANSWER, 1, status=0x58)
TAKEN: Final = Pdu(Command.SUBMIT_SM | ANSWER, 1, b"id\0")
TO: Final = PartOf(
    queue_id="Q", attempt=1, total=2, provider_id="", person=phone_key("+19169668284")
)
ROUTE: Final = Route(
    name="texts", channel="sms", kind="smpp", host="127.0.0.1", port=1, tls="none", username="us",
    password=SecretStr("pw"),
)  # fmt: skip


def carrier(seconds: Seconds) -> SmppCarrier:
    return SmppCarrier(
        ROUTE, delivery=Delivery(), proofs=Proofs(People(), lambda: NOW), clock=lambda: NOW,
        monotonic=seconds,
    )  # fmt: skip


def test_a_burst_that_is_too_much_is_one_reason_to_pause() -> None:
    seconds = Seconds()
    on = carrier(seconds)
    assert [on._read(THROTTLED).pause_s for _ in range(10)] == [1.0] * 10
    pauses: list[float] = []
    for _ in range(7):
        seconds.now += pauses[-1] if pauses else 1.0
        pauses.append(on._read(THROTTLED).pause_s)
    assert pauses == [2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]
    on._read(TAKEN)
    assert on._read(THROTTLED).pause_s == 1.0


async def test_the_other_parts_of_a_text_wait_for_no_long_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on = carrier(Seconds())
    outcomes = [
        Outcome(fate=Fate.LATER, reply="", pause_s=30.0), Outcome(fate=Fate.SENT, reply=""),
    ]  # fmt: skip
    slept: list[float] = []

    async def once(_body: bytes, _to: PartOf) -> Outcome:
        return outcomes.pop(0)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(on, "_once", once)
    monkeypatch.setattr("asyncio.sleep", sleep)
    assert (await on._part(b"", 1060.0, TO)).fate is Fate.SENT
    assert slept == [3.0]
