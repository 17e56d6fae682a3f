"""What the admin pages need from the gateway besides what the HTTP edge has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gateway.admin.passwords import Passwords
    from gateway.admin.users import Users
    from gateway.credentials import Credentials
    from gateway.http.limit import Limit
    from gateway.reviews import Reviews
    from gateway.spool.sqlite import SqliteSpool


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
