"""Taking a file in as it comes: however large it is, little of it is in memory."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from gateway.http.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path
    from typing import BinaryIO

    from gateway.http.services import Services

_MOST_BYTES: Final = 8 << 30
_SILENCE_S: Final = 30.0


async def kept(services: Services, read: Callable[[], Awaitable[bytes]]) -> Path:
    """Write what comes to a file among the imports; `read` returns a piece, none at the end.

    Raises:
        Refusal: it is too large for us or for the disk, or broke off.
    """
    file, path = services.imports.open()
    try:
        with file:
            await _copied(services, read, file)
    except OSError as error:
        path.unlink()
        raise Refusal("STORE_UNAVAILABLE", "the file cannot be kept") from error
    except BaseException:
        path.unlink()
        raise
    return path


async def _copied(services: Services, read: Callable[[], Awaitable[bytes]], file: BinaryIO) -> None:
    size = 0
    while True:
        try:
            async with asyncio.timeout(_SILENCE_S):
                chunk = await read()
        except TimeoutError as error:
            detail = f"nothing came for {_SILENCE_S:g} seconds"
            raise Refusal("SMTP_TIMEOUT", detail, headers={"Connection": "close"}) from error
        if not chunk:
            return
        size += len(chunk)
        if size > _MOST_BYTES:
            close = {"Connection": "close"}
            raise Refusal("SMTP_TOO_LARGE", f"a file may have {_MOST_BYTES} bytes", headers=close)
        if not services.has_room():
            raise Refusal("STORE_UNAVAILABLE", "the disk has no room for this file")
        file.write(chunk)
