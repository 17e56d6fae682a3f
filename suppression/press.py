"""One press of the public page's button: who may take it back, and whether a machine pressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

SUSPECTED_SCANNER: Final = "suspected_scanner"
"""The tag of an opt-out that a link scanner seems to have pressed; it stays in force."""

BURST: Final = 5
"""How many people of one send are pressed for before it looks like a machine."""

BURST_WITHIN: Final = timedelta(minutes=10)
UNDO_WITHIN: Final = timedelta(hours=24)
_HASTE: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What is known of a press, beside what it asks for."""

    act: str  # random, known to the page that was pressed; "" where nothing was pressed
    person: str = ""  # key of the one whose link led to the page
    origin: str = ""  # network address of whoever pressed; "" is unknown
    send: str = ""  # sender identity and stream of the message
    is_hasty: bool = False  # seconds after the delivery


NO_PRESS: Final = Press(act="")


def is_hasty(*, delivered_at: datetime, pressed_at: datetime) -> bool:
    """Whether a press came sooner after the delivery than people read, scroll, decide and press.

    A message that is looked at before its delivery is settled is looked at on its way.
    """
    return pressed_at - delivered_at <= _HASTE
