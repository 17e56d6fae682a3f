"""What a claim takes: the bytes as they were decided about, and the send they are of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.spool.model import Claimed
from gateway.spool.rows import load_plan, moment, numbers
from gateway.wishes import NO_WISH, NO_WISHES, Wishes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from filters.plan import Plan
    from gateway.spool.rows import DeliveryRow


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a message, and what is to be done to each copy."""

    raw: bytes
    plan: Plan


def contents_of(
    connection: sqlite3.Connection, messages: Mapping[int, DeliveryRow]
) -> dict[int, Content]:
    """Return the bytes and plans that are as they were when the decision was made about them."""
    found = {}
    for number, plan, raw in connection.execute(
        "SELECT message, plan, raw FROM contents WHERE message IN (SELECT value FROM json_each(?))",
        (numbers(messages),),
    ):
        try:
            if hashlib.sha256(raw).digest() == messages[number].sha256:
                found[number] = Content(raw, load_plan(plan))
        except (ValueError, TypeError, KeyError):
            continue  # not what we wrote: held, like every content that is missing
    return found


def claimed(group: Sequence[DeliveryRow], content: Content, grant_id: int) -> Claimed:
    """Return the send of deliveries that leave together."""
    first = group[0]
    return Claimed(
        queue_id=first.queue_id,
        channel=first.channel,
        category=first.category,
        identity=first.identity,
        stream=first.stream,
        reverse_path=first.reverse_path,
        header_from=first.header_from,
        raw=content.raw,
        plan=content.plan,
        route=first.route,
        delivery_ids=tuple(row.delivery_id for row in group),
        recipients=tuple(row.recipient for row in group),
        grant_id=grant_id,
        attempt=first.attempt + 1,
        accepted_at=moment(first.accepted_at),
        expires_at=moment(first.expires_at),
        is_observed=bool(first.is_observed),
        diverted_from=first.diverted_from,
        wishes=_wishes(group),
    )


def _wishes(group: Sequence[DeliveryRow]) -> Wishes:
    first = group[0]
    said = {row.address: row.wish for row in group if row.wish is not NO_WISH}
    if not (said or first.returns or first.envelope_id or first.smtputf8):
        return NO_WISHES
    return Wishes(
        returns=first.returns,
        envelope_id=first.envelope_id,
        smtputf8=bool(first.smtputf8),
        by_address=said,
    )
