"""Many applications at once that post letters, each with its number, and note the answers."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Final

from tests.e2e.mail import ANN
from tests.e2e.raw_http import Client
from tests.e2e.settings import NEWS

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway

_TAKEN: Final = 202


class HttpLoad:
    """`clients` threads that post until the gateway is gone, each on a connection that it keeps."""

    def __init__(self, gateway: Gateway, key: str, *, clients: int, first: int) -> None:
        """Start at once."""
        self._port, self._key = gateway.http_port, key
        self._next = first
        self._lock = threading.Condition()
        self.acknowledged: set[int] = set()
        self.surprises: list[str] = []  # half answers, and answers that say nothing of our business
        self._threads = [
            threading.Thread(target=self._post_all, daemon=True) for _ in range(clients)
        ]
        for thread in self._threads:
            thread.start()

    def wait_until_acknowledged(self, count: int, within_s: float = 30) -> None:
        """Return once so many letters were answered 202."""
        with self._lock:
            enough = self._lock.wait_for(lambda: len(self.acknowledged) >= count, within_s)
        assert enough, f"{len(self.acknowledged)} acknowledged; {self.surprises}"

    def wait(self, within_s: float = 60) -> None:
        """Return once every client has ended."""
        for thread in self._threads:
            thread.join(within_s)
            assert not thread.is_alive(), "a client hangs"

    def _post_all(self) -> None:
        try:
            with Client(self._port) as client:
                try:
                    while self._post(client):
                        pass
                except ConnectionError:
                    if client.has_half_an_answer:
                        self.surprises.append("half an answer")
        except ConnectionError:
            return  # it is gone

    def _post(self, client: Client) -> bool:
        with self._lock:
            number, self._next = self._next, self._next + 1
        status, body = client.ask(_request(number, self._key))
        if status != _TAKEN:
            self.surprises.append(f"{status} {body[:200]!r}")
            return False
        with self._lock:
            self.acknowledged.add(number)
            self._lock.notify_all()
        return True


def _request(number: int, key: str) -> bytes:
    order = {
        "from": NEWS, "to": [ANN], "subject": f"Letter {number}", "text": f"This is {number}.\n",
        "category": "commercial",
        "headers": {"X-Number": str(number)},
    }  # fmt: skip
    body = json.dumps(order).encode()
    head = (
        "POST /v1/email HTTP/1.1", "Host: mail.shop.example", f"Authorization: Bearer {key}",
        "Content-Type: application/json", f"Content-Length: {len(body)}",
        f"Idempotency-Key: letter-{number}", "", "",
    )  # fmt: skip
    return "\r\n".join(head).encode() + body
