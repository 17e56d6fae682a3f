"""Storing a message in one piece: its bytes, its plan, its deliveries, the decision's record."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gateway import queue_id as queue_ids
from gateway.spool import decided, seal
from gateway.spool.answered import are_new, replay
from gateway.spool.callbacks import register
from gateway.spool.counting import count_texts
from gateway.spool.day_counts import count_days
from gateway.spool.model import State, Stored
from gateway.spool.remembered import remember
from gateway.spool.rows import (
    NO_FINDINGS,
    dump_findings,
    dump_plan,
)
from gateway.submission import NOT_RETRIED
from suppression import ledger
from suppression.insertion import insert

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from gateway.spool.model import NewDelivery, NewMessage
    from gateway.submission import Retried
    from suppression.ledger import Pepper

_MESSAGES: Final = (
    "messages (id, channel, submitter, protocol, identity, category, stream, reverse_path,"
    " header_from, subject, size, sha256, fixes, is_personal, recipients, accepted_at, not_before,"
    " expires_at, valid_until, metadata, is_observed, would_fix, has_notice, returns,"
    " envelope_id, smtputf8)"
)
_REQUESTS: Final = "requests (submitter, key, digest, message, stored_at)"
_CONTENTS: Final = "contents (message, plan, raw)"
_DELIVERIES: Final = (
    "deliveries (message, address, key, person, effect, findings, would, waived, state, route,"
    " next_at, ends_at, notify, original, seal, updated_at)"
)
_KEPT: Final = frozenset({State.QUEUED, State.HELD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A message to store, reports about it, and what recognises a repetition of the request."""

    message: NewMessage
    more: Sequence[NewMessage] = ()
    retried: Retried = NOT_RETRIED

    @property
    def request(self) -> tuple[str, str]:
        """Whose request it is, by its idempotency key; empty where it has none."""
        return self.message.submitter, self.retried.key


def accept(
    connection: sqlite3.Connection,
    asked: Sequence[Asked],
    *,
    pepper: Pepper,
    at: datetime,
    schema: str = "main",
) -> list[Stored]:
    """Store messages and reports about them, or find the answers the same requests had before.

    `schema`: what the spool is attached as.

    Raises:
        IdempotencyConflict: the key of one was used for another request.
        Overtaken: others used up a limit that holds for one.
    """
    if are_new(
        connection, (each.request for each in asked), pepper
    ):  # as requests are, but for a few
        _store_new(connection, asked, pepper=pepper, at=at, schema=schema)
        return [_stored(each.message) for each in asked]
    answers: list[Stored] = []
    new: list[Asked] = []
    named: set[tuple[str, str]] = set()
    for each in asked:
        if each.request in named:
            _store_new(connection, new, pepper=pepper, at=at, schema=schema)  # to be found
            new, named = [], set()
        earlier = replay(connection, each.message.submitter, each.retried, pepper)
        if earlier is None:
            new.append(each)
            named |= {each.request} if each.retried.key else set()
        answers.append(earlier or _stored(each.message))
    _store_new(connection, new, pepper=pepper, at=at, schema=schema)
    return answers


def _store_new(
    connection: sqlite3.Connection,
    asked: Sequence[Asked],
    *,
    pepper: Pepper,
    at: datetime,
    schema: str,
) -> None:
    messages = [message for each in asked for message in (each.message, *each.more)]
    store(connection, messages, pepper=pepper, at=at, schema=schema)
    requests = [
        (each.message.submitter, pepper.request(each.retried.key), each.retried.digest,
         queue_ids.decode(each.message.queue_id), at.timestamp())
        for each in asked
        if each.retried.key
    ]  # fmt: skip
    insert(connection, _REQUESTS, requests)


def _stored(message: NewMessage) -> Stored:
    """Return the answer to a request that is stored now."""
    return Stored(
        queue_id=message.queue_id,
        rulings=tuple(delivery.ruling for delivery in message.deliveries),
        replayed=False,
        changed=bool(message.plan.fixes),
        not_before=message.not_before,
        plan=message.plan,
    )


def store(
    connection: sqlite3.Connection,
    messages: Sequence[NewMessage],
    *,
    pepper: Pepper,
    at: datetime,
    schema: str = "main",
) -> None:
    """Write messages with their deliveries and a line of the ledger for each of these."""
    rows, contents, deliveries, lines = [], [], [], []
    for message in messages:
        number = queue_ids.decode(message.queue_id)
        digest = hashlib.sha256(message.raw).digest()
        sealed = seal.of_message(number, message, digest)
        rows.append(_message_row(number, message, digest))
        if any(delivery.state in _KEPT for delivery in message.deliveries):
            contents.append((number, dump_plan(message.plan), message.raw))
        for delivery in message.deliveries:
            person = pepper.person(delivery.recipient.key)
            row = _delivery_row(message, delivery, person, sealed)
            deliveries.append((number, *row, at.timestamp()))
            lines.append(decided.line(message, delivery, person, digest, at))
    insert(connection, _MESSAGES, rows)
    insert(connection, _CONTENTS, contents)
    insert(connection, _DELIVERIES, deliveries)
    remember(connection, messages)
    register(connection, messages)
    count_texts(connection, messages, pepper=pepper)
    count_days(connection, messages)
    ledger.append(connection, lines, schema=schema)


@lru_cache(maxsize=64)  # of a few edits, mostly the same ones
def _as_json(fixes: tuple[str, ...]) -> str:
    return json.dumps(fixes)


def _message_row(number: int, message: NewMessage, digest: bytes) -> tuple[object, ...]:
    return (
        number, message.channel, message.submitter, message.protocol, message.identity,
        message.category, message.stream, message.reverse_path, message.header_from,
        message.subject, len(message.raw), digest, _as_json(message.plan.fixes),
        message.plan.is_personal, len(message.deliveries), message.accepted_at.timestamp(),
        message.not_before.timestamp(), message.expires_at.timestamp(),
        message.valid_until.timestamp() if message.valid_until else None, message.metadata,
        message.is_observed, json.dumps(message.would_fix) if message.would_fix else NO_FINDINGS,
        message.has_notice, message.wishes.returns, message.wishes.envelope_id,
        message.wishes.smtputf8,
    )  # fmt: skip


def _delivery_row(
    message: NewMessage, delivery: NewDelivery, person: str, sealed: int
) -> tuple[object, ...]:
    state, recipient, ruling = delivery.state, delivery.recipient, delivery.ruling
    findings = dump_findings(ruling.findings) if ruling.findings else NO_FINDINGS
    waived = dump_findings(ruling.waived) if ruling.waived else NO_FINDINGS
    would = decided.would(message, ruling) if message.is_observed else ""
    next_at = message.not_before.timestamp() if state is State.QUEUED else None
    ends_at = message.expires_at.timestamp() if state in _KEPT else None
    wish = message.wishes.of(recipient.address)
    return (recipient.address, recipient.key, person, int(ruling.effect), findings, would, waived,
            state, delivery.route, next_at, ends_at, wish.notify, wish.original,
            seal.of_delivery(sealed, recipient.address, recipient.key, person, wish))  # fmt: skip
