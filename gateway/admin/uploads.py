"""A form with a file: its fields first, then the file, written down as it comes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from aiohttp import BodyPartReader

from gateway.admin.visit import Form
from gateway.http.body import DEADLINE_S, MESSAGE_DEADLINE_S
from gateway.http.holding import HELD
from gateway.http.problems import Refusal, bad_request
from gateway.http.receiving import kept

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from aiohttp import MultipartReader

    from gateway.admin.visit import Visit

Taken = TypeVar("Taken")

_MULTIPART: Final = "multipart/form-data"
_FIELDS: Final = 100
_FIELD_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came with a form. It is the caller's: to keep, or to take away."""

    name: str  # as the browser says: for people only, never a path
    path: Path


def is_multipart(visit: Visit) -> bool:
    """Whether a form may have a file in it."""
    return visit.request.content_type == _MULTIPART


async def received(visit: Visit) -> tuple[Visit, Upload | None]:
    """Return the visit with its form, and the file; none where none was chosen.

    Nothing is written down before the form is known to be of this session.

    Raises:
        Refusal: it is no form of this session, or too large.
    """

    async def take(part: BodyPartReader) -> Upload:
        path = await kept(visit.services, part.read_chunk)
        return Upload(name=part.filename or "", path=path)

    return await _received(visit, take)


async def received_whole(visit: Visit, limit_bytes: int) -> tuple[Visit, bytes | None]:
    """Return the visit with its form, and what is in the file, which nothing is written of.

    Raises:
        Refusal: it is no form of this session, or too large.
    """

    async def take(part: BodyPartReader) -> bytes:
        return await _whole(visit, part, limit_bytes, MESSAGE_DEADLINE_S)

    return await _received(visit, take)


async def _received(
    visit: Visit, take: Callable[[BodyPartReader], Awaitable[Taken]]
) -> tuple[Visit, Taken | None]:
    if not is_multipart(visit):
        return visit, None
    try:
        return await _read(visit, await visit.request.multipart(), take)
    except ValueError as error:  # what aiohttp says of parts that are none
        raise bad_request("this is no form") from error


async def _read(
    visit: Visit, reader: MultipartReader, take: Callable[[BodyPartReader], Awaitable[Taken]]
) -> tuple[Visit, Taken | None]:
    pairs: list[tuple[str, str]] = []
    size = 0
    while True:
        async with asyncio.timeout(DEADLINE_S):
            part = await reader.next()
        if part is None or (isinstance(part, BodyPartReader) and part.filename is not None):
            break
        if not isinstance(part, BodyPartReader) or len(pairs) >= _FIELDS:
            raise bad_request("this is no form of ours")
        text = await _whole(visit, part, _FIELD_BYTES - size, DEADLINE_S)
        size += len(text)
        pairs.append((part.name or "", text.decode("utf-8", "replace")))
    visit = replace(visit, form=Form(pairs))
    visit.check_token()
    if part is None or not part.filename:
        return visit, None
    return visit, await take(part)


async def _whole(visit: Visit, part: BodyPartReader, limit_bytes: int, deadline_s: float) -> bytes:
    found = bytearray()
    async with asyncio.timeout(deadline_s):
        while chunk := await part.read_chunk():
            found += chunk
            if len(found) > limit_bytes:
                close = {"Connection": "close"}
                raise Refusal("SMTP_TOO_LARGE", "that is more than a form takes", headers=close)
            visit.request[HELD].grow_to(len(found))
    return bytes(found)
