"""Makes ready, once the ports are open, what the first messages would wait for.

**Failures:** a damaged model file ends the gateway, as it would defer every text.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from filters.email.footer.placeholders import find
from gateway.reading import load

if TYPE_CHECKING:
    from gateway.config.models import Config

_SAMPLE: Final = b"{{unsubscribe_url}}"


async def warm_up(config: Config) -> None:
    """Do it in a thread, so that who greets and answers meanwhile does not wait."""
    await asyncio.to_thread(_read_ahead, texts=any(each.channel == "sms" for each in config.route))


def _read_ahead(*, texts: bool) -> None:
    next(find(_SAMPLE))
    if texts:
        load()
