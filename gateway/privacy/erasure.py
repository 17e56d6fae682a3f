"""Forgetting a person everywhere, and going on to leave them alone (Cal. Civ. Code 1798.105).

**Failures:** a store that cannot be written raises `StoreUnavailable`; asked again, it goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.privacy.spelling import spelled
from gateway.spool.model import SpoolQuery, State

if TYPE_CHECKING:
    from collections.abc import Collection

    from gateway.spool.forgetting import Forgotten
    from gateway.stores import Stores
    from suppression.actor import Actor
    from suppression.keys import RecipientKey

NOT_REACHED: Final = (
    "backups, what providers keep, files of outbox routes, files that wait for their import, the"
    " names of imported ones"
)
"""What an erasure leaves, in the words of people; docs/privacy.md has all of it."""

_BECAUSE: Final = "erased at the person's request"
_LOOKED_AT: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was forgotten, and what others have to do."""

    messages: int
    left: int  # messages and reports that are under way, or wait for others: erase once more
    stopped_by: tuple[str, ...]  # ids of the entries that go on to stop messages, by a keyed hash
    is_gone: bool  # also from logs, and from an import that ends: else erase once more in a minute
    told: tuple[str, ...]  # routes whose providers had messages to the person: they have to be told


async def erase(people: Collection[RecipientKey], stores: Stores, by: Actor) -> Erased:
    """Forget a person in the list, the spool and the requests; the list first, so nothing leaves.

    How else the list takes them to be written is forgotten with them. The requests say who has to
    be erased once more, so they are forgotten when all else is.

    Raises:
        ValueError: one of these is a whole domain.
    """
    whole = await spelled(people, stores)
    told = sorted({route for key in whole for route in await _routes(stores, key)})
    stopped = [entry.entry_id for key in people
               for entry in await stores.suppression.erase(key, by=by)]  # fmt: skip
    forgotten: list[Forgotten] = [
        await stores.spool.forget_person(key, by=by.name, because=_BECAUSE) for key in whole
    ]
    stores.forget_received(whole)
    left = sum(each.left for each in forgotten)
    are_over = await stores.forget_imported(whole)
    is_gone = await stores.empty_logs() and are_over
    if not left and is_gone:
        await stores.privacy.forget(whole, by.name)
        is_gone = await stores.empty_logs()
    return Erased(
        messages=sum(each.messages for each in forgotten),
        left=left,
        stopped_by=tuple(stopped),
        told=tuple(told),
        is_gone=is_gone,
    )


async def _routes(stores: Stores, key: RecipientKey) -> set[str]:
    """Return where messages to a person went: Cal. Civ. Code 1798.105(c)(1) wants them told."""
    found = await stores.spool.messages(SpoolQuery(address=key, limit=_LOOKED_AT))
    return {
        delivery.route
        for message in found
        for delivery in message.deliveries
        if delivery.state in (State.DELIVERED, State.UNKNOWN) and delivery.route
    }
