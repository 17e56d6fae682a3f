"""An account at Signal: people write to it, and get its texts or do not."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from tests.e2e.signal_description import faults

if TYPE_CHECKING:
    from collections.abc import Callable

_KEPT: Final = 1000
_UUID: Final = "7ccae375-cd51-4c82-8b1e-7be3280aa485"


class SignalAccount(ABC):
    """An account, in the thread of the service that is in front of it."""

    def __init__(self, account: str) -> None:
        self.account = account
        self.sent: list[dict[str, Any]] = []
        self.results: dict[str, str] = {}  # number -> how a send to it ends
        self.reports_first = False  # a text arrives before its sender is answered
        self.goes_silent = False  # after it took the text
        self._events: deque[tuple[int, str]] = deque(maxlen=_KEPT)
        self._unread: list[str] = []  # while nobody is connected they stay at Signal
        self._clients: list[asyncio.Queue[tuple[int, str] | None]] = []
        self._seq = 0
        self._now_ms = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._run(),))

    @abstractmethod
    async def _run(self) -> None:
        """Serve, until it is told to end."""

    def text(self, person: str, words: str, **changes: Any) -> int:  # noqa: ANN401 - any field
        """Let a person write; return the time of it, which names it."""
        at = self._tick()
        data = {"timestamp": at, "message": words, "expiresInSeconds": 0, "viewOnce": False}
        self.event({"envelope": self._envelope(person, at, dataMessage={**data, **changes})})
        return at

    def texts_at_once(self, person: str, count: int) -> None:
        """Let a person write some texts, which come in one piece."""
        envelopes = []
        for _ in range(count):
            at = self._tick()
            data = {"timestamp": at, "message": f"No. {at}"}
            envelopes.append(self._envelope(person, at, dataMessage=data))

        def tell() -> None:
            for envelope in envelopes:
                self._tell(json.dumps({"account": self.account, "envelope": envelope}))

        self._call(tell)

    def arrived(self, person: str, *sent_at: int) -> None:
        """Let a person's telephone say that it has texts."""
        at = self._tick()
        receipt = {
            "when": at, "isDelivery": True, "isRead": False, "isViewed": False,
            "timestamps": list(sent_at),
        }  # fmt: skip
        self.event({"envelope": self._envelope(person, at, receiptMessage=receipt)})

    def event(self, event: dict[str, Any]) -> None:
        """Tell of something."""
        event = {"account": self.account, **event}
        assert "exception" in event or faults(event, "data.Message") == []
        self._call(lambda: self._tell(json.dumps(event, ensure_ascii=False)))

    def hang_up(self) -> None:
        """Cut every stream."""

        def cut() -> None:
            for client in self._clients:
                client.put_nowait(None)

        self._call(cut)

    @property
    def listeners(self) -> int:
        """How many are connected."""
        return len(self._clients)

    def _call(self, job: Callable[[], object]) -> None:
        done = threading.Event()

        def run() -> None:
            job()
            done.set()

        self._loop.call_soon_threadsafe(run)
        if threading.current_thread() is not self._thread:
            assert done.wait(10)

    def _tick(self) -> int:
        self._now_ms = max(self._now_ms + 1, time.time_ns() // 1_000_000)
        return self._now_ms

    def _envelope(self, person: str, at: int, **what: Any) -> dict[str, Any]:  # noqa: ANN401 - any message
        return {
            "source": person, "sourceNumber": person, "sourceUuid": _UUID, "sourceName": "",
            "sourceDevice": 1, "timestamp": at, "serverReceivedTimestamp": at + 5,
            "serverDeliveredTimestamp": at + 9, **what,
        }  # fmt: skip

    def _tell(self, data: str) -> None:
        if not self._clients:
            self._unread.append(data)
            return
        self._seq += 1
        self._events.append((self._seq, data))
        for client in self._clients:
            client.put_nowait((self._seq, data))

    async def _sending(self, person: str, words: str) -> tuple[dict[str, Any], str]:
        at = self._tick()
        kind, _, token = self.results.get(person, "SUCCESS").partition(":")
        self.sent.append({"to": person, "text": words, "timestamp": at})
        one: dict[str, Any] = {
            "recipientAddress": {"uuid": _UUID, "number": person}, "type": kind,
        }  # fmt: skip
        if token:
            one |= {"token": token, "retryAfterSeconds": 86400}
        assert faults(one, "receive.SendMessageResult") == []
        if self.reports_first:
            self.arrived(person, at)
            await asyncio.sleep(0.3)
        if self.goes_silent:
            await asyncio.sleep(60)
        return {"timestamp": at, "results": [one]}, kind
