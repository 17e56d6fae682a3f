"""Many clients at once that hand over letters, each with its number, and note the replies."""

from __future__ import annotations

import re
import smtplib
import threading
from typing import TYPE_CHECKING, Final

from tests.e2e.mail import ANN, letter
from tests.e2e.settings import BOUNCES

if TYPE_CHECKING:
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink


_DOT: Final = re.compile(rb"^\.", re.MULTILINE)
_NUMBER: Final = re.compile(rb"^X-Number: (\d+)\r$", re.MULTILINE)


class Load:
    """`clients` threads that hand over `most` letters from `first` on, or until it is gone."""

    def __init__(self, gateway: Gateway, *, clients: int, most: int, first: int = 0) -> None:
        """Start at once."""
        self._port = gateway.smtp_port
        self._lock = threading.Condition()
        self._next = first
        self._most = first + most
        self.unanswered: set[int] = set()  # the dot was sent, and no reply came
        self.acknowledged: set[int] = set()
        self.surprises: list[str] = []  # half replies, and replies that say nothing of our business
        self._threads = [
            threading.Thread(target=self._send_all, daemon=True) for _ in range(clients)
        ]
        for thread in self._threads:
            thread.start()

    def wait_until_acknowledged(self, count: int, within_s: float = 30) -> None:
        """Return once so many letters were answered 250."""
        with self._lock:
            enough = self._lock.wait_for(lambda: len(self.acknowledged) >= count, within_s)
        assert enough, f"{len(self.acknowledged)} acknowledged; {self.surprises}"

    def wait(self, within_s: float = 60) -> None:
        """Return once every client has ended."""
        for thread in self._threads:
            thread.join(within_s)
            assert not thread.is_alive(), "a client hangs"

    def _send_all(self) -> None:
        try:
            with smtplib.SMTP("127.0.0.1", self._port, "localhost", 30) as client:
                while (number := self._take()) is not None:
                    self._send(client, number)
        except (smtplib.SMTPServerDisconnected, ConnectionError):
            return  # it is gone, or says goodbye between two replies
        except smtplib.SMTPResponseException as said:
            if said.smtp_code != 421:  # RFC 5321 3.8: it is about to close
                self.surprises.append(str(said))

    def _send(self, client: smtplib.SMTP, number: int) -> None:
        client.ehlo_or_helo_if_needed()
        for code, text in (client.mail(BOUNCES), client.rcpt(ANN)):
            if code != 250:
                raise smtplib.SMTPResponseException(code, text)
        code, text = client.docmd("DATA")
        if code != 354:
            raise smtplib.SMTPResponseException(code, text)
        client.send(_DOT.sub(b"..", letter(number)) + b".\r\n")
        with self._lock:
            self.unanswered.add(number)
        code, text = client.getreply()
        with self._lock:
            self.unanswered.remove(number)
        if code != 250:
            raise smtplib.SMTPResponseException(code, text)
        with self._lock:
            self.acknowledged.add(number)
            self._lock.notify_all()

    def _take(self) -> int | None:
        with self._lock:
            if self._next >= self._most:
                return None
            self._next += 1
            return self._next - 1


def numbers(sink: Sink) -> list[int]:
    """Return the number of every letter that arrived, repeated ones too."""
    found = (_NUMBER.search(arrived.raw) for arrived in sink.arrived)
    return [int(each[1]) for each in found if each]
