"""Clients that are slow: a command that comes octet by octet, a message that comes line by line."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tests.e2e.mail import ANN
from tests.e2e.settings import BOUNCES, NEWS

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator, Sequence

_TURNS: Final = 20  # a second: in each, a twentieth of them says something
_SLOWLY: Final = b"It was a lamp.\r\n" * 64  # each second: more than the least that is put up with
_ENVELOPE: Final = f"MAIL FROM:<{BOUNCES}>\r\nRCPT TO:<{ANN}>\r\nDATA\r\n".encode()
_RECEIPT: Final = (
    f"From: {NEWS}\r\nTo: {ANN}\r\nSubject: Your receipt\r\n"
    "X-Optwarden-Category: transactional; basis=transaction\r\n\r\nYou were charged $39.99.\r\n"
).encode()


@contextmanager
def dripping(greeted: Sequence[socket.socket]) -> Iterator[None]:
    """Let half of these say a command and half a message, without end; then have all answered."""
    half = len(greeted) // 2
    pieces = [(each, b"x") for each in greeted[:half]]
    pieces += [(each, _SLOWLY) for each in greeted[half:]]
    for connection, piece in pieces:
        connection.sendall(_ENVELOPE if piece == _SLOWLY else b"NOOP ")
        if piece == _SLOWLY:
            _hear(connection, b"354 ")
            connection.sendall(_RECEIPT)
    over = threading.Event()
    thread = threading.Thread(target=_drip, args=(pieces, over))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    for connection, piece in pieces:
        connection.sendall(b".\r\n" if piece == _SLOWLY else b"\r\n")
        _hear(connection, b"250 2.0.0 ")


def _drip(pieces: Sequence[tuple[socket.socket, bytes]], over: threading.Event) -> None:
    turn = 0
    while not over.wait(1 / _TURNS):
        for connection, piece in pieces[turn % _TURNS :: _TURNS]:
            connection.sendall(piece)
        turn += 1


def _hear(connection: socket.socket, wanted: bytes) -> None:
    """Read until a line begins so.

    Raises:
        AssertionError: the connection ended before that.
    """
    heard = b""
    while not any(line.startswith(wanted) for line in heard.split(b"\r\n")):
        said = connection.recv(4096)
        assert said, heard
        heard += said
