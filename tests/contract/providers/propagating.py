"""Opt-outs of a list, and those who tell them to a provider."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import SecretStr

from gateway.config.models import Delivery, Route
from gateway.providers.http_carrier import make_asker
from gateway.providers.propagation import Propagation
from gateway.providers.pushing import RingCentralPusher
from gateway.providers.ringcentral_login import LoggedIn
from suppression.channel import Channel
from suppression.keys import phone_key
from tests.contract.listing import DESK, UNSUBSCRIBE
from tests.contract.providers.make import Seconds
from tests.ringcentral import server as fake

if TYPE_CHECKING:
    from pathlib import Path

    from suppression.entry import Entry
    from suppression.sqlite import SqliteSuppressionStore

STOP = replace(
    UNSUBSCRIBE, channel=Channel.SMS, key=phone_key("+19169668284"),
    requested_at=datetime.now(UTC) - timedelta(minutes=10),
)  # fmt: skip
OPEN: list[Propagation] = []
"""Those that a test has to close."""


def now() -> datetime:
    return datetime.now(UTC)


async def stop(people: SqliteSuppressionStore, last: int = 0) -> Entry:
    new = replace(STOP, key=phone_key(f"+191696682{last:02}"))
    entry, _ = await people.add(new, DESK)
    return entry


async def stop_of(people: SqliteSuppressionStore, number: int) -> Entry:
    entry, _ = await people.add(replace(STOP, key=phone_key(f"+1202555{number:04}")), DESK)
    return entry


def ringcentral(
    people: SqliteSuppressionStore, url: str, folder: Path, seconds: Seconds | None = None
) -> Propagation:
    jwt = folder / "jwt"
    jwt.write_text(fake.JWT)
    jwt.chmod(0o600)
    route = Route(
        name="rc", channel="sms", kind="ringcentral", url=url, username=fake.CLIENT_ID,
        password=SecretStr(fake.CLIENT_SECRET), jwt_file=jwt, push_opt_outs=True,
    )  # fmt: skip
    asker = LoggedIn(make_asker(route, Delivery(), now), route, monotonic=seconds or Seconds())
    push = Propagation(
        route, RingCentralPusher(route), asker, waits=people, clock=now,
        monotonic=seconds or Seconds(),
    )  # fmt: skip
    OPEN.append(push)
    return push


async def waiting(people: SqliteSuppressionStore, target: str = "rc") -> list[str]:
    return [each.entry_id for each in await people.to_propagate(target)]
