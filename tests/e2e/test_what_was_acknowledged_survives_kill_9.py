"""250 means on the disk: a gateway that is killed finishes what it took when it starts again."""

from __future__ import annotations

import os
import random
from collections import Counter
from typing import TYPE_CHECKING, Final

from tests.e2e.load import Load, by_smtp, numbers
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

KILLS: Final = int(os.environ.get("KILLS", "2"))
CLIENTS: Final = 8
LEAST: Final = 160 if KILLS < 10 else 340
"""So many letters are answered before a kill, and some more."""
MORE: Final = 200


def test_every_acknowledged_message_is_delivered_after_a_kill(
    gateway: Gateway, sink: Sink, record_property: Callable[[str, object], None]
) -> None:
    acknowledged: set[int] = set()
    for kill in range(KILLS):
        most = LEAST + 2 * MORE
        load = Load(by_smtp(gateway), clients=CLIENTS, most=most, first=kill * most)
        load.wait_until_acknowledged(LEAST + random.randrange(MORE), 60)  # noqa: S311 - a moment
        gateway.kill()
        load.wait()
        assert load.surprises == []
        assert LEAST <= len(load.acknowledged) < most
        acknowledged |= load.acknowledged
        gateway.start()

    wait_for(lambda: acknowledged <= set(numbers(sink)), "all that was acknowledged", 120)
    wait_for(lambda: gateway.read("queue", "list") == [], "an empty queue", 60)
    gateway.command("ledger", "verify")
    came = Counter(numbers(sink))
    # what was taken and not answered yet may come too, at most one of each client
    assert len(set(came) - acknowledged) <= CLIENTS * KILLS
    twice = sum(count - 1 for count in came.values())  # in transmission when it was killed
    assert max(came.values()) <= 3
    record_property("acknowledged", len(acknowledged))
    record_property("kills", KILLS)
    record_property("lost", len(acknowledged - came.keys()))
    record_property("came twice", twice)
