"""By which addresses a person is known beside those they named.

**Failures:** a store that cannot be read raises `StoreUnavailable`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from gateway.stores import Stores
    from suppression.keys import RecipientKey


async def spelled(people: Collection[RecipientKey], stores: Stores) -> tuple[RecipientKey, ...]:
    """Return these and how else they are written in the list and the spool, each once."""
    others = [
        other
        for key in people
        for store in (stores.suppression, stores.spool)
        for other in await store.spellings(key)
    ]
    return tuple(dict.fromkeys((*people, *others)))
