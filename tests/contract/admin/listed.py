"""Putting people on the list of a site, as others would have."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from suppression.actor import Actor
from suppression.channel import Channel
from suppression.entry import ALL, NewEntry, Origin, Reason, Scope
from suppression.keys import read_key

if TYPE_CHECKING:
    from suppression.entry import Entry
    from tests.contract.admin.conftest import Site

LIST: Final = "/admin/suppressions"
ANN: Final = "ann@example.net"
NUMBER: Final = "+14155550199"
HOSTILE: Final = '"><script>planted()</script>\u202e<img src=x onerror=planted()>'
PLANTED: Final = (
    (Path(__file__).parents[2] / "data" / "planted.txt").read_text("utf-8").splitlines()
)
RUNS: Final = re.compile(
    r"<(img|image|svg|iframe|math|object|embed|video|a [^>]*javascript:)"
    r'|<script(?! src="/admin/static/)|\u202e',
    re.IGNORECASE,
)
"""What stands on no page of ours: it came from what people wrote."""


async def put(site: Site, address: str = ANN, **changed: Any) -> Entry:  # noqa: ANN401 - any field
    """Put somebody on the list: their own opt-out, unless told otherwise."""
    channel = Channel.EMAIL if "@" in address else Channel.SMS
    values: dict[str, Any] = {
        "channel": channel,
        "key": read_key(address, channel),
        "scope": Scope("commercial"),
        "reason": Reason.UNSUBSCRIBE,
        "origin": Origin.RECIPIENT,
        "evidence": "pressed the link",
        "requested_at": datetime.now(UTC),
    }
    new = NewEntry(**{**values, **changed})
    entry, _ = await site.gateway.list.add(new, Actor(name="recipient", method="page"))
    return entry


async def standing(site: Site, address: str = ANN) -> tuple[Entry, ...]:
    """Return what is in force for an address."""
    channel = Channel.EMAIL if "@" in address else Channel.SMS
    key = read_key(address, channel)
    return (await site.gateway.list.blocking([key], channel, datetime.now(UTC))).get(key, ())


async def bounced(site: Site, count: int) -> None:
    for number in range(count):
        await put(site, f"p{number}@example.org", reason=Reason.HARD_BOUNCE, scope=ALL)
