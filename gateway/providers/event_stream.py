"""Server-sent events, read as they come: https://html.spec.whatwg.org/multipage/server-sent-events.html."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_LINE: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One event."""

    event_id: str  # "" where none of the stream had one yet
    data: str
    is_whole: bool = True  # no line of it was longer than what is read


class EventStream:
    """Cuts a stream into events.

    A line that is too long is left out and its event is said to be not whole: nobody stops the
    stream by writing one.
    """

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._rest = b""
        self._event_id = ""
        self._data: list[str] = []
        self._is_whole = True
        self._skips = False

    def feed(self, chunk: bytes) -> Iterator[Sent]:
        """Yield the events that a chunk completes."""
        *lines, rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            if self._skips:
                self._skips = False
            elif (sent := self._take(line.removesuffix(b"\r"))) is not None:
                yield sent
        self._rest = b"" if self._skips else rest
        if len(self._rest) > LONGEST_LINE:
            self._rest, self._skips, self._is_whole = b"", True, False

    def _take(self, line: bytes) -> Sent | None:
        if not line:
            return self._dispatched()
        name, _, value = line.decode("utf-8", "replace").partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "id" and "\0" not in value:
            self._event_id = value
        return None

    def _dispatched(self) -> Sent | None:
        data, is_whole = "\n".join(self._data), self._is_whole
        has_data = bool(self._data) or not is_whole
        self._data, self._is_whole = [], True
        return Sent(event_id=self._event_id, data=data, is_whole=is_whole) if has_data else None
