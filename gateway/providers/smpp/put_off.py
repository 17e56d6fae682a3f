"""When texts came that were not taken: the SMSC says them again, and they are as old as then."""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from typing import TYPE_CHECKING, Final

from gateway.spool.hearing import REPEATED_WITHIN

if TYPE_CHECKING:
    from datetime import datetime

    from gateway.providers.smpp.delivered import Part

_REMEMBERED: Final = 10_000


class PutOff:
    """What the SMSC of one route was asked to say again.

    In memory: after a restart the connection is another one, and `heard_texts` goes by that.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._came: dict[bytes, datetime] = {}

    def since(self, part: Part, now: datetime) -> datetime | None:
        """Return when a part came first; none where it was not put off."""
        came = self._came.get(_name(part))
        return came if came is not None and now - came < REPEATED_WITHIN else None

    def note(self, part: Part, at: datetime) -> None:
        """Remember a part that came then and was not taken."""
        name = _name(part)
        self._came.pop(name, None)
        self._came[name] = at
        if len(self._came) > _REMEMBERED:
            del self._came[next(iter(self._came))]

    def forget(self, part: Part) -> None:
        """Forget one that was taken."""
        self._came.pop(_name(part), None)


def _name(part: Part) -> bytes:
    return hashlib.blake2b(repr(astuple(part)).encode(), digest_size=16).digest()
