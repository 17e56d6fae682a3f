"""200 means on the list: a gateway that is killed in a storm of one-click POSTs forgets none."""

from __future__ import annotations

import os
import random
import threading
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final

from tests.e2e.minting import minted
from tests.e2e.raw_http import ONE_CLICK, Client, request
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.e2e.gateway_process import Gateway

KILLS: Final = int(os.environ.get("KILLS", "2"))
LEAST: Final = 700 if KILLS < 10 else 340
"""So many people are told before a kill, and some more."""
MORE: Final = 200
PEOPLE: Final = [f"p{number}@people.example" for number in range(KILLS * (LEAST + 3 * MORE) + 4000)]
CLIENTS: Final = 16


class Storm:
    """Many clients at once that opt people out, and note who was told 200."""

    def __init__(self, port: int, paths: Mapping[str, str]) -> None:
        """Start at once."""
        self.told: list[str] = []
        self.surprises: list[tuple[int, bytes]] = []
        self._waiting: SimpleQueue[tuple[str, str]] = SimpleQueue()
        for each in paths.items():
            self._waiting.put(each)
        self._threads = [
            threading.Thread(target=self._click, args=(port,), daemon=True) for _ in range(CLIENTS)
        ]
        for thread in self._threads:
            thread.start()

    def wait(self) -> None:
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive(), "a client hangs"

    def _click(self, port: int) -> None:
        try:
            with Client(port) as client:
                while True:
                    address, path = self._waiting.get_nowait()
                    status, body = client.ask(request("POST", path, ONE_CLICK))
                    if status == 200:
                        self.told.append(address)
                    else:
                        self.surprises.append((status, body))
        except (ConnectionError, Empty):
            return


def test_whoever_was_told_so_is_on_the_list_after_a_kill(
    gateway: Gateway, record_property: Callable[[str, object], None]
) -> None:
    paths = minted(gateway, PEOPLE)
    told: set[str] = set()
    for _ in range(KILLS):
        waiting = {each: path for each, path in paths.items() if each not in told}
        storm = Storm(gateway.http_port, waiting)
        enough = LEAST + random.randrange(MORE)  # noqa: S311 - a moment
        wait_for(lambda: len(storm.told) >= enough, "a storm", 60)  # noqa: B023 - of this round
        gateway.kill()
        storm.wait()
        assert storm.surprises == []
        assert enough <= len(storm.told) < len(waiting)
        told |= set(storm.told)
        gateway.start()

    listed = everybody(gateway)
    assert told <= set(listed)
    assert len(listed) == len(set(listed))
    assert len(set(listed) - told) <= CLIENTS * KILLS  # written, and not yet told
    gateway.command("ledger", "verify")
    record_property("acknowledged", len(told))
    record_property("kills", KILLS)
    record_property("lost", len(told - set(listed)))


def everybody(gateway: Gateway) -> list[str]:
    """Return the key of every entry."""
    keys: list[str] = []
    last = ""
    while page := gateway.read("suppress", "list", "--limit", "10000", "--after", last):
        keys += [entry["key"] for entry in page]
        last = page[-1]["entry_id"]
    return keys
