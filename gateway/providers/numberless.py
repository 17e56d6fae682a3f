"""Texts of whom no number is known: an admin is told where one may be a person's stop.

The list holds people by number or address, so neither it nor a review can take these.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final

from filters.sms.heard import hear
from gateway.log import logger
from gateway.reading.replies import reply_models
from suppression.texts import Asked

if TYPE_CHECKING:
    from gateway.providers.hook import ReceivedText

_MAY_STOP: Final = frozenset({Asked.STOP, Asked.WRONG_NUMBER, Asked.DOUBT})
_OF_COMPANIES: Final = re.compile(r"[0-9]{3,8}|[A-Za-z0-9 _-]{1,11}")
"""Short codes and names (3GPP TS 23.040 9.1.2.5), by which companies say how theirs are stopped."""


async def of_no_number(received: ReceivedText, route: str) -> None:
    """Log a text that is from no telephone number; a refusal would only make it come again."""
    is_of_person = not _OF_COMPANIES.fullmatch(received.sender)
    heard = await asyncio.to_thread(hear, received.words, reply_models)
    if received.is_stop or (is_of_person and heard.asked in _MAY_STOP):
        logger().error("stop-of-no-number", route=route, reference=received.reference)
    else:
        logger().warning("text-of-no-number", route=route, reference=received.reference)
