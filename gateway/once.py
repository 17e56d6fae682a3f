"""A text on a request for once: it is accepted and the request used up in one commit.

**Failures:** files that cannot be written raise `StoreUnavailable`: nothing is accepted, and the
request stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from filters.sms.consent import request_used
from gateway.errors import Overtaken
from suppression.actor import Actor

if TYPE_CHECKING:
    import sqlite3

    from filters.message import Sms, SmsFacts
    from gateway.spool.joint import Joint
    from gateway.spool.model import NewMessage, Stored
    from gateway.submission import Retried


class UsedUp(Overtaken):
    """Another text used the request up, or it has ended meanwhile: decide anew."""


class Requests(Protocol):
    """Uses requests up, inside a transaction of the caller: `SqliteSuppressionStore`."""

    def use_consent_in(
        self, connection: sqlite3.Connection, consent_id: str, *, message: str, by: Actor
    ) -> bool:
        """Let one text use up a request for once; False where another did, or it has ended."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a text uses up, and for whom."""

    consent_id: str
    by: Actor


def needed(sms: Sms, facts: SmsFacts, submitter: str) -> Use | None:
    """Return what a text that may leave uses up; none where it needs no request for once."""
    request = request_used(sms, facts)
    if request is None:
        return None
    by = Actor(name=submitter, method="send", message=sms.queue_id)
    return Use(consent_id=request.consent_id, by=by)


class Once:
    """Accepts texts on requests for once."""

    def __init__(self, joint: Joint, requests: Requests) -> None:
        """Write to both at once."""
        self._joint = joint
        self._requests = requests

    async def accept(self, message: NewMessage, use: Use, retried: Retried) -> Stored:
        """Store a text and use its request up; a repeated submission is answered as before.

        Raises:
            UsedUp: the request does not stand; nothing was stored.
            IdempotencyConflict: the key was used for another request.
        """

        def job(connection: sqlite3.Connection) -> Stored:
            earlier = self._joint.replay(connection, message.submitter, retried)
            if earlier is not None:
                return earlier
            if not self._requests.use_consent_in(
                connection, use.consent_id, message=message.queue_id, by=use.by
            ):
                raise UsedUp(use.consent_id)
            return self._joint.accept(connection, message, retried)

        return await self._joint.write(job)
