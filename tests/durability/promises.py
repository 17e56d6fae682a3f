"""What a process promised on its sockets and what it began to send, as it was recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.durability.recorder import Event, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

_QUEUED: Final = re.compile(rb"^250 2\.0\.0 Queued as (\w+)\r\n", re.MULTILINE)
_ACCEPTED: Final = re.compile(rb'"id": ?"(\w+)"')
_CLICK: Final = re.compile(rb"^POST (/u/\w+) ")
_TEXT: Final = re.compile(r"/outbox/texts/\.(\w+)-\d+\.json\.tmp$")


@dataclass(slots=True)
class Promises:
    """What must be found from some moment on; `links` is whom a link's path opts out."""

    links: Mapping[str, str]
    messages: set[str] = field(default_factory=set)  # queue ids that were answered 250 or 202
    opted_out: set[str] = field(default_factory=set)  # keys that were answered 200
    left: set[str] = field(default_factory=set)  # queue ids of texts that began to leave
    _clicked: dict[int, str] = field(default_factory=dict)  # by descriptor
    _answering: set[int] = field(default_factory=set)  # descriptors on which a 202 was begun

    @property
    def count(self) -> int:
        """How many promises there are."""
        return len(self.messages) + len(self.opted_out) + len(self.left)

    def take(self, event: Event) -> bool:
        """Note a promise; whether it is a new one."""
        before = self.count
        if event.kind is Kind.SAID:
            self._said(event.descriptor, event.data)
        elif event.kind is Kind.HEARD and (click := _CLICK.match(event.data)):
            self._clicked[event.descriptor] = self.links[click[1].decode()]
        elif event.kind is Kind.CREATE and (text := _TEXT.search(event.path)):
            self.left.add(text[1])
        return self.count > before

    def _said(self, descriptor: int, data: bytes) -> None:
        self.messages |= {each.decode() for each in _QUEUED.findall(data)}
        if data.startswith(b"HTTP/1.1 200 ") and descriptor in self._clicked:
            self.opted_out.add(self._clicked.pop(descriptor))
        if data.startswith(b"HTTP/1.1 202 "):
            self._answering.add(descriptor)
        if descriptor in self._answering and (found := _ACCEPTED.search(data)):
            self._answering.discard(descriptor)
            self.messages.add(found[1].decode())
