"""250 means on the disk: a gateway that is killed finishes what it took when it starts again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.e2e.load import Load, numbers
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

CLIENTS = 8
LETTERS = 500


def test_every_acknowledged_message_is_delivered_after_a_kill(gateway: Gateway, sink: Sink) -> None:
    load = Load(gateway, clients=CLIENTS, most=LETTERS)
    load.wait_until_acknowledged(LETTERS // 3)
    gateway.kill()
    load.wait()
    assert load.surprises == []
    assert LETTERS // 3 <= len(load.acknowledged) < LETTERS

    gateway.start()
    wait_for(lambda: load.acknowledged <= set(numbers(sink)), "all that was acknowledged", 60)
    wait_for(lambda: gateway.read("queue", "list") == [], "an empty queue")
    came = Counter(numbers(sink))
    # what was taken and not answered yet may come too, at most one of each client
    assert len(set(came) - load.acknowledged) <= CLIENTS
    assert max(came.values()) <= 2  # in transmission when it was killed: once more, never lost
