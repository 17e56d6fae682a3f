"""What the admin pages need from the gateway besides what the HTTP edge has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.admin.passwords import Passwords
from gateway.admin.selections import Selections
from gateway.http.limit import Limit
from gateway.reviews import Reviews

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gateway.admin.users import Users
    from gateway.credentials import Credentials
    from gateway.privacy.requests import Requests
    from gateway.spool.sqlite import SqliteSpool
    from gateway.stores import Stores

_TRIES: Final = 5  # to log in as a user from an address, in a quarter of an hour
_TRIES_OF_HOUSE: Final = 50
_QUARTER_MINUTES: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One value serves every listener; a reload makes a new one."""

    users: Users
    passwords: Passwords
    tries: Limit  # to log in, by user and address
    tries_of_house: Limit  # by address alone
    spool: SqliteSpool  # the queue, with what people do to it
    reviews: Reviews  # the replies that wait for a person
    credentials: Credentials
    privacy: Requests  # of people about their data
    selections: Selections  # what somebody chose and has not confirmed yet


def desk_of(stores: Stores, clock: Callable[[], datetime]) -> Desk:
    """Return what the pages need of the stores; nobody has tried to log in yet."""
    return Desk(
        users=stores.users,
        passwords=Passwords(),
        tries=Limit(burst=_TRIES, per_minute=_TRIES / _QUARTER_MINUTES),
        tries_of_house=Limit(burst=_TRIES_OF_HOUSE, per_minute=_TRIES_OF_HOUSE / _QUARTER_MINUTES),
        spool=stores.spool,
        reviews=Reviews(stores.suppression, stores.joint),
        credentials=stores.credentials,
        privacy=stores.privacy,
        selections=Selections(clock),
    )
