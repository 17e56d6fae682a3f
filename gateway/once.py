"""Requests that one text uses up: taken before the text is stored, given back if it is not.

**Failures:** a list that cannot be written raises `StoreUnavailable`: no text leaves on a request
that could be used twice. Where the process ends in between, the request is used up and the person
is asked again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from filters.sms.consent import request_used
from gateway.errors import StoreUnavailable
from suppression.store import Actor

if TYPE_CHECKING:
    from filters.message import Sms, SmsFacts


class Requests(Protocol):
    """What uses requests up: `SuppressionStore` does."""

    async def use_consent(self, consent_id: str, *, message: str, by: Actor) -> bool:
        """Let one text use up a request for once; False where another did, or it has ended."""
        ...

    async def give_back_consent(self, consent_id: str, *, message: str, by: Actor) -> None:
        """Let a request stand again because the text that used it was not accepted."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A text's hold on a request; without an id it needs none."""

    consent_id: str
    message: str
    by: Actor

    async def give_back(self, requests: Requests) -> None:
        """Let the request stand again, if that can be."""
        if self.consent_id:
            with suppress(StoreUnavailable):
                await requests.give_back_consent(self.consent_id, message=self.message, by=self.by)


async def used(requests: Requests, sms: Sms, facts: SmsFacts | None, submitter: str) -> Use | None:
    """Use up the request a text needs; None where another text was faster.

    `facts`: of a text that may leave; a refused one uses nothing up.
    """
    request = request_used(sms, facts) if facts is not None else None
    by = Actor(name=submitter, method="send", message=sms.queue_id)
    taken = Use(consent_id=request.consent_id if request else "", message=sms.queue_id, by=by)
    if request is None:
        return taken
    if await requests.use_consent(request.consent_id, message=sms.queue_id, by=by):
        return taken
    return None
