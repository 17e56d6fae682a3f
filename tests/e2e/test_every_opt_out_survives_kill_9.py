"""200 means on the list: a gateway that is killed in a storm of one-click POSTs forgets none."""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from tests.e2e.minting import minted
from tests.e2e.raw_http import ONE_CLICK, Client, request
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway

PEOPLE = [f"p{number}@people.example" for number in range(6000)]
CLIENTS = 16
ENOUGH = 1500


class Storm:
    """Many clients at once that opt people out, and note who was told 200."""

    def __init__(self, port: int, paths: dict[str, str]) -> None:
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


def test_whoever_was_told_so_is_on_the_list_after_a_kill(gateway: Gateway) -> None:
    storm = Storm(gateway.http_port, minted(gateway, PEOPLE))
    wait_for(lambda: len(storm.told) >= ENOUGH, "a storm", 60)
    gateway.kill()
    storm.wait()
    assert storm.surprises == []
    assert ENOUGH <= len(storm.told) < len(PEOPLE)

    gateway.start()
    listed = [entry["key"] for entry in gateway.read("suppress", "list", "--limit", "10000")]
    assert set(storm.told) <= set(listed)
    assert len(listed) == len(set(listed))
    assert len(set(listed) - set(storm.told)) <= CLIENTS  # written, and not yet told
    gateway.command("ledger", "verify")
