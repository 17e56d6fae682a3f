"""What a list of RingCentral's has told so far, and from where it is read on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from gateway.providers.ringcentral_lists import Reading

_FIRST_LOOK: Final = timedelta(hours=72)
_BEHIND: Final = timedelta(hours=1)
"""How long a list may take to be read to its end."""
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


class Seen:
    """What is known of the messages of one direction."""

    def __init__(self, direction: str) -> None:
        """Know nothing yet."""
        self._direction = direction
        self._until = _NEVER  # before then, less what comes late, all was read
        self._reading: Reading | None = None  # what is not read to its end
        self._begun = _NEVER  # when that was begun
        self._fresh: datetime | None = None  # when it first reached what more may come late of
        self._met: set[str] = set()  # ids that it told of
        self._known: dict[str, str] = {}  # id → what was known of it
        self._open: set[str] = set()  # ids of texts that may yet prove to be ours

    @property
    def is_read(self) -> bool:
        """Whether all was read once, and nothing has been left since."""
        return self._reading is None and self._until > _NEVER

    @property
    def is_settled(self) -> bool:
        """Whether all was read, and each text that it told of has its place."""
        return self._reading is None and not self._open

    def is_behind(self, now: datetime) -> bool:
        """Whether the list has not been read to its end for long."""
        return self._reading is not None and now - self._begun > _BEHIND

    def goes_on(self, back: timedelta, now: datetime) -> Reading:
        """Return what is to be read: on from where it was left, or anew.

        What comes late may be as old as `back`. Where a clock was set back, all is read again.
        """
        if self._reading is None or self._reading.since > now:
            is_known = _NEVER < self._until <= now
            since = self._until - back if is_known else now - _FIRST_LOOK
            self._reading = Reading(direction=self._direction, since=since, until=now)
            self._begun, self._fresh, self._met = now, None, set()
        self._reading.until = now
        return self._reading

    def reached(self, back: timedelta, now: datetime) -> None:
        """Note how far it was read; after its end, forget what it told of no more."""
        reading = self._reading
        if reading is None:
            return
        if self._fresh is None and reading.since > now - back:
            self._fresh = now
        if reading.is_over:
            self._known = {id_: state for id_, state in self._known.items() if id_ in self._met}
            self._open &= self._met
            self._reading, self._until = None, self._fresh or now

    def knows(self, id_: str, state: str) -> bool:
        """Whether a message was like this before, and had its place."""
        return self._known.get(id_) == state

    def note(self, id_: str, state: str, *, is_done: bool) -> None:
        """Note what a message was like, and whether what it tells is done."""
        self._met.add(id_)
        if is_done:
            self._known[id_] = state
            self._open.discard(id_)
        else:
            self._known.pop(id_, None)
            self._open.add(id_)
