"""Mail, texts and opt-outs at once, as many clients send them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from tests.e2e.load import Load, by_smtp
from tests.e2e.raw_http import ONE_CLICK, Client, request
from tests.e2e.web import call

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.e2e.gateway_process import Gateway

TEXTS: Final = """\
[sms]
require_consent = false
quiet_hours = { from = "00:00", to = "00:00", sunday_to = "00:00" }
"""
_CLIENTS: Final = 4
_AREAS: Final = (202, 212, 213, 303, 312, 404, 415, 503, 512, 617)


def number_of(person: int) -> str:
    """Return the number of a person; they live far from each other, as no campaign's people do."""
    return f"+1{_AREAS[person % 10]}{234 + person // 10 % 500}{person % 9000 + 1000}"


class Storm:
    """So many letters by SMTP, texts by HTTP, and clicks on links; started at once."""

    def __init__(self, gateway: Gateway, *, letters: int, texts: int, links: Iterable[str]) -> None:
        self._gateway = gateway
        self.surprises: list[str] = []
        self.texts = 0
        self._load = Load(by_smtp(gateway), clients=_CLIENTS, most=letters)
        self._links: Iterator[str] = iter(tuple(links))
        self._lock = threading.Lock()
        key = gateway.key("send")
        self._threads = [
            threading.Thread(target=self._click, daemon=True) for _ in range(_CLIENTS)
        ] + [threading.Thread(target=self._text, args=(key, texts), daemon=True)]
        for thread in self._threads:
            thread.start()

    def wait(self) -> None:
        """Return once everything was answered as it should be."""
        self._load.wait(120)
        for thread in self._threads:
            thread.join(120)
            assert not thread.is_alive(), "a client hangs"
        assert [*self._load.surprises, *self.surprises] == []

    def _click(self) -> None:
        with Client(self._gateway.http_port) as client:
            while True:
                with self._lock:
                    link = next(self._links, "")
                if not link:
                    return
                status, _ = client.ask(request("POST", link, ONE_CLICK))
                if status != 200:
                    self.surprises.append(f"{status} to an opt-out")

    def _text(self, key: str, most: int) -> None:
        order = {"from": "+12025550100", "text": "Your appointment is at 3."}
        for number in range(most):
            body = {**order, "to": number_of(number), "purpose": "appointment"}
            answer = call(self._gateway, "POST", "/v1/sms", body, key=key)
            if answer.status != 202:
                self.surprises.append(f"{answer.status} to a text: {answer.body!r}")
            self.texts += 1
