"""What a session of aiosmtpd leaves to do for a handshake of TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio


def feed(tls: asyncio.BufferedProtocol, early: bytes) -> None:
    """Give the handshake what had been received before it began."""
    while early:
        buffer = memoryview(tls.get_buffer(len(early)))
        count = min(len(buffer), len(early))
        buffer[:count] = early[:count]
        tls.buffer_updated(count)
        early = early[count:]
