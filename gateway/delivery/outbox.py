"""Writes messages to files instead of sending them: for trying out, tests and demonstrations.

**Failures:** a file that cannot be written is a deferred delivery; nothing is ever written half.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from typing import TYPE_CHECKING, Final

from filters.sms.segments import count
from gateway.delivery.carrier import settle_all
from gateway.spool.model import Settlement, State
from suppression.channel import Channel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gateway.spool.model import Claimed

_LIMIT: Final = 10
_ONLY_OURS: Final = 0o700
_PRIVATE: Final = 0o600


class OutboxCarrier:
    """The next hop of one `outbox` route: a folder.

    An email is `<queue_id>-<delivery_id>.eml`, the exact bytes a next hop would get, beside a
    `.json` with its envelope; a text is one `.json`. The delivery id is the first of the
    transaction's.
    """

    def __init__(self, folder: Path) -> None:
        """Write to `folder`, which is made when the first message comes."""
        self._folder = folder

    @property
    def limit(self) -> int:
        """How many sends at once it takes."""
        return _LIMIT

    async def send(self, claimed: Claimed, copy: bytes) -> tuple[Settlement, ...]:
        """Write one copy and return once it is on the disk."""
        name = f"{claimed.queue_id}-{claimed.delivery_ids[0]}"
        files = _files(claimed, copy, name)
        try:
            await asyncio.to_thread(_write, self._folder, files)
        except OSError as error:
            reply = f"the outbox cannot be written: {error.strerror}"
            return settle_all(claimed, State.DEFERRED, reply, status="4.3.1")
        digest = hashlib.sha256(copy).hexdigest()
        return tuple(
            Settlement(
                delivery_id=delivery_id,
                state=State.DELIVERED,
                reply=f"written to the outbox as {name}",
                status="2.0.0",
                sent_sha256=digest,
                next_hop_id=name,
            )
            for delivery_id in claimed.delivery_ids
        )

    async def close(self) -> None:
        """Nothing is held open."""


def _files(claimed: Claimed, copy: bytes, name: str) -> dict[str, bytes]:
    """Return what to write, the file people look for last."""
    if claimed.channel is Channel.SMS:
        text = copy.decode()
        return {
            f"{name}.json": _json(
                {
                    "to": claimed.recipients[0].key,
                    "from": claimed.reverse_path,
                    "text": text,
                    "purpose": claimed.category,
                    "queue_id": claimed.queue_id,
                    "segments": count(text).segments,
                }
            )
        }
    envelope = {
        "queue_id": claimed.queue_id,
        "from": claimed.reverse_path,
        "to": [recipient.address for recipient in claimed.recipients],
        "category": claimed.category,
        "stream": claimed.stream,
        "sender": claimed.identity,
    }
    return {f"{name}.json": _json(envelope), f"{name}.eml": copy}


def _json(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write each file whole or not at all, and be sure that it stays."""
    folder.mkdir(parents=True, exist_ok=True, mode=_ONLY_OURS)
    for name, content in files.items():
        temporary = folder / f".{name}.tmp"
        descriptor = os.open(temporary, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, _PRIVATE)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        temporary.replace(folder / name)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
