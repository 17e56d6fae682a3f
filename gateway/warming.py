"""Makes ready, once the ports are open, what the first messages would wait for.

It is done in threads, so that who greets and answers meanwhile does not wait.

**Failures:** a damaged model file ends the gateway, as it would defer every text; so does a
calendar that cannot be loaded.
"""

from __future__ import annotations

import asyncio
from threading import Lock
from typing import TYPE_CHECKING, Final

from filters.email.category.lexicon import read
from filters.email.footer.placeholders import find
from gateway.reading.texts import load
from suppression.deadlines import deadlines

if TYPE_CHECKING:
    from datetime import datetime

    from gateway.config.models import Config

_SAMPLE: Final = "{{unsubscribe_url}}"
_LOADING: Final = Lock()


class EmailsReady:
    """What every email is judged with: made ready by who asks first, waited for by the others."""

    def __init__(self) -> None:
        """Do nothing yet."""
        self._done: asyncio.Future[None] | None = None

    async def wait(self) -> None:
        """Return once an email can be judged without delay."""
        if self._done is None:
            self._done = asyncio.get_running_loop().run_in_executor(None, _ready_for_emails)
        await asyncio.shield(self._done)  # who goes away takes it from nobody else


async def warm_up(config: Config, emails: EmailsReady, at: datetime) -> None:
    """Make emails ready, the pages and texts where there are any, and the calendar of the law."""
    await emails.wait()
    if any("public" in each.serves for each in config.http):
        await asyncio.to_thread(_ready_for_people)
    if any(each.channel == "sms" for each in config.route):
        await asyncio.to_thread(load)
    await asyncio.to_thread(deadlines, at)  # a tenth of a second, and the next calls take none


def _ready_for_emails() -> None:
    with _LOADING:  # a service and the one after it would do the same at once
        read(_SAMPLE)
        next(find(_SAMPLE.encode()))


def _ready_for_people() -> None:
    from gateway.http.pages import make_ready  # noqa: PLC0415 - loads aiohttp, which is served here

    make_ready()
