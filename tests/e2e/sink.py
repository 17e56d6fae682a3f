"""The next hop: a mail server that takes everything and keeps it as it came."""

from __future__ import annotations

import re
import socketserver
import threading
import time
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from email.message import EmailMessage

_PATH: Final = re.compile(rb"<([^>]*)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One transaction: its envelope, and the bytes between DATA and the dot, unstuffed."""

    reverse_path: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The message as Python's email package reads it."""
        return message_from_bytes(self.raw, policy=default)


class Sink:
    """A mail server in a thread; it can go away and come back on the same port."""

    def __init__(self) -> None:
        """Choose a port and listen."""
        self._changed = threading.Condition()
        self._arrived: list[Arrived] = []
        self._server: _Server | None = None
        self.port = 0
        self.open()

    def open(self) -> None:
        """Take connections."""
        self._server = _Server(("127.0.0.1", self.port), self)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Refuse connections, as a mail server that is down."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def keep(self, arrived: Arrived) -> None:
        """Keep a message that came in."""
        with self._changed:
            self._arrived.append(arrived)
            self._changed.notify_all()

    @property
    def arrived(self) -> tuple[Arrived, ...]:
        """Everything that came in so far."""
        with self._changed:
            return tuple(self._arrived)

    def wait_for(self, count: int, within_s: float = 20) -> tuple[Arrived, ...]:
        """Return everything that came in, once it is so many messages.

        Raises:
            AssertionError: it is fewer when the time is over.
        """
        with self._changed:
            self._changed.wait_for(lambda: len(self._arrived) >= count, within_s)
            got = [each.recipients for each in self._arrived]
            assert len(got) >= count, f"{count} messages expected, got {got}"
            return tuple(self._arrived)

    def to(self, recipient: str, within_s: float = 20) -> Arrived:
        """Return the first message to a recipient, once it is there."""
        deadline = time.monotonic() + within_s
        with self._changed:
            while not (found := [a for a in self._arrived if recipient in a.recipients]):
                left = deadline - time.monotonic()
                got = [each.recipients for each in self._arrived]
                assert left > 0, f"nothing came for {recipient}, only {got}"
                self._changed.wait(left)
            return found[0]


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], sink: Sink) -> None:
        self.sink = sink
        super().__init__(address, _Conversation)


class _Conversation(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        try:
            self._talk()
        except (ConnectionError, EOFError):
            return

    def _talk(self) -> None:
        reverse_path, recipients = b"", list[bytes]()
        self._say(b"220 sink.test ESMTP")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.strip() else b""
            if verb == b"EHLO":
                self._say(b"250-sink.test", b"250-PIPELINING", b"250-8BITMIME", b"250 SIZE")
            elif verb == b"DATA":
                self._say(b"354 go ahead")
                self._keep(reverse_path, recipients)
                self._say(b"250 2.0.0 kept")
            elif verb == b"QUIT":
                self._say(b"221 2.0.0 bye")
                return
            else:
                if verb in (b"MAIL", b"RSET"):
                    reverse_path, recipients = _path(line), []
                elif verb == b"RCPT":
                    recipients.append(_path(line))
                self._say(b"250 2.0.0 ok")

    def _keep(self, reverse_path: bytes, recipients: list[bytes]) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise EOFError
            lines.append(line.removeprefix(b"."))
        self.server.sink.keep(
            Arrived(
                reverse_path=reverse_path.decode(),
                recipients=tuple(recipient.decode() for recipient in recipients),
                raw=b"".join(lines),
            )
        )

    def _say(self, *lines: bytes) -> None:
        self.wfile.write(b"".join(line + b"\r\n" for line in lines))


def _path(line: bytes) -> bytes:
    match = _PATH.search(line)
    return match[1] if match else b""
