"""What the admin pages need from the gateway besides what the HTTP edge has."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gateway.admin.bench import Bench
from gateway.admin.chains import Chains
from gateway.admin.passwords import Passwords
from gateway.admin.selections import Selections
from gateway.admin.standings import Standings
from gateway.pace import PACE
from gateway.privacy.access import known_of
from gateway.privacy.erasure import erase
from gateway.reviews import Reviews

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection
    from datetime import datetime

    from gateway.admin.users import Users
    from gateway.config.loader import Loaded
    from gateway.config.models import Config
    from gateway.credentials import Credentials
    from gateway.decision import SmsDecision
    from gateway.pace import Pace
    from gateway.privacy.access import Known
    from gateway.privacy.erasure import Erased
    from gateway.privacy.requests import Requests
    from gateway.route_health import RouteHealth
    from gateway.spool.model import Claimed
    from gateway.spool.remembered import Remembered
    from gateway.spool.sqlite import SqliteSpool
    from gateway.stores import Stores
    from suppression.actor import Actor
    from suppression.keys import RecipientKey

    KnownOf = Callable[[Collection[RecipientKey]], Awaitable[Known]]
    Erase = Callable[[Collection[RecipientKey], Actor], Awaitable[Erased]]
    DecideAgain = Callable[[Claimed, Remembered], Awaitable[SmsDecision]]
    Reread = Callable[[], Loaded]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One value serves every listener; a reload makes a new one."""

    users: Users
    passwords: Passwords
    spool: SqliteSpool  # the queue, with what people do to it
    reviews: Reviews  # the replies that wait for a person
    credentials: Credentials
    privacy: Requests  # of people about their data
    known_of: KnownOf  # everything there is of a person
    erase: Erase
    decide_again: DecideAgain  # about a text that was accepted before
    routes: Callable[[], tuple[RouteHealth, ...]]  # how each is
    standings: Standings  # how much waits
    selections: Selections  # what somebody chose and has not confirmed yet
    chains: Chains
    pace: Pace = PACE
    reread: Reread | None = None  # the configuration, with where each value stands
    bench: Bench = field(default_factory=Bench)  # what is judged without being sent
    seal: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)


def desk_of(  # noqa: PLR0913 - what it is put together from
    config: Config,
    stores: Stores,
    *,
    decide_again: DecideAgain,
    routes: Callable[[], tuple[RouteHealth, ...]],
    reread: Reread | None,
    clock: Callable[[], datetime],
    pace: Pace,
) -> Desk:
    """Return what the pages need of these."""
    return Desk(
        users=stores.users,
        passwords=Passwords(),
        spool=stores.spool,
        reviews=Reviews(stores.suppression, stores.joint),
        credentials=stores.credentials,
        privacy=stores.privacy,
        known_of=lambda people: known_of(people, config, stores, clock()),
        erase=lambda people, by: erase(people, stores, by),
        decide_again=decide_again,
        routes=routes,
        standings=Standings(stores.spool.begin_standing, clock),
        selections=Selections(clock),
        chains=Chains(config.data_dir, clock),
        pace=pace,
        reread=reread,
    )
