"""A light HTTP client that keeps its connection, for many requests in little time."""

from __future__ import annotations

import re
import socket
from typing import Final, Self

_STATUS: Final = re.compile(rb"HTTP/1\.1 (\d{3}) ")
_LENGTH: Final = re.compile(rb"(?i)\r\ncontent-length: (\d+)\r\n")
_BODILESS: Final = frozenset({204, 304})
ONE_CLICK: Final = b"List-Unsubscribe=One-Click"


def request(method: str, path: str, body: bytes = b"", *, agent: str = "") -> bytes:
    """Return a request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: mail.shop.example"]
    if agent:
        lines.append(f"User-Agent: {agent}")
    if method == "POST":
        lines += [
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Client:
    """One connection."""

    def __init__(self, port: int, within_s: float = 30) -> None:
        """Connect to a port of this machine."""
        self._socket = socket.create_connection(("127.0.0.1", port), within_s)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    @property
    def has_half_an_answer(self) -> bool:
        """Whether something came that is not a whole answer."""
        return bool(self._rest)

    def ask(self, raw: bytes) -> tuple[int, bytes]:
        """Send a request; return the status and the body.

        Raises:
            ConnectionError: it was closed before the answer was whole.
        """
        self._socket.sendall(raw)
        return self._answer(has_body=not raw.startswith(b"HEAD "))

    def _answer(self, *, has_body: bool) -> tuple[int, bytes]:
        while (end := self._rest.find(b"\r\n\r\n")) < 0:
            self._more()
        head, self._rest = self._rest[: end + 2], self._rest[end + 4 :]
        matched, length = _STATUS.match(head), _LENGTH.search(head)
        assert matched, head
        status = int(matched[1])
        size = int(length[1]) if length and has_body and status not in _BODILESS else 0
        while len(self._rest) < size:
            self._more()
        body, self._rest = self._rest[:size], self._rest[size:]
        return status, body

    def _more(self) -> None:
        received = self._socket.recv(65536)
        if not received:
            message = "closed before the answer was whole"
            raise ConnectionError(message)
        self._rest += received
