"""How long a writer waits for more jobs to share its next commit."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_S: Final = 0.02  # soon enough for a mail server, which has other sessions
_AWAITED_S: Final = 0.008  # and for a client that does nothing else meanwhile
_LOOK_S: Final = 0.004
_BUSY: Final = 0.5  # of the time: on a crowded machine, all that a process gets


class Company:
    """A commit costs more than the jobs in it: they are to share it where work is to be saved.

    A process that has its hands full prepares jobs one after the other, so each would come alone
    and have a commit of its own. While it is busy, a wait costs nobody anything: what it does
    meanwhile is the work of others, which a commit would only put off. Where it is not, nobody
    waits.
    """

    def __init__(
        self,
        *,
        sleep: Callable[[float], None] = time.sleep,
        now_s: Callable[[], float] = time.monotonic,
        worked_s: Callable[[], float] = time.process_time,
    ) -> None:
        """Begin to look. `worked_s` counts the seconds that the process has worked, `now_s` all."""
        self._sleep = sleep
        self._now_s = now_s
        self._worked_s = worked_s
        self._since = (now_s(), worked_s())

    def wait(self, *, is_awaited: bool = False) -> None:
        """Let more jobs come behind one that has; not as long where somebody waits for it."""
        until = self._now_s() + (_AWAITED_S if is_awaited else _LONGEST_S)
        while self._is_busy() and self._now_s() < until:
            self._sleep(_LOOK_S)

    def look(self) -> None:
        """Begin to look anew: what a commit took is no sign."""
        self._since = (self._now_s(), self._worked_s())

    def _is_busy(self) -> bool:
        """Whether the process has had its hands full since the last look."""
        before, worked_before = self._since
        self.look()
        now, worked = self._since
        return worked - worked_before >= _BUSY * (now - before)
