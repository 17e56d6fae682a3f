"""Windows, numbers and nights for the tests of the quiet hours."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from filters.sms.hours import QuietWindow
from filters.sms.places.place import Whereabouts, place_of
from filters.sms.quiet_hours import next_opening

SHIPPED: Final = QuietWindow(start=time(20), end=time(9), sunday_end=time(12))
EIGHT_TO_NINE: Final = QuietWindow(start=time(21), end=time(8), sunday_end=time(8))
OFF: Final = QuietWindow(start=time(0), end=time(0), sunday_end=time(0))
NEW_YORK: Final = "+12122345678"
PHOENIX: Final = "+16022345678"
ALASKA: Final = "+19072345678"
HONOLULU: Final = "+18082345678"
SAN_JUAN: Final = "+17872345678"
PANHANDLE: Final = "+18502345678"
TOLL_FREE: Final = "+18002345678"
SECOND: Final = timedelta(seconds=1)


def local(zone: str, text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def opening(number: str, now: datetime, quiet: QuietWindow, said: str = "") -> datetime | None:
    place = place_of(number, Whereabouts(postal_code=said))
    return next_opening(place, now, quiet)


def assert_closed_between(
    number: str, quiet: QuietWindow, closes: datetime, opens: datetime
) -> None:
    """Hold a night to the second at both of its ends."""
    for at in (closes - SECOND, opens, opens + SECOND):
        assert opening(number, at, quiet) == at
    for at in (closes, closes + SECOND, opens - SECOND):
        assert opening(number, at, quiet) == opens
