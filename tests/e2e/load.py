"""Many clients at once that hand over letters, each with its number, and note the answers."""

from __future__ import annotations

import re
import smtplib
import threading
from typing import TYPE_CHECKING, Final

from tests.e2e.mail import ANN, letter
from tests.e2e.settings import BOUNCES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink


_DOT: Final = re.compile(rb"^\.", re.MULTILINE)
_NUMBER: Final = re.compile(rb"^X-Number: (\d+)\r$", re.MULTILINE)


class Load:
    """`clients` threads that hand over `most` letters from `first` on, or until it is gone."""

    def __init__(
        self, client: Callable[[Load], None], *, clients: int, most: int, first: int = 0
    ) -> None:
        """Start at once; each client takes numbers until there are none left."""
        self._lock = threading.Condition()
        self._next = first
        self._most = first + most
        self.unanswered: set[int] = set()  # the end was sent, and no answer came
        self.acknowledged: set[int] = set()
        self.surprises: list[str] = []  # half answers, and answers that say nothing of our business
        self._threads = [
            threading.Thread(target=client, args=(self,), daemon=True) for _ in range(clients)
        ]
        for thread in self._threads:
            thread.start()

    def wait_until_acknowledged(self, count: int, within_s: float = 30) -> None:
        """Return once so many letters were answered with a yes."""
        with self._lock:
            enough = self._lock.wait_for(lambda: len(self.acknowledged) >= count, within_s)
        assert enough, f"{len(self.acknowledged)} acknowledged; {self.surprises}"

    def wait(self, within_s: float = 60) -> None:
        """Return once every client has ended."""
        for thread in self._threads:
            thread.join(within_s)
            assert not thread.is_alive(), "a client hangs"

    def take(self) -> int | None:
        """Return the number of the next letter; none when all were handed out."""
        with self._lock:
            if self._next >= self._most:
                return None
            self._next += 1
            return self._next - 1

    def sent(self, number: int) -> None:
        """Note that a letter was sent to its end."""
        with self._lock:
            self.unanswered.add(number)

    def answered(self, number: int, *, is_yes: bool) -> None:
        """Note that the answer to a letter came."""
        with self._lock:
            self.unanswered.remove(number)
            if is_yes:
                self.acknowledged.add(number)
                self._lock.notify_all()


def by_smtp(gateway: Gateway) -> Callable[[Load], None]:
    """Return a client that hands letters over on one connection."""

    def client(load: Load) -> None:
        try:
            with smtplib.SMTP("127.0.0.1", gateway.smtp_port, "localhost", 30) as smtp:
                while (number := load.take()) is not None:
                    _send(smtp, load, number)
        except (smtplib.SMTPServerDisconnected, ConnectionError):
            return  # it is gone, or says goodbye between two replies
        except smtplib.SMTPResponseException as said:
            if said.smtp_code != 421:  # RFC 5321 3.8: it is about to close
                load.surprises.append(str(said))

    return client


def _send(client: smtplib.SMTP, load: Load, number: int) -> None:
    client.ehlo_or_helo_if_needed()
    for code, text in (client.mail(BOUNCES), client.rcpt(ANN)):
        if code != 250:
            raise smtplib.SMTPResponseException(code, text)
    code, text = client.docmd("DATA")
    if code != 354:
        raise smtplib.SMTPResponseException(code, text)
    client.send(_DOT.sub(b"..", letter(number)) + b".\r\n")
    load.sent(number)
    code, text = client.getreply()
    load.answered(number, is_yes=code == 250)
    if code != 250:
        raise smtplib.SMTPResponseException(code, text)


def numbers(sink: Sink) -> list[int]:
    """Return the number of every letter that arrived, repeated ones too."""
    found = (_NUMBER.search(arrived.raw) for arrived in sink.arrived)
    return [int(each[1]) for each in found if each]
