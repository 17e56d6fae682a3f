"""A mail that asks about its writer's data: a request with its clocks, which nobody answers alone.

A From address proves nothing: what is opened waits to be verified by a person, and nothing is
disclosed or erased before that (11 CCR 7060).

**Failures:** a file that cannot be read or written raises `StoreUnavailable`.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from gateway.http.limit import Limit
from gateway.log import logger
from gateway.privacy.request import Kind, NewRequest

if TYPE_CHECKING:
    from filters.privacy import Wished
    from gateway.inbound.mail import InboundMail
    from gateway.privacy.request import Taken
    from gateway.privacy.requests import Requests
    from suppression.keys import RecipientKey

REQUESTS_A_DAY: Final = 200
"""That mail may open; more are put up with the replies, for a person to open them.

A From field costs nothing, and each request has clocks that somebody has to keep.
"""

_WHO: Final = "recipient"


class PrivacyMail:
    """Opens requests that people mail."""

    def __init__(self, requests: Requests, *, a_day: int) -> None:
        """Name where they are kept, and how many are opened in a day."""
        self._requests = requests
        self._opened = Limit(burst=a_day, per_minute=a_day / (24 * 60))

    async def open(
        self, mail: InboundMail, writer: RecipientKey, wished: Wished, words: str
    ) -> Taken | None:
        """Take down what somebody asks for, once; its clocks run from when the mail came.

        Return none where mail has opened enough today: a person has to open it.
        """
        new = NewRequest(
            kind=Kind(wished.wish),
            people=(writer,),
            manner="email",
            note=f"mail {mail.queue_id}: {words}",
            received_at=mail.at,
        )
        taken = await self._take(new)
        if taken is None:
            return None
        logger().warning(
            "privacy-request-by-mail",
            queue_id=mail.queue_id,
            request_id=taken.request.request_id,
            kind=taken.request.kind,
            is_new=taken.is_new,
            answer_by=taken.request.answer_by.isoformat(),
        )
        return taken

    async def _take(self, new: NewRequest) -> Taken | None:
        """Open a request where none of that person waits; those alone are counted."""
        again = await self._requests.say_again(new, _WHO)
        if again is not None or not self._opened.allows("", time.monotonic()):
            return again
        is_new = False
        try:
            taken = await self._requests.take(new, _WHO)
            is_new = taken.is_new
        finally:
            if not is_new:
                self._opened.give_back("")
        return taken
