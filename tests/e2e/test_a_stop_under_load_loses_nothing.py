"""SIGTERM: clients see a whole reply or a close, and what was answered 250 is delivered or kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.load import Load, numbers
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink


def test_a_graceful_stop_keeps_its_word(gateway: Gateway, sink: Sink) -> None:
    load = Load(gateway, clients=8, most=100_000)
    load.wait_until_acknowledged(150)
    gateway.stop()
    load.wait()
    assert load.surprises == []
    before = numbers(sink)
    assert len(before) == len(set(before)), "something was sent twice"

    gateway.start()
    wait_for(lambda: load.acknowledged <= set(numbers(sink)), "all that was acknowledged", 60)
    wait_for(lambda: gateway.read("queue", "list") == [], "an empty queue")
    after = numbers(sink)
    assert sorted(after) == sorted(set(after)), "something was sent twice"
    assert set(after) == load.acknowledged
